"""Review items and decisions over HTTP."""

import json

import pytest

from annotator.api.serializers.review import ReviewItemOut
from tests.api.program import Program, problem
from tests.cast import Cast

QUOTE = "Someone may have cut the cable."


@pytest.fixture
def path(cast: Cast) -> str:
    """The review items of a document that Ada and Ben have handed in: they differ on one place, agree on another."""
    cast.settings(coders_per_document=2)
    cast.tag(cast.ada, QUOTE, "speculative")
    cast.tag(cast.ben, QUOTE, "disputed")
    cast.tag(cast.ada, "the pump stopped")
    cast.tag(cast.ben, "the pump stopped")
    cast.hand_in(cast.ada, cast.ben)
    return f"projects/{cast.project.slug}/review-items/"


def test_items_are_listed_and_filtered(
    path: str, cleo: Program, dan: Program, eve: Program, cast: Cast
) -> None:
    items = cleo.get(path).json()["results"]
    assert len(items) == 2
    assert set(items[0]) == set(ReviewItemOut().fields)
    differ = cleo.get(path + "?disagreement=true").json()["results"]
    assert [item["span"]["exact"] for item in differ] == [QUOTE]
    assert {tag["analyst"]: tag["status"] for tag in differ[0]["tags"]} == {
        "ada": "speculative",
        "ben": "disputed",
    }
    assert (differ[0]["agreed"], differ[0]["decision"], differ[0]["state"]) == (False, None, "open")
    assert cleo.get(path + "?state=decided").json()["results"] == []
    assert len(dan.get(f"{path}?document={cast.document.pk}").json()["results"]) == 2
    rows = [json.loads(line) for line in b"".join(cleo.get(path, accept="application/x-ndjson")).splitlines()]
    assert rows == [*items, {"end": True, "count": 2}]
    one = f"review-items/{items[0]['id']}/"
    assert cleo.get(one).json() == items[0]
    problem(eve.get(path), 404)
    problem(eve.get(one), 404)


def test_a_decision_is_made_against_the_items_etag(path: str, cleo: Program, ada: Program) -> None:
    item = cleo.get(path + "?disagreement=true").json()["results"][0]
    one, at = f"review-items/{item['id']}/", f"review-items/{item['id']}/decision/"
    accept = {"accept": item["tags"][0]["id"]}
    problem(ada.put(at, accept), 403)
    problem(cleo.put(at, accept), 428)
    etag = cleo.etag(one)
    problem(cleo.put(at, {}, if_match=etag), 422)
    problem(cleo.put(at, {"status": "sourced"}, if_match=etag), 422, "reason")
    problem(cleo.put(at, {"no_claim": True}, if_match=etag), 422, "reason")
    problem(cleo.put(at, {"accept": item["id"]}, if_match=etag), 422, "accept")
    problem(cleo.put(at, {**accept, "start": 1}, if_match=etag), 422)
    problem(cleo.put(at, {**accept, "start": 10**30, "end": 10**31}, if_match=etag), 422)
    problem(cleo.put(at, {"verdict": 1}, if_match=etag), 400, "unknown")
    decided = cleo.put(at, accept, if_match=etag)
    assert decided.status_code == 200, decided.content
    assert decided.json()["decision"]["status"] == item["tags"][0]["status"]
    assert decided.json()["decision"]["accepted"] == item["tags"][0]["id"]
    problem(cleo.put(at, accept, if_match=etag), 412)
    again = cleo.put(at, {"no_claim": True, "reason": "hearsay"}, if_match=decided["ETag"])
    assert (again.json()["decision"]["status"], again.json()["decision"]["no_claim"]) == (None, True)
    tag = ada.get(f"tags/{item['tags'][0]['id']}/").json()
    assert tag["decision"]["reason"] == "hearsay"
    problem(ada.delete(at, if_match=again["ETag"]), 403)
    problem(cleo.delete(at), 428)
    reopened = cleo.delete(at, if_match=again["ETag"])
    assert (reopened.json()["state"], reopened.json()["decision"]) == ("open", None)


def test_before_a_document_is_complete_only_supervisors_see_items(
    cast: Cast, path: str, ada: Program
) -> None:
    item = ada.get(path).json()["results"][0]["id"]
    from annotator.documents.models import Document

    Document.objects.filter(pk=cast.document.pk).update(state="open")
    assert ada.get(path).json()["results"] == []
    problem(ada.get(f"review-items/{item}/"), 404)
