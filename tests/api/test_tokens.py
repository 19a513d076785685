"""Who asks: tokens, their scopes, projects and life; sessions with CSRF."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from annotator.accounts.actions import revoke_token
from annotator.accounts.models import ApiToken, User
from tests.api.prepared import Prepared
from tests.api.program import Program, place, problem
from tests.api.test_guard import addresses
from tests.cast import Cast


def test_without_a_live_token_it_is_401(cast: Cast, ada: Program) -> None:
    for headers in ({}, {"Authorization": "Bearer ann_nothing"}, {"Authorization": "Basic YTpi"},
                    {"Authorization": "Bearer"}, {"Authorization": "Bearer \u00e9"}):  # fmt: skip
        answer = Client(headers=headers).get("/api/v1/me/")
        problem(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"
    assert ada.get("me/").json()["username"] == "ada"
    revoke_token(by=cast.ada, token=ada.token)
    problem(ada.get("me/"), 401)


def test_an_expired_token_and_one_of_an_inactive_user_are_shut(cast: Cast) -> None:
    soon = Program(cast.ada, expires_at=datetime.now(UTC) + timedelta(hours=1))
    assert soon.get("me/").status_code == 200
    ApiToken.objects.filter(pk=soon.token.pk).update(expires_at=datetime.now(UTC))
    problem(soon.get("me/"), 401)
    live = Program(cast.ben)
    User.objects.filter(pk=cast.ben.pk).update(is_active=False)
    problem(live.get("me/"), 401)


def test_me_names_my_projects(cast: Cast, ada: Program) -> None:
    found = ada.get("me/")
    project = {"id": str(cast.project.pk), "slug": "mill-lane", "name": "Mill Lane", "role": "analyst"}
    assert found.json()["projects"] == [project]
    assert ada.get("me/", if_none_match=found["ETag"]).status_code == 304


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (("read",), {"read"}), (("write",), {"write"}), (("review",), {"review"}), (("manage",), {"manage"}),
        (("read", "write", "review", "manage"), {"read", "write", "review", "manage"}),
    ],
)  # fmt: skip
def test_each_operation_asks_for_its_scope(cast: Cast, scopes: tuple[str, ...], allowed: set[str]) -> None:
    program = Program(cast.cleo, scopes)
    document, project = f"documents/{cast.document.pk}/", f"projects/{cast.project.slug}/"
    nothing = "00000000-0000-7000-8000-000000000000"
    tried = {
        "read": [program.get("me/"), program.get(project), program.get(document + "text")],
        "write": [program.post(document + "tags/", place(cast.document, "The board denies")),
                  program.post(project + "documents/", {"text": "More"})],
        "review": [program.put(f"review-items/{nothing}/decision/", {})],
        "manage": [program.post("projects/", {"name": "New"}), program.post(project + "releases/", {}),
                   program.put(project + "members/gus/", {"role": "client"}),
                   program.post(project + "assignments/", {"per_document": 1})],
    }  # fmt: skip
    for scope, answers in tried.items():
        for answer in answers:
            assert (answer.status_code != 403) == (scope in allowed), (scope, answer.content)


def test_a_project_limited_token_sees_that_project_only(cast: Cast) -> None:
    from annotator.projects import actions

    actions.set_member(by=None, project=cast.other, username="cleo", role="supervisor")
    limited = Program(cast.cleo, project=cast.other.pk)
    assert [one["slug"] for one in limited.get("me/").json()["projects"]] == ["elsewhere"]
    assert [one["slug"] for one in limited.get("projects/").json()["results"]] == ["elsewhere"]
    tag = cast.tag(cast.ada, "The board denies")
    hidden = (f"projects/{cast.project.slug}/", f"documents/{cast.document.pk}/", f"documents/{cast.document.pk}/text",
              f"tags/{tag.pk}/", f"projects/{cast.project.slug}/annotations/")  # fmt: skip
    for path in hidden:
        problem(limited.get(path), 404)
    problem(limited.post("projects/", {"name": "New"}), 403)
    assert limited.get("projects/elsewhere/").status_code == 200


def test_a_secret_is_shown_once(cleo: Program) -> None:
    made = cleo.post("me/tokens/", {"name": "nightly", "scopes": ["read"], "project": "mill-lane"})
    assert made.status_code == 201, made.content
    assert made["Cache-Control"] == "no-store"
    found = made.json()
    fresh = Client(headers={"Authorization": f"Bearer {found['token']}"})
    assert fresh.get("/api/v1/projects/mill-lane/").status_code == 200
    at = f"me/tokens/{found['id']}/"
    assert "token" not in cleo.get(at).json()
    assert cleo.get(at).json()["start"] == found["token"][:10]
    assert len(cleo.get("me/tokens/").json()["results"]) == 2
    assert cleo.delete(at).status_code == 204
    problem(cleo.get(at), 404)
    assert fresh.get("/api/v1/me/").status_code == 401


def test_a_token_makes_none_with_more_than_its_own(cast: Cast) -> None:
    hour = datetime.now(UTC) + timedelta(hours=1)
    program = Program(cast.cleo, ("read", "write"), project=cast.project.pk, expires_at=hour)
    good = {"name": "x", "scopes": ["read"], "project": "mill-lane", "expires_at": hour.isoformat()}
    assert program.post("me/tokens/", good).status_code == 201
    for more in ({"scopes": ["review"]}, {"project": None}, {"expires_at": None},
                 {"expires_at": (hour + timedelta(seconds=1)).isoformat()}):  # fmt: skip
        problem(program.post("me/tokens/", good | more), 403)
    problem(program.post("me/tokens/", good | {"project": "elsewhere"}), 404)
    stronger = Program(cast.cleo)
    problem(program.delete(f"me/tokens/{stronger.token.pk}/"), 404)
    assert program.delete(f"me/tokens/{program.token.pk}/").status_code == 204


def test_a_token_has_no_more_than_the_role(cast: Cast, ada: Program) -> None:
    problem(ada.post("me/tokens/", {"name": "x", "scopes": ["review"]}), 403)
    assert ada.post("me/tokens/", {"name": "x", "scopes": ["read", "write"]}).status_code == 201
    for bad in ({}, {"scopes": []}, {"scopes": ["all"]}, {"scopes": "read"}, {"expires_at": "2001-01-01"}):
        problem(ada.post("me/tokens/", {"name": "x", "scopes": ["read"]} | bad if bad else {}), 422)
    problem(ada.delete(f"me/tokens/{Program(cast.ben).token.pk}/"), 404)


def test_a_session_works_with_csrf(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ada, backend="annotator.accounts.sessions.Backend")
    assert browser.get("/api/v1/me/").json()["username"] == "ada"
    body = {"name": "x", "scopes": ["read"]}
    problem(browser.post("/api/v1/me/tokens/", body, content_type="application/json"), 403)
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"X-CSRFToken": "a" * 32}
    answer = browser.post("/api/v1/me/tokens/", body, content_type="application/json", headers=headers)
    assert answer.status_code == 201


def test_a_token_may_ask_so_many_times_a_minute(ada: Program, ben: Program, settings: Any) -> None:
    settings.API_RATE_LIMIT = 3
    answers = [ada.get("me/") for _ in range(8)]  # a new minute may begin among them
    assert {answer.status_code for answer in answers} == {200, 429}
    refused = next(answer for answer in answers if answer.status_code == 429)
    problem(refused, 429)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert ben.get("me/").status_code == 200


def test_the_limit_holds_at_every_address_and_for_no_session(prepared: Prepared, settings: Any) -> None:
    settings.API_RATE_LIMIT = 1
    browser = Client()
    cleo = Program(prepared.cast.cleo)
    browser.force_login(prepared.cast.cleo, backend="annotator.accounts.sessions.Backend")
    for address in addresses(prepared):
        for verb in ("get", "post", "put", "patch", "delete"):
            # A new minute may begin between two requests, but not twice in a row.
            answers = [
                cleo.send(verb, address, None if verb == "get" else {}, idempotency_key="k") for _ in range(3)
            ]
            refused = [answer for answer in answers if answer.status_code == 429]
            assert refused, (verb, address)
            assert int(problem(refused[-1], 429)["status"]) == int(refused[-1].status_code)
            assert 1 <= int(refused[-1]["Retry-After"]) <= 60
        assert browser.get(address).status_code not in {401, 429}, address
