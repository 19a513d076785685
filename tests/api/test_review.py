"""Review items and decisions over HTTP."""

import json
from typing import Any

import pytest

from annotator.annotations.details import FIELDS
from annotator.api.serializers.review import ReviewItemOut
from annotator.api.serializers.tags import ChangesIO
from annotator.review.actions import NOT_CHANGED
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


CHANGES = {
    "labels": [" pump ", "pump"], "modality": "hedged", "credibility": 4, "confidence": None,
    "attribution": {"kind": "named", "to": "a neighbour"},
    "facts": [{"kind": "figure", "as_written": "two", "low": 2, "unit": "neighbours"}],
}  # fmt: skip
SHOWN = CHANGES | {"labels": ["pump"], "attribution": {"kind": "named", "to": "a neighbour", "via": None}}


def test_every_detail_but_status_and_note_may_be_changed() -> None:
    assert set(ChangesIO().fields) == set(FIELDS) - set(NOT_CHANGED) == set(CHANGES) | {"likelihood"}


def test_an_accepted_tag_stands_with_changed_details(path: str, cleo: Program, ada: Program) -> None:
    item = cleo.get(path + "?disagreement=true").json()["results"][0]
    one, at, tag = f"review-items/{item['id']}/", f"review-items/{item['id']}/decision/", item["tags"][0]
    decided = cleo.put(at, {"accept": tag["id"], "changes": CHANGES}, if_match=cleo.etag(one))
    assert decided.status_code == 200, decided.content
    assert decided.json()["decision"]["changes"] == SHOWN
    assert decided.json()["decision"]["status"] == tag["status"]
    shown = ada.get(f"tags/{tag['id']}/").json()
    assert shown["decision"]["changes"] == SHOWN
    own = {name: shown[name] for name in ("status", "note", *CHANGES)}
    assert own == {name: tag[name] for name in own}
    again = cleo.put(at, {"accept": tag["id"], "changes": {"credibility": 2}}, if_match=decided["ETag"])
    assert again.json()["decision"]["changes"] == {"credibility": 2}
    bare = cleo.put(at, {"accept": tag["id"], "changes": {}}, if_match=again["ETag"])
    assert bare.json()["decision"]["changes"] is None
    assert cleo.delete(at, if_match=bare["ETag"]).json()["decision"] is None


@pytest.mark.parametrize(
    ("ruling", "status", "field"),
    [({"changes": {"status": "sourced"}}, 422, "changes.status"), ({"changes": {"note": "x"}}, 422, "changes.note"),
     ({"changes": {"verdict": 1}}, 400, "changes.verdict"), ({"changes": {"evidence": []}}, 400, "changes.evidence"),
     ({"changes": []}, 422, "changes"), ({"changes": "x"}, 422, "changes"),
     ({"changes": {"credibility": 7}}, 422, "changes.credibility"), ({"changes": {"labels": 7}}, 422, "changes.labels"),
     ({"changes": {"attribution": {"kind": "x"}}}, 422, "changes.attribution.kind"),
     ({"changes": {"facts": [{}]}}, 422, "changes.facts"),
     ({"changes": {"modality": "hedged"}, "accept": None, "status": "disputed"}, 422, "changes"),
     ({"changes": {}, "accept": None, "no_claim": True, "reason": "x"}, 422, "changes")],
)  # fmt: skip
def test_bad_changes_are_refused_by_their_name(
    path: str, cleo: Program, ruling: dict[str, Any], status: int, field: str
) -> None:
    item = cleo.get(path + "?disagreement=true").json()["results"][0]
    one, at = f"review-items/{item['id']}/", f"review-items/{item['id']}/decision/"
    answer = cleo.put(at, {"accept": item["tags"][0]["id"], **ruling}, if_match=cleo.etag(one))
    assert [error["field"] for error in problem(answer, status)["errors"]] == [field]
    assert cleo.get(one).json()["decision"] is None
