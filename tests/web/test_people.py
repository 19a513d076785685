"""Projects, members, tokens, settings, guideline: what is typed in and what comes of it."""

import re

import pytest
from django.test import Client

from annotator.accounts.actions import token_from
from annotator.accounts.models import User
from annotator.projects.models import Membership, Project
from tests.cast import PASSWORD, Cast
from tests.web.conftest import SignedIn

HOME = "/projects/mill-lane/"


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_my_projects_say_how_far_they_are_and_what_comes_next(cast: Cast, as_: SignedIn) -> None:
    assert "Go on: 1 document to read" in text(as_(cast.ada).get("/"))
    assert "See releases" in text(as_(cast.dan).get("/"))
    cast.tag(cast.ada, "a bang")
    cast.hand_in(cast.ada)
    assert "Review 1 document" in text(as_(cast.cleo).get("/"))
    assert "Mill Lane" not in text(as_(cast.eve).get("/"))


def test_who_is_in_no_project_reads_what_to_do(cast: Cast, as_: SignedIn) -> None:
    page = text(as_(User.objects.create_user("gil")).get("/"))
    assert "You are in no project yet" in page
    assert "New project" not in page


def test_a_supervisor_makes_a_project_and_an_analyst_does_not(cast: Cast, as_: SignedIn) -> None:
    sent = {"name": "Quay Street", "coders_per_document": "2", "blind": "on"}
    assert as_(cast.cleo).post("/", sent)["Location"] == "/projects/quay-street/"
    project = Project.objects.get(slug="quay-street")
    assert (project.blind, project.coders_per_document, project.role_of(cast.cleo)) == (True, 2, "supervisor")
    assert as_(cast.ada).post("/", sent).status_code == 403
    refused = as_(cast.cleo).post("/", {**sent, "coders_per_document": "0"})
    assert refused.status_code == 422
    assert 'value="Quay Street"' in text(refused)


def test_settings_are_kept_and_a_taken_address_is_explained(cast: Cast, as_: SignedIn) -> None:
    sent = {"name": "Mill", "slug": "mill", "coders_per_document": "2", "labels": "toll, denial,toll"}
    client = as_(cast.cleo)
    assert client.post(HOME + "settings/", sent)["Location"] == "/projects/mill/settings/"
    cast.project.refresh_from_db()
    assert (cast.project.name, cast.project.labels) == ("Mill", ["toll", "denial"])
    taken = client.post("/projects/mill/settings/", {**sent, "slug": "elsewhere", "name": "Typed"})
    assert taken.status_code == 422
    assert "taken by another project" in text(taken)
    assert 'value="Typed"' in text(taken)
    assert client.post("/projects/mill/settings/", {**sent, "slug": "Not Good"}).status_code == 422
    assert as_(cast.ada).get("/projects/mill/settings/").status_code == 403


def test_a_new_member_gets_a_link_that_sets_a_password_once(cast: Cast, as_: SignedIn) -> None:
    response = as_(cast.cleo).post(HOME + "members/", {"username": "fay", "role": "analyst", "email": ""})
    link = re.search(
        r"<code[^>]*>http://127.0.0.1:8000(/accounts/password/reset/key/[^<]+)</code>", text(response)
    )
    assert link
    assert "no-store" in response["Cache-Control"]
    guest = Client()
    form = guest.get(link[1], follow=True)
    done = guest.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "Your password is set" in text(done)
    assert User.objects.get(username="fay").check_password(PASSWORD)
    assert "This link no longer works" in text(Client().get(link[1], follow=True))


def test_an_existing_user_gets_no_link(cast: Cast, as_: SignedIn) -> None:
    response = as_(cast.cleo).post(HOME + "members/", {"username": "eve", "role": "client"})
    assert response.status_code == 303
    assert Membership.objects.get(project=cast.project, user=cast.eve).role == "client"


def test_a_new_link_is_for_who_never_signed_in_and_is_nobody_elses_member(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    client.post(HOME + "members/", {"username": "fay", "role": "analyst"})
    assert "A link for" in text(client.post(HOME + "members/fay/link/"))
    fay = User.objects.get(username="fay")
    other = Membership.objects.create(project=cast.other, user=fay, role="client")
    assert client.post(HOME + "members/fay/link/").status_code == 303
    other.delete()
    fay.set_password(PASSWORD)
    fay.save()
    assert client.post(HOME + "members/fay/link/").status_code == 303
    assert as_(cast.ada).post(HOME + "members/fay/link/").status_code == 403


def test_roles_change_and_members_go_but_the_last_supervisor_stays(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    client.post(HOME + "members/ben/role/", {"role": "client"})
    client.post(HOME + "members/dan/remove/")
    kept = client.post(HOME + "members/cleo/remove/", follow=True)
    assert "A project needs a supervisor" in text(kept)
    roles = dict(cast.project.memberships.values_list("user__username", "role"))
    assert roles == {"ada": "analyst", "ben": "client", "cleo": "supervisor"}
    assert client.post(HOME + "members/nobody/role/", {"role": "client"}).status_code == 404
    assert as_(cast.ada).post(HOME + "members/ben/remove/").status_code == 403


@pytest.mark.parametrize("sent", [{"username": "", "role": "analyst"}, {"username": "a b", "role": "analyst"},
                                  {"username": "fay", "role": "admin"}])  # fmt: skip
def test_a_member_that_can_not_be_is_explained(cast: Cast, as_: SignedIn, sent: dict[str, str]) -> None:
    response = as_(cast.cleo).post(HOME + "members/", sent)
    assert response.status_code == 422
    assert "errorlist" in text(response)
    assert User.objects.count() == 5


def test_a_token_is_shown_once_and_opens_until_revoked(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.ada)
    made = client.post(
        "/tokens/", {"name": "laptop", "scopes": ["read", "write"], "project": "", "days": "7"}
    )
    secret = re.search(r"<code[^>]*>(ann_[^<]+)</code>", text(made))
    assert secret
    assert "no-store" in made["Cache-Control"]
    token = token_from(secret[1])
    assert token
    assert token.user == cast.ada
    assert token.scopes == ["read", "write"]
    assert secret[1] not in text(client.get("/tokens/"))
    assert "laptop" in text(client.get("/tokens/"))
    assert as_(cast.ben).post(f"/tokens/{token.pk}/revoke/").status_code == 404
    client.post(f"/tokens/{token.pk}/revoke/")
    assert token_from(secret[1]) is None


def test_a_token_has_no_more_than_its_owners_role(cast: Cast, as_: SignedIn) -> None:
    sent = {"name": "laptop", "scopes": ["manage"], "days": ""}
    assert as_(cast.ada).post("/tokens/", sent).status_code == 422
    elsewhere = as_(cast.ada).post("/tokens/", {**sent, "scopes": ["read"], "project": cast.other.pk})
    assert elsewhere.status_code == 422
    assert 'value="laptop"' in text(elsewhere)
    assert not cast.ada.tokens.exists()


def test_the_guideline_is_read_by_all_and_rewritten_by_supervisors(cast: Cast, as_: SignedIn) -> None:
    address = HOME + "guideline/"
    written = {
        "guideline": "# Rules\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) **Read** twice."
    }
    assert as_(cast.cleo).post(address, written).status_code == 303
    page = text(as_(cast.ada).get(address))
    assert "Version 2" in page
    assert "<strong>Read</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "Write a new version" not in page
    assert text(as_(cast.dan).get(address + "?version=1")) != page
    assert as_(cast.ada).post(address, written).status_code == 403
    for bad in ("9", "x", "-1", "99999999999999999999"):
        assert as_(cast.ada).get(address + f"?version={bad}").status_code == 404
    assert as_(cast.cleo).post(address, {"guideline": " "}).status_code == 422
