"""One annotation: its headers, replacing it, taking it away."""

import uuid
from typing import Any

import pytest

from annotator.annotations.models import Tag
from tests.api.program import Program, problem
from tests.cast import Cast
from tests.w3c.musts import must
from tests.w3c.speaking import (
    HOST,
    MEDIA_TYPE,
    QUOTES,
    RESOURCE,
    annotation,
    bodies,
    container,
    made,
    note,
    quote,
    send,
    status,
    target,
    word,
)

ALLOWED = "GET, PUT, DELETE, HEAD, OPTIONS"


@pytest.fixture
def own(cast: Cast, ada: Program) -> dict[str, Any]:
    """An annotation of Ada's, as she was answered."""
    return made(ada, cast, annotation(cast))


@must("P3 methods", "P3 media type", "P3 link", "P3 allow", "P3 etag", "P3 vary")
@pytest.mark.parametrize("verb", ["get", "head"])
def test_reading_has_the_headers(cast: Cast, dan: Program, own: dict[str, Any], verb: str) -> None:
    answer = dan.send(verb, own["id"])
    assert (answer.status_code, answer["Content-Type"]) == (200, MEDIA_TYPE)
    assert (answer["Link"], answer["Allow"]) == (RESOURCE, ALLOWED)
    assert answer["ETag"].startswith('"')
    assert {"Accept", "Authorization"} <= set(answer["Vary"].split(", "))
    assert dan.get(own["id"], if_none_match=answer["ETag"]).status_code == 304
    for accept in ("application/ld+json", MEDIA_TYPE, "application/json", "*/*"):
        assert dan.get(own["id"], accept=accept).content == dan.get(own["id"]).content


@must("P3 methods", "P3 link", "P3 allow")
def test_every_other_answer_has_them_too(
    cast: Cast, ada: Program, ben: Program, eve: Program, own: dict[str, Any]
) -> None:
    options = ada.send("options", own["id"])
    assert (options.status_code, options.content) == (200, b"")
    answers = [
        options, ada.get(own["id"], accept="text/turtle"), ada.post(own["id"], {}), ada.patch(own["id"], {}),
        ada.put(own["id"], {}), ben.put(own["id"], own), eve.get(own["id"]),
        ada.get(f"{container(cast)}{uuid.uuid4()}"), ada.put(own["id"], own, if_match='"old"'),
        ada.put(own["id"], own, content_type="text/plain"), ada.put(own["id"], own), ada.delete(own["id"]),
        ada.get(own["id"]),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [
        200, 406, 405, 405, 400, 403, 404, 404, 412, 415, 200, 204, 410
    ]  # fmt: skip
    for answer in answers:
        assert (answer["Link"], answer["Allow"]) == (RESOURCE, ALLOWED), answer.status_code


def test_it_is_the_tag_of_the_api(cast: Cast, ada: Program, own: dict[str, Any]) -> None:
    key = own["id"].rpartition("/")[2]
    row = ada.get(f"tags/{key}/").json()
    assert (row["status"], row["span"]["exact"], row["analyst"]) == ("disputed", QUOTES[0], "ada")
    assert own["created"] == row["created_at"]


@must("P5.3 put", "P5.3 answer")
def test_put_replaces_the_whole_state(cast: Cast, ada: Program) -> None:
    body = annotation(cast, body=[status("disputed"), note("Who says so?"), word("pump")])
    own = made(ada, cast, body)
    new = own | {"body": [status("speculative")], "motivation": "classifying"}
    answer = ada.put(own["id"], new, content_type=MEDIA_TYPE)
    assert (answer.status_code, answer["Content-Type"]) == (200, MEDIA_TYPE)
    found = answer.json()
    assert [one["value"] for one in bodies(found, "tagging")] == ["speculative"]
    assert bodies(found, "commenting") == []
    assert found == ada.get(own["id"]).json()
    assert (found["created"], found["version"]) == (own["created"], 2)
    assert found["modified"] > own["modified"]
    assert answer["ETag"] == ada.get(own["id"])["ETag"]


def test_who_changes_one_of_the_two_bodies_that_say_the_status_means_the_new_one(
    cast: Cast, ada: Program, own: dict[str, Any]
) -> None:
    concept, said = own["body"]
    by_concept = ada.put(own["id"], own | {"body": [status("sourced"), said]})
    assert [one["value"] for one in bodies(by_concept.json(), "tagging")] == ["sourced"]
    concept = by_concept.json()["body"][0]
    by_word = ada.put(own["id"], own | {"body": [concept, word("speculative")]})
    assert bodies(by_word.json(), "classifying") == [status("speculative")]
    problem(ada.put(own["id"], own | {"body": [status("sourced"), word("disputed")]}), 422, "ambiguous")


def test_what_was_read_can_be_sent_back_and_changes_nothing(cast: Cast, ada: Program) -> None:
    tag = cast.tag(
        cast.ada, QUOTES[0], "speculative", note="n", labels=["pump", "disputed"], modality="hedged", credibility=2,
        confidence="low", likelihood="roughly even chance", attribution={"kind": "named", "to": "A", "via": "B"},
        facts=[{"kind": "figure", "as_written": "twice", "low": 2}],
        evidence=[
            {"stance": "contradicts", "start": 0, "end": 4, "exact": "Mill"},
            {"stance": "supports", "url": "https://example.org/page"},
        ],
    )  # fmt: skip
    at = f"{container(cast)}{tag.pk}"
    own = ada.get(at).json()
    answer = ada.put(at, own)
    assert (answer.status_code, answer.json()) == (200, own), answer.content
    assert Tag.objects.get().version == 1


def test_if_match_is_judged_where_it_is_sent(cast: Cast, ada: Program, own: dict[str, Any]) -> None:
    at, etag = own["id"], ada.get(own["id"])["ETag"]
    new = own | {"body": [status("sourced")]}
    assert ada.put(at, new, if_match=etag).status_code == 200
    problem(ada.put(at, new, if_match=etag), 412)
    assert ada.put(at, {**new, "body": [status("disputed")]}).status_code == 200
    problem(ada.delete(at, if_match=etag), 412)
    assert ada.put(at, new, if_match="*").status_code == 200
    assert ada.delete(at, if_match=ada.get(at)["ETag"]).status_code == 204


@must("M3.3.7 canonical", "M3.3.7 via", "P5.1 canonical")
def test_identities_are_never_changed(cast: Cast, ada: Program) -> None:
    body = annotation(
        cast, id="https://example.org/a/1", canonical="urn:example:one", via="https://example.org/b"
    )
    own = made(ada, cast, body)
    assert (own["canonical"], own["via"]) == (
        "urn:example:one",
        ["https://example.org/a/1", "https://example.org/b"],
    )
    at = own["id"]
    for change in (
        {"canonical": "urn:example:two"}, {"canonical": None}, {"via": "https://example.org/b"}, {"via": None},
        {"via": [*own["via"], "https://example.org/c"]},
    ):  # fmt: skip
        sent = {name: value for name, value in (own | change).items() if value is not None}
        problem(ada.put(at, sent), 409)
    assert ada.put(at, own).json() == own
    plain = made(ada, cast, annotation(cast, QUOTES[1]))
    problem(ada.put(plain["id"], plain | {"canonical": "urn:example:three"}), 409)


@pytest.mark.parametrize(
    "change",
    [{"id": f"{HOST}/elsewhere"}, {"created": "2026-01-01T00:00:00Z"}, {"creator": "https://example.org/ben"},
     {"generator": "https://example.org/tool"}, {"generated": "2026-01-01T00:00:00Z"}, {"guideline": 7},
     {"decision": {"noClaim": True}}, {"provenance": {"creator": "https://example.org/ben"}}],
)  # fmt: skip
def test_what_the_server_says_is_not_changed(
    cast: Cast, ada: Program, own: dict[str, Any], change: dict[str, Any]
) -> None:
    problem(ada.put(own["id"], own | change), 409)
    assert ada.get(own["id"]).json() == own


def test_what_the_server_says_may_be_left_out(cast: Cast, ada: Program, own: dict[str, Any]) -> None:
    answer = ada.put(own["id"], annotation(cast, body=status("sourced")))
    assert answer.json()["created"] == own["created"]


def test_an_annotation_does_not_move(cast: Cast, ada: Program, own: dict[str, Any]) -> None:
    problem(ada.put(own["id"], annotation(cast, QUOTES[1])), 409, "place")
    other = cast.text("Another")
    problem(ada.put(own["id"], annotation(cast, target=target(other, quote(QUOTES[0])))), 409, "place")


@must("P5.4 deleted", "P5.4 not contained", "P5.4 never again")
def test_a_deleted_annotation_is_gone(
    cast: Cast, ada: Program, dan: Program, eve: Program, own: dict[str, Any]
) -> None:
    key = own["id"].rpartition("/")[2]
    answer = ada.delete(own["id"])
    assert (answer.status_code, answer.content) == (204, b"")
    assert dan.get(container(cast)).json()["total"] == 0
    for program in (ada, dan):
        for verb in ("get", "head"):
            assert program.send(verb, own["id"]).status_code == 410
    problem(ada.put(own["id"], own), 410)
    problem(ada.delete(own["id"]), 410)
    problem(eve.get(own["id"]), 404)
    again = send(ada, cast, annotation(cast), slug=key)
    assert again.status_code == 201
    assert again["Location"] != own["id"]


def test_who_may_write(cast: Cast, ada: Program, own: dict[str, Any]) -> None:
    for user, answered in ((cast.ben, 403), (cast.cleo, 403), (cast.dan, 403), (cast.eve, 404)):
        program = Program(user)
        problem(program.put(own["id"], own), answered)
        problem(program.delete(own["id"]), answered)
    reader = Program(cast.ada, scopes=("read",))
    problem(reader.put(own["id"], own), 403)
    problem(reader.delete(own["id"]), 403)
    assert reader.get(own["id"]).status_code == 200
    cast.hand_in(cast.ada)
    problem(ada.put(own["id"], annotation(cast, body=status("sourced"))), 409, "handed_in")
    problem(ada.delete(own["id"]), 409, "handed_in")


def test_it_is_found_in_its_own_container_alone(
    cast: Cast, ada: Program, eve: Program, own: dict[str, Any]
) -> None:
    from annotator.projects import actions

    actions.set_member(by=None, project=cast.other, username="ada", role="analyst")
    key = own["id"].rpartition("/")[2]
    problem(ada.get(f"/w3c/{cast.other.slug}/annotations/{key}"), 404)
    problem(ada.get(f"/w3c/nowhere/annotations/{key}"), 404)
    problem(ada.get(f"{container(cast)}nine"), 404)
    elsewhere = Program(cast.ada, project=cast.other.pk)
    problem(elsewhere.get(own["id"]), 404)
    problem(elsewhere.get(container(cast)), 404)
