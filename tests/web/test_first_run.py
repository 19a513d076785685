"""An empty install shows the way in, once."""

import pytest
from django.core.management import call_command
from django.test import Client

from annotator.accounts.models import User
from annotator.projects import first_run
from tests.cast import PASSWORD, Cast

SENT = {
    "username": "fay", "name": "", "password": PASSWORD, "again": PASSWORD, "project": "Mill Lane",
    "coders_per_document": "2", "blind": "on",
}  # fmt: skip


@pytest.mark.django_db
def test_who_comes_first_makes_an_account_and_a_project_and_is_signed_in(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert client.get("/")["Location"] == "/first-run/"
    call_command("first_run")
    address = capsys.readouterr().out.split()[-1].removeprefix("http://127.0.0.1:8000")
    assert f'value="{first_run.code()}"' in client.get(address).content.decode()
    done = client.post("/first-run/", {**SENT, "code": first_run.code()}, follow=True)
    assert done.redirect_chain == [("/projects/mill-lane/", 303)]
    assert "Add your first documents" in done.content.decode()
    assert User.objects.get().is_staff
    call_command("first_run")
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_what_is_wrong_is_said_beside_its_field(client: Client) -> None:
    refused = client.post("/first-run/", {**SENT, "code": "WRONG"})
    assert refused.status_code == 422
    assert "not the code" in refused.content.decode()
    differ = client.post("/first-run/", {**SENT, "code": first_run.code(), "again": "x"})
    assert "The two passwords differ." in differ.content.decode()
    easy = client.post(
        "/first-run/", {**SENT, "code": first_run.code(), "password": "password", "again": "password"}
    )
    assert "too common" in easy.content.decode()
    assert not User.objects.exists()


def test_it_is_closed_once_there_is_a_user(cast: Cast, client: Client) -> None:
    for response in (
        client.get("/first-run/"),
        client.post("/first-run/", {**SENT, "code": first_run.code()}),
    ):
        assert (response.status_code, response["Location"]) == (303, "/")
    assert client.get("/")["Location"] == "/accounts/login/?next=/"
    assert User.objects.count() == 5
