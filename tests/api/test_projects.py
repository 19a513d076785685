"""Projects, members and assignments over HTTP."""

import json
import re
import uuid

import pytest
from django.test import Client

from tests.api.program import Program, problem
from tests.cast import Cast


def test_a_supervisor_makes_a_project_and_supervises_it(cleo: Program, ada: Program) -> None:
    answer = cleo.post(
        "projects/", {"name": "Kiln Road", "blind": True, "labels": ["kiln"], "details": ["facts"]}
    )
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["slug"], found["blind"], found["coders_per_document"]) == ("kiln-road", True, 1)
    assert (found["role"], found["guideline_number"], found["labels"]) == ("supervisor", 1, ["kiln"])
    assert found["details"] == ["facts"]
    assert cleo.get(answer["Location"])["ETag"] == answer["ETag"]
    assert cleo.get("projects/kiln-road/").json() == found
    assert len(cleo.get("projects/").json()["results"]) == 2
    wanted = {"details": ["likelihood", "facts", "labels", "facts"]}
    changed = cleo.patch("projects/kiln-road/", wanted, if_match=answer["ETag"])
    assert changed.json()["details"] == ["labels", "likelihood", "facts"]
    problem(ada.post("projects/", {"name": "Mine"}), 403)
    problem(ada.get("projects/kiln-road/"), 404)
    problem(cleo.post("projects/", {"name": "Other", "slug": "kiln-road"}), 409, "slug_taken")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "name"), ({"name": ""}, 422, "name"), ({"name": 7}, 422, "name"), ({"name": "x" * 201}, 422, "name"),
        ({"name": "x", "slug": "A b"}, 422, "slug"), ({"name": "x", "blind": "yes"}, 422, "blind"),
        ({"name": "x", "coders_per_document": 0}, 422, "coders_per_document"),
        ({"name": "x", "coders_per_document": 10**40}, 422, "coders_per_document"),
        ({"name": "x", "coders_per_document": "2"}, 422, "coders_per_document"),
        ({"name": "x", "labels": "y"}, 422, "labels"), ({"name": "x", "labels": [[]]}, 422, "labels.0"),
        ({"name": "x", "details": ["mood"]}, 422, "details.0"), ({"name": "x", "owner": "y"}, 400, "owner"),
    ],
)  # fmt: skip
def test_a_bad_project_is_named(cleo: Program, body: object, status: int, field: str) -> None:
    assert problem(cleo.post("projects/", body), status)["errors"][0]["field"] == field


def test_a_project_is_changed_against_its_etag(cast: Cast, ada: Program, cleo: Program, eve: Program) -> None:
    at = f"projects/{cast.project.slug}/"
    problem(ada.patch(at, {"name": "Mine"}), 403)
    problem(eve.patch(at, {"name": "Mine"}), 404)
    problem(cleo.patch(at, {"name": "Mill"}), 428)
    etag = cleo.etag(at)
    changed = cleo.patch(at, {"name": "Mill", "guideline": "# Code well\n", "blind": True}, if_match=etag)
    found = changed.json()
    assert (found["name"], found["guideline"], found["guideline_number"]) == ("Mill", "# Code well\n", 2)
    problem(cleo.patch(at, {"name": "Hill"}, if_match=etag), 412)
    problem(cleo.patch(at, {"blind": False}, if_match=changed["ETag"]), 409, "blind")
    problem(cleo.patch(at, {"name": None}, if_match=changed["ETag"]), 422)
    problem(cleo.put(at, {}), 405)


def test_a_new_member_is_invited_by_a_link_that_works_once(cast: Cast, cleo: Program, ada: Program) -> None:
    at = f"projects/{cast.project.slug}/members/fay/"
    made = cleo.put(at, {"role": "analyst", "email": "fay@example.org"})
    assert made.status_code == 201, made.content
    assert made["Cache-Control"] == "no-store"
    link = made.json()["link"]
    assert link.startswith("http://127.0.0.1:8000/accounts/password/reset/key/")
    assert made.json()["link_expires_at"] > made.json()["since"]
    browser = Client()
    form = browser.get(re.sub(r"^http://[^/]+", "", link), follow=True)
    password = "two herons on a weir"
    browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert Client().login(username="fay", password=password)
    assert "link" not in cleo.get(at).json()
    assert cleo.put(at, {"role": "analyst", "email": "other@example.org"}).status_code == 200
    problem(ada.put(f"projects/{cast.project.slug}/members/gus/", {"role": "client"}), 403)


def test_who_is_known_already_joins_without_a_link(cast: Cast, cleo: Program) -> None:
    made = cleo.put(f"projects/{cast.project.slug}/members/eve/", {"role": "client"})
    assert (made.status_code, made.json()["role"]) == (201, "client")
    assert "link" not in made.json()
    assert made["ETag"] == cleo.etag(made["Location"])


def test_a_member_changes_against_the_etag_and_leaves(
    cast: Cast, cleo: Program, ada: Program, eve: Program
) -> None:
    members = f"projects/{cast.project.slug}/members/"
    names = [row["username"] for row in ada.get(members).json()["results"]]
    assert names == ["ada", "ben", "cleo", "dan"]
    at = members + "ben/"
    problem(cleo.put(at, {"role": "client"}), 428)
    problem(cleo.put(at, {"role": "client"}, if_match='"x"'), 412)
    changed = cleo.put(at, {"role": "client"}, if_match=cleo.etag(at))
    assert (changed.status_code, changed.json()["role"]) == (200, "client")
    problem(cleo.put(at, {"role": "owner"}, if_match=changed["ETag"]), 422)
    problem(cleo.put(at, {"role": "client", "email": "nowhere"}), 422)
    problem(cleo.delete(at), 428)
    problem(ada.delete(at, if_match=changed["ETag"]), 403)
    assert cleo.delete(at, if_match=changed["ETag"]).status_code == 204
    problem(cleo.get(at), 404)
    problem(cleo.delete(at), 404)
    own = members + "cleo/"
    problem(cleo.delete(own, if_match=cleo.etag(own)), 409, "last_supervisor")
    problem(eve.get(members), 404)
    problem(cleo.get(members + "%00/"), 404)
    assert cleo.put(members + "eve/", {"role": "client"}).status_code == 201


def test_documents_are_assigned_and_taken_away(cast: Cast, cleo: Program, ada: Program, dan: Program) -> None:
    at, document = f"projects/{cast.project.slug}/assignments/", str(cast.document.pk)
    made = cleo.post(at, {"documents": [document], "analysts": ["ada", "ben"]})
    assert made.status_code == 201, made.content
    assert sorted(row["analyst"] for row in made.json()) == ["ada", "ben"]
    assert cleo.post(at, {"documents": [document], "analysts": ["ada"]}).json() == []
    assert len(dan.get(at).json()["results"]) == 2
    assert [row["analyst"] for row in dan.get(at + "?analyst=ben").json()["results"]] == ["ben"]
    one = f"{at}{made.json()[0]['id']}/"
    problem(ada.delete(one, if_match=ada.etag(one)), 403)
    problem(cleo.delete(one), 428)
    assert cleo.delete(one, if_match=cleo.etag(one)).status_code == 204
    problem(cleo.get(one), 404)
    problem(ada.post(at, {"documents": [document], "analysts": ["ada"]}), 403)


def test_documents_are_spread_evenly(cast: Cast, cleo: Program) -> None:
    cast.text("Second")
    at = f"projects/{cast.project.slug}/assignments/"
    made = cleo.post(at, {"per_document": 1}).json()
    assert sorted(row["analyst"] for row in made) == ["ada", "ben"]
    problem(cleo.post(at, {"per_document": 3}), 422)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422), ({"analysts": ["ada"]}, 422), ({"documents": [], "analysts": ["ada"], "per_document": 1}, 422),
        ({"documents": ["x"], "analysts": ["ada"]}, 422),
        ({"documents": [str(uuid.uuid4())], "analysts": ["ada"]}, 422),
        ({"documents": [], "analysts": ["eve"]}, 422), ({"documents": [], "analysts": [{}]}, 422),
        ({"documents": {}, "analysts": ["ada"]}, 422), ({"per_document": 0}, 422), ({"per_document": True}, 422),
        ({"who": 1}, 400), (json.loads("[]"), 400),
    ],
)  # fmt: skip
def test_a_bad_assignment_is_refused(cast: Cast, cleo: Program, body: object, status: int) -> None:
    problem(cleo.post(f"projects/{cast.project.slug}/assignments/", body), status)


def test_a_blind_projects_analyst_sees_his_own_assignment_only(
    cast: Cast, cleo: Program, ada: Program
) -> None:
    cast.settings(blind=True, coders_per_document=2)
    at = f"projects/{cast.project.slug}/assignments/"
    made = cleo.post(at, {"documents": [str(cast.document.pk)], "analysts": ["ada", "ben"]}).json()
    assert [row["analyst"] for row in ada.get(at).json()["results"]] == ["ada"]
    other = next(row["id"] for row in made if row["analyst"] == "ben")
    problem(ada.get(f"{at}{other}/"), 404)


def test_a_program_takes_one_document_after_the_other_and_none_twice(
    cast: Cast, ada: Program, cleo: Program
) -> None:
    at = f"projects/{cast.project.slug}/assignments/next/"
    second = cast.text("Second")
    first = ada.post(at)
    assert first.status_code == 200, first.content
    assert (first.json()["document"], first.json()["analyst"]) == (str(cast.document.pk), "ada")
    assert ada.get(first["Location"]).json() == first.json()
    assert ada.post(at).json()["document"] == str(second.pk)
    assert ada.post(at).status_code == 204
    problem(cleo.post(at), 403)
