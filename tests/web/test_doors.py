"""Sign-in, passwords, error pages, health and metrics."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from tests.cast import PASSWORD, Cast
from tests.web.conftest import SignedIn


def test_one_signs_in_with_name_and_password_and_goes_where_one_wanted(cast: Cast, client: Client) -> None:
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    wanted = f"/documents/{cast.document.pk}/"
    page = client.get(wanted, follow=True).content.decode()
    assert 'name="login"' in page
    assert 'name="password"' in page
    assert wanted in page
    refused = client.post("/accounts/login/", {"login": "ada", "password": "wrong", "next": wanted})
    assert 'role="alert"' in refused.content.decode()
    assert 'value="ada"' in refused.content.decode()
    entered = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD, "next": wanted})
    assert (entered.status_code, entered["Location"]) == (302, wanted)


def refused(client: Client, *, password: str = PASSWORD[::-1], **headers: str) -> bool:
    """Whether Ada is refused for having failed too often."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = client.post("/accounts/login/", {"login": "ada", "password": password}, headers=sent)
    return "Too many failed" in answer.content.decode()


def test_after_five_failures_a_name_is_shut_from_wherever_one_says_to_come(
    cast: Cast, client: Client
) -> None:
    assert not any(refused(client, x_forwarded_for=f"192.0.2.{n}") for n in range(5))
    for n in range(1000):  # no other entry of the cache throws the count away
        cache.set(f"other-{n}", n)
    assert refused(client, password=PASSWORD, x_forwarded_for="192.0.2.99", x_real_ip="192.0.2.99")


def test_behind_a_proxy_one_address_that_fails_shuts_no_other_out(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    for _ in range(3):
        assert not refused(client, x_forwarded_for="198.51.100.7, 192.0.2.1")
    assert refused(
        client, x_forwarded_for="203.0.113.5, 192.0.2.1"
    )  # what a client says of itself is not read
    assert not refused(client, x_forwarded_for="192.0.2.2")


def test_nobody_signs_himself_up(cast: Cast, client: Client) -> None:
    assert "Accounts are made by supervisors" in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", {"username": "fay", "password1": PASSWORD, "password2": PASSWORD})
    assert type(cast.ada).objects.filter(username="fay").count() == 0


@pytest.mark.parametrize("page", ["login/", "logout/", "password/change/", "password/set/", "password/reset/",
                                  "password/reset/done/", "password/reset/key/done/", "password/reset/key/1-x/",
                                  "inactive/", "signup/", "reauthenticate/"])  # fmt: skip
def test_pages_of_the_sign_in_library_wear_our_look(
    cast: Cast, as_: SignedIn, client: Client, page: str
) -> None:
    for browser in (client, as_(cast.ada)):
        response = browser.get(f"/accounts/{page}", follow=True)
        assert response.status_code in {200, 403}  # 403: who has no password can not be asked for it again
        assert 'class="logo"' in response.content.decode()
        assert "Menu:" not in response.content.decode()


@pytest.mark.parametrize("page", ["email/", "confirm-email/", "confirm-email/x/", "login/code/confirm/"])
def test_what_is_not_used_of_the_library_is_closed(cast: Cast, as_: SignedIn, page: str) -> None:
    assert as_(cast.ada).get(f"/accounts/{page}").status_code == 404


def test_a_password_is_reset_by_a_link_made_from_the_public_address(
    cast: Cast, client: Client, settings: Settings
) -> None:
    cast.ada.email = "ada@example.org"
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    known = client.post(
        "/accounts/password/reset/", {"email": "ada@example.org"}, headers={"Host": "localhost"}
    )
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]
    text = next(f"{it.subject}\n{it.body}" for it in mail.outbox if "ada@example.org" in it.to)
    assert f"{settings.PUBLIC_URL}/accounts/password/reset/key/" in text
    assert "localhost" not in text.replace(settings.PUBLIC_URL, "")


def test_an_error_page_says_what_is_wrong_and_where_to_go(cast: Cast, as_: SignedIn) -> None:
    response = as_(cast.ada).get("/no/such/page")
    assert response.status_code == 404
    assert "My projects" in response.content.decode()
    refused = as_(cast.ada).get("/projects/mill-lane/members/")
    assert refused.status_code == 403
    assert "Only supervisors may manage" in refused.content.decode()


def test_a_program_gets_errors_as_json(cast: Cast, as_: SignedIn) -> None:
    response = as_(cast.ada).get("/no/such/page", headers={"Accept": "application/json"})
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_a_page_that_breaks_answers_in_our_look_without_asking_the_database(
    cast: Cast, as_: SignedIn
) -> None:
    client = as_(cast.ada)
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        response = client.get("/")
    assert response.status_code == 500
    assert "Something broke" in response.content.decode()


def broken(*arguments: object) -> None:
    """A database that has gone away."""
    raise OperationalError


def test_live_answers_and_ready_names_what_is_wrong(db: None, client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    response = client.get("/health/ready")
    checks = response.json()["checks"]
    assert response.status_code == 503  # no broker and no worker run in these tests
    assert checks["database"] == checks["migrations"] == "ok"
    assert "broker" in checks["broker"]
    assert "worker" in checks["worker"]


def test_figures_are_for_staff_or_with_the_token(
    cast: Cast, as_: SignedIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearer = {"Authorization": "Bearer a-long-secret"}
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    assert as_(cast.cleo).get("/metrics").status_code == 404
    monkeypatch.setenv("METRICS_TOKEN", "a-long-secret")
    assert client.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 404
    assert 'annotator_documents{state="open"} 1' in client.get("/metrics", headers=bearer).content.decode()
    cast.cleo.is_staff = True
    cast.cleo.save()
    assert "# TYPE annotator_up gauge" in as_(cast.cleo).get("/metrics").content.decode()


def test_who_asks_too_often_reads_what_to_do(cast: Cast, client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sent = {"login": "ada", "password": "wrong"}
    assert client.post("/accounts/login/", sent).status_code == 200
    refused = client.post("/accounts/login/", sent)
    assert refused.status_code == 429
    assert "Wait a minute, then try again." in refused.content.decode()


def test_a_form_larger_than_is_taken_is_said_to_be_so(cast: Cast, as_: SignedIn, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    refused = as_(cast.cleo).post("/projects/mill-lane/guideline/", {"guideline": "x" * 1000})
    assert refused.status_code == 413
    assert "Send smaller files" in refused.content.decode()


def test_a_button_s_address_opened_as_a_page_says_where_to_go(cast: Cast, as_: SignedIn) -> None:
    refused = as_(cast.cleo).get("/projects/mill-lane/members/ada/remove/")
    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    assert "Go back to the page where the button was." in refused.content.decode()
