"""Tags over HTTP: make, repeat, change, retract, restore."""

import json
import uuid

import pytest

from annotator.annotations.models import Tag
from tests.api.program import Program, passage, place, problem
from tests.cast import Cast
from tests.statements import statements

QUOTE = "Someone may have cut the cable."


@pytest.fixture
def path(cast: Cast) -> str:
    return f"documents/{cast.document.pk}/tags/"


def test_a_tag_is_answered_as_annotation(cast: Cast, ada: Program, path: str) -> None:
    body = place(
        cast.document, QUOTE, status="speculative", note="who?", labels=["cable"], modality="hedged",
        attribution={"kind": "none"}, credibility=4, confidence="low",
        facts=[{"kind": "figure", "as_written": "twice", "low": 2}],
        evidence=[{"stance": "contradicts", **passage(cast.document, "denies")}],
    )  # fmt: skip
    answer = ada.post(path, body)
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert answer["Location"] == f"http://127.0.0.1:8000/api/v1/tags/{found['id']}/"
    assert found["span"]["exact"] == QUOTE
    assert (found["analyst"], found["status"], found["note"]) == ("ada", "speculative", "who?")
    assert found["attribution"] == {"kind": "none", "to": None, "via": None}
    assert found["evidence"][0]["quote"] == "denies"
    got = ada.get(answer["Location"])
    assert got.json() == found
    assert got["ETag"] == answer["ETag"]
    assert ada.get(answer["Location"], if_none_match=got["ETag"]).status_code == 304


def test_a_tag_can_be_placed_by_selectors(cast: Cast, ada: Program, path: str) -> None:
    selectors = [{"type": "TextQuoteSelector", "exact": QUOTE}]
    answer = ada.post(path, {"selectors": selectors, "status": "disputed"})
    assert answer.json()["span"]["exact"] == QUOTE
    problem(ada.post(path, {"selectors": 3, "status": "disputed"}), 422, "type")
    problem(ada.post(path, {"selectors": [], "status": "disputed"}), 422, "selector")


def test_a_quote_beside_the_selectors_is_one_of_them(cast: Cast, ada: Program, path: str) -> None:
    found = passage(cast.document, QUOTE)
    position = {"type": "TextPositionSelector", "start": found["start"], "end": found["end"]}
    body = {"selectors": position, "status": "disputed"}
    problem(ada.post(path, body), 422, "quote")
    problem(ada.post(path, {**body, "exact": "elsewhere"}), 422, "quote")
    problem(ada.post(path, {**body, **found}), 422, "doubled")
    other = [position, {"type": "TextQuoteSelector", "exact": "denies"}]
    problem(ada.post(path, {**body, "selectors": other, "exact": QUOTE}), 422, "ambiguous")
    assert ada.post(path, {**body, "exact": QUOTE}).json()["span"]["exact"] == QUOTE


def test_a_cited_passage_keeps_the_rules_of_spans(cast: Cast, ada: Program, path: str) -> None:
    body, right = place(cast.document, QUOTE), {"stance": "supports", **passage(cast.document, "denies")}
    wrong = {**right, "start": right["start"] + 1, "end": right["end"] + 1}
    error = problem(ada.post(path, {**body, "evidence": [wrong]}), 422, "quote")["errors"][0]
    assert error["accepted"] == passage(cast.document, "denies")
    for odd in ({"start": str(right["start"])}, {"start": right["start"] + 0.7}, {"end": None}, {"exact": 7}):
        problem(ada.post(path, {**body, "evidence": [right | odd]}), 422, "passage")
    both = {**right, "url": "https://example.org/"}
    problem(ada.post(path, {**body, "evidence": [both]}), 422, "doubled")
    assert Tag.objects.count() == 0
    made = ada.post(
        path, {**body, "evidence": [{"stance": "supports", "url": "https://example.org/"}, right]}
    )
    again = ada.patch(made["Location"], {"evidence": made.json()["evidence"]}, if_match=made["ETag"])
    assert again.json() == made.json()


def test_a_wrong_quote_is_refused_with_what_would_be_accepted(cast: Cast, ada: Program, path: str) -> None:
    body = place(cast.document, QUOTE)
    wrong = ada.post(path, {**body, "start": body["start"] + 1, "end": body["end"] + 1})
    error = problem(wrong, 422, "quote")["errors"][0]
    assert error["accepted"] == {"start": body["start"], "end": body["end"], "exact": QUOTE}
    assert ada.post(path, {**error["accepted"], "status": "sourced"}).status_code == 201


@pytest.mark.parametrize(
    "case",
    [
        ({"start": -1}, 422, "outside"),
        ({"start": 10**30}, 422, "empty"),
        ({"start": "3"}, 422, "type"),
        ({"start": True}, 422, "type"),
        ({"end": 1.5}, 422, "type"),
        ({"exact": 7}, 422, "type"),
        ({"status": "true"}, 422, "choice"),
        ({"status": None}, 422, "choice"),
        ({"status": ["sourced"]}, 422, "choice"),
        ({"note": 5}, 422, "type"),
        ({"note": "x" * 5001}, 422, "too_long"),
        ({"labels": "x"}, 422, "type"),
        ({"credibility": 7}, 422, "choice"),
        ({"attribution": {"kind": "rumour"}}, 422, "choice"),
        ({"facts": [{"kind": "figure", "low": [1]}]}, 422, "type"),
        ({"evidence": "x"}, 422, "type"),
        ({"evidence": [{"stance": "against", "url": "https://example.org/"}]}, 422, "choice"),
        ({"id": "nine"}, 422, "type"),
        ({"prefix": 1}, 422, "type"),
        ({"colour": "red"}, 400, "unknown"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named(
    cast: Cast, ada: Program, path: str, case: tuple[dict[str, object], int, str]
) -> None:
    change, status, code = case
    problem(ada.post(path, {**place(cast.document, QUOTE), **change}), status, code)
    assert Tag.objects.count() == 0


def test_who_may_tag(cast: Cast, ada: Program, cleo: Program, dan: Program, eve: Program) -> None:
    path, body = f"documents/{cast.document.pk}/tags/", place(cast.document, QUOTE)
    assert ada.post(path, body).status_code == 201
    assert cleo.post(path, body).status_code == 201
    problem(dan.post(path, body), 403)
    problem(eve.post(path, body), 404)
    problem(ada.post(f"documents/{uuid.uuid4()}/tags/", body), 404)
    problem(ada.put(path, body), 405)


def test_a_repeat_under_its_uuid_changes_nothing(cast: Cast, ada: Program, ben: Program, path: str) -> None:
    key = uuid.uuid4()
    body = {**place(cast.document, QUOTE), "document": str(cast.document.pk)}
    first, second = ada.put(f"tags/{key}/", body), ada.put(f"tags/{key}/", body)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.status_code == 201
    posted = ada.post(path, {**place(cast.document, QUOTE), "id": str(key)})
    assert posted.json()["id"] == str(key)
    assert Tag.objects.count() == 1
    problem(ada.put(f"tags/{key}/", {**body, "status": "disputed"}), 428)
    problem(ben.put(f"tags/{key}/", body), 409)
    problem(ada.put(f"tags/{key}/", body, if_none_match="*"), 412)


def test_a_put_with_if_match_replaces_every_detail(cast: Cast, ada: Program) -> None:
    key = uuid.uuid4()
    body = {**place(cast.document, QUOTE), "document": str(cast.document.pk)}
    etag = ada.put(f"tags/{key}/", {**body, "note": "mine", "labels": ["a"]})["ETag"]
    changed = ada.put(f"tags/{key}/", {**body, "status": "disputed"}, if_match=etag)
    assert changed.status_code == 200
    assert (changed.json()["status"], changed.json()["note"], changed.json()["labels"]) == (
        "disputed",
        "",
        [],
    )
    problem(ada.put(f"tags/{key}/", body, if_match=etag), 412)
    moved = {**place(cast.document, "The board denies"), "document": str(cast.document.pk)}
    problem(ada.put(f"tags/{key}/", moved, if_match=changed["ETag"]), 422, "place")
    other = cast.text("Another")
    problem(
        ada.put(f"tags/{key}/", {**place(other, QUOTE), "document": str(other.pk)}, if_match=changed["ETag"]),
        422,
    )


def test_an_id_of_someone_elses_hidden_tag_is_not_found(cast: Cast, ada: Program, ben: Program) -> None:
    cast.settings(blind=True, coders_per_document=2)
    tag = cast.tag(cast.ben, QUOTE)
    body = {**place(cast.document, QUOTE), "document": str(cast.document.pk)}
    problem(ada.put(f"tags/{tag.pk}/", body), 404)
    problem(ada.put(f"tags/{tag.pk}/", body, if_match='"x"'), 404)
    problem(ada.get(f"tags/{tag.pk}/"), 404)
    problem(ada.patch(f"tags/{tag.pk}/", {"note": "x"}), 404)
    problem(ada.delete(f"tags/{tag.pk}/"), 404)
    assert ben.get(f"tags/{tag.pk}/").status_code == 200


def test_a_change_needs_the_etag_of_what_was_read(
    cast: Cast, ada: Program, ben: Program, eve: Program
) -> None:
    at = f"tags/{cast.tag(cast.ada, QUOTE).pk}/"
    problem(ada.patch(at, {"note": "x"}), 428)
    problem(ada.patch(at, {"note": "x"}, if_match='"old"'), 412)
    etag = ada.etag(at)
    changed = ada.patch(at, {"note": "x", "modality": "hedged"}, if_match=etag)
    assert (changed.json()["note"], changed.json()["version"]) == ("x", 2)
    problem(ada.patch(at, {"note": "y"}, if_match=etag), 412)
    problem(ben.patch(at, {"note": "y"}, if_match=changed["ETag"]), 403)
    problem(ben.patch(at, {"note": "y"}), 403)
    problem(eve.patch(at, {"note": "y"}, if_match=changed["ETag"]), 404)
    problem(ada.patch(at, {"start": 3}, if_match=changed["ETag"]), 400, "unknown")
    problem(ada.patch(at, [], if_match=changed["ETag"]), 400, "type")


def test_retract_restore_and_retract_again(cast: Cast, ada: Program) -> None:
    at = f"tags/{cast.tag(cast.ada, QUOTE).pk}/"
    problem(ada.delete(at), 428)
    assert ada.delete(at, if_match=ada.etag(at)).status_code == 204
    assert ada.delete(at).status_code == 204
    assert ada.delete(at, if_match='"old"').status_code == 204
    assert ada.get(at).json()["state"] == "retracted"
    listed = f"projects/{cast.project.slug}/annotations/"
    assert ada.get(listed).json()["results"] == []
    assert len(ada.get(listed + "?state=retracted").json()["results"]) == 1
    assert ada.post(at + "restore/").json()["state"] == "submitted"
    assert len(ada.get(listed).json()["results"]) == 1


def test_a_repeat_does_not_revive_a_retracted_tag(cast: Cast, ada: Program) -> None:
    at, body = f"tags/{uuid.uuid4()}/", {**place(cast.document, QUOTE), "document": str(cast.document.pk)}
    ada.delete(at, if_match=ada.put(at, body)["ETag"])
    assert ada.put(at, body).json()["state"] == "retracted"


def test_a_restore_waits_for_no_other_tag_at_its_place(cast: Cast, ada: Program, path: str) -> None:
    tag = cast.tag(cast.ada, QUOTE)
    ada.delete(f"tags/{tag.pk}/", if_match=ada.etag(f"tags/{tag.pk}/"))
    assert ada.post(path, place(cast.document, QUOTE)).status_code == 201
    problem(ada.post(f"tags/{tag.pk}/restore/"), 409)
    error = problem(ada.post(path, place(cast.document, QUOTE)), 409)["errors"][0]
    assert ada.get(f"tags/{error['tag']}/").json()["span"]["exact"] == QUOTE


def test_after_hand_in_nothing_is_written_but_a_repeat_is_answered(
    cast: Cast, ada: Program, path: str
) -> None:
    key = uuid.uuid4()
    body = {**place(cast.document, QUOTE), "id": str(key)}
    first = ada.post(path, body)
    cast.settings(coders_per_document=2)
    ada.post(f"documents/{cast.document.pk}/handin/")
    assert ada.post(path, body).json()["id"] == str(key)
    problem(ada.post(path, place(cast.document, "The board denies")), 409, "handed_in")
    problem(ada.patch(f"tags/{key}/", {"note": "late"}, if_match=first["ETag"]), 409, "handed_in")
    problem(ada.post(path + "bulk/", [place(cast.document, "The board denies")]), 409, "handed_in")


def test_bulk_is_all_or_none_and_names_the_one(cast: Cast, ada: Program, dan: Program, path: str) -> None:
    good = [place(cast.document, quote) for quote in ("the pump stopped", QUOTE, "The board denies")]
    answer = ada.post(path + "bulk/", good)
    assert answer.status_code == 201
    assert [one["span"]["exact"] for one in answer.json()] == [one["exact"] for one in good]
    new = place(cast.document, "an hour earlier")
    for bad, status, code in (
        ({**new, "exact": "elsewhere"}, 422, "quote"),
        (good[0], 422, "place_taken"),
        (new, 422, "place_taken"),
        ({**new, "id": "x"}, 422, "type"),
        ({**new, "colour": 1}, 400, "unknown"),
        (7, 400, "type"),
    ):
        error = problem(ada.post(path + "bulk/", [new, bad]), status, code)["errors"][0]
        assert error["index"] == 1
        assert ("tag" in error) == (bad is good[0])  # of one that stands, not of one of the list
    assert Tag.objects.count() == 3
    problem(ada.post(path + "bulk/", new), 400)
    problem(ada.post(path + "bulk/", []), 422)
    problem(ada.post(path + "bulk/", [new] * 1001), 422)
    problem(dan.post(path + "bulk/", [new]), 403)


def test_bulk_repeats_under_its_uuids(cast: Cast, ada: Program, path: str) -> None:
    items = [
        {**place(cast.document, quote), "id": str(uuid.uuid4())} for quote in (QUOTE, "The board denies")
    ]
    first, second = ada.post(path + "bulk/", items), ada.post(path + "bulk/", items)
    assert first.content == second.content
    assert json.loads(first.content)[1]["id"] == items[1]["id"]


def test_a_tag_write_takes_five_statements(cast: Cast, ada: Program, path: str) -> None:
    ada.post(path, place(cast.document, QUOTE))
    new = {**place(cast.document, "The board denies"), "document": str(cast.document.pk)}
    with statements() as sent:
        assert ada.put(f"/api/v1/tags/{uuid.uuid4()}/", new).status_code == 201
    assert len(sent) == 5, sent  # token, document, tag, event, annotation
