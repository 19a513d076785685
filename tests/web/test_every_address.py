"""Guards that walk every address of the pages: none is open by accident, none breaks."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import get_converters

from annotator.web.urls import urlpatterns
from tests.cast import Cast
from tests.web.conftest import SignedIn

OPEN = {"health_live", "health_ready", "metrics", "set_language", "first_run"}
NOBODYS = {"projects", "tokens", "mentions", "mentions_seen"}  # addresses without a project in them
METHODS = ["get", "post", "put", "delete", "patch"]


def addresses(cast: Cast, names: set[str] | None = None) -> Iterator[tuple[str, str]]:
    """Each page's name with its address, in Ada's project wherever it names one."""
    known = {"slug": cast.project.slug, "key": cast.document.pk, "username": "ada", "number": 1, "name": "x"}
    unknown = {"tag": uuid4(), "item": uuid4(), "comment": uuid4()}
    for pattern in urlpatterns:
        arguments = {name: (known | unknown)[name] for name in pattern.pattern.converters}
        name = str(pattern.name)
        if name == "closed_confirm_key":
            arguments = {"key": "x"}
        yield name, reverse(name, kwargs=arguments)


def test_without_sign_in_every_page_asks_for_it(cast: Cast, client: Client) -> None:
    for name, address in addresses(cast):
        if name in OPEN:
            continue
        for method in METHODS:
            response = getattr(client, method)(address)
            assert response.status_code == 302, (method, address)
            assert response["Location"].startswith("/accounts/login/"), (method, address)


def test_a_stranger_finds_nothing_of_a_project(cast: Cast, as_: SignedIn) -> None:
    stranger = as_(cast.eve)
    for name, address in addresses(cast):
        if name in OPEN | NOBODYS:
            continue
        for method in METHODS:
            response = getattr(stranger, method)(address)
            assert response.status_code in {404, 405}, (method, address, response.status_code)


@pytest.mark.parametrize("name", ["ada", "cleo", "dan", "eve"])
def test_no_address_breaks_whoever_asks_and_however(cast: Cast, as_: SignedIn, name: str) -> None:
    client = as_(getattr(cast, name))
    for _, address in addresses(cast):
        for method in METHODS:
            if address.endswith(("/remove/", "/handin/", "/withdraw/")) and method == "post":
                continue  # they do what they say: later addresses would be gone
            response = getattr(client, method)(address)
            assert response.status_code < 500 or address == "/health/ready", (method, address)


def test_an_id_that_is_none_is_not_found(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    for address in (
        "/documents/1/",
        "/documents/x/review/",
        "/projects/no-such/",
        f"/documents/{UUID(int=0)}/",
    ):
        assert client.get(address).status_code == 404


def test_a_wrong_method_is_refused(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    for name, address in addresses(cast):
        if name.startswith("closed"):
            continue
        assert client.patch(address).status_code == 405, address


def test_the_walk_knows_every_kind_of_argument() -> None:
    used = {type(converter) for pattern in urlpatterns for converter in pattern.pattern.converters.values()}
    assert used <= {type(converter) for converter in get_converters().values()}


def test_what_no_database_can_hold_is_refused_and_breaks_nothing(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    for act in ("role", "remove", "link"):
        address = f"/projects/{cast.project.slug}/members/ada%00/{act}/"
        assert client.post(address, {"role": "client"}).status_code == 400, act
    tag = reverse("tag", args=[cast.document.pk, uuid4()])
    assert client.put(tag, b"[" * 100_000, content_type="application/json").status_code == 422
