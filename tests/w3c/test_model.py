"""What we say: the MUSTs of the Data Model in every annotation, and the triples that its JSON-LD stands for."""

import re
from typing import Any

import pytest
from pyld import jsonld

from annotator.annotations.models import Tag
from annotator.review import actions as review
from annotator.review.models import ReviewItem
from tests.api.program import Program
from tests.cast import Cast
from tests.w3c import anno
from tests.w3c.musts import must
from tests.w3c.speaking import ANNO, HOST, OURS, Json, annotation, bodies, container, made, text_of

NS = f"{HOST}/ns/"
ZULU = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


@pytest.fixture
def tag(cast: Cast) -> Tag:
    """A tag that says everything a tag can say."""
    return cast.tag(
        cast.ada, "مهندس", "speculative", note="Who?", labels=["pump", "sourced"], modality="hedged", credibility=2,
        confidence="low", likelihood="almost no chance", attribution={"kind": "named", "to": "A clerk", "via": "B"},
        facts=[{"kind": "figure", "as_written": "twice", "low": 2}, {"kind": "place", "as_written": "Mill Lane"}],
        evidence=[
            {"stance": "contradicts", "start": 0, "end": 4, "exact": "Mill"},
            {"stance": "supports", "url": "https://example.org/page"},
        ],
    )  # fmt: skip


@pytest.fixture
def decided(cast: Cast, tag: Tag, cleo: Program) -> Json:
    """Its annotation, when a supervisor has ruled."""
    cast.hand_in(cast.ada)
    review.decide(by=cast.cleo, item=ReviewItem.objects.get(), no_claim=True, reason="A joke.")
    found: Json = cleo.get(f"{container(cast)}{tag.pk}").json()
    return found


@must("M3.1 context", "M3.1 id", "M3.1 type", "M3.1 target", "M3.2.1 resource", "M3.2.4 value", "M3.3.1 times",
      "M3.3.2 agent", "M3.3.5 motivation", "M4 source", "M4.1 purpose")  # fmt: skip
def test_every_part_is_as_the_model_has_it(cast: Cast, decided: Json, tag: Tag) -> None:
    assert decided["@context"] == [ANNO, OURS]
    assert decided["id"] == f"{container(cast)}{tag.pk}"
    assert decided["type"] == "Annotation"
    assert decided["motivation"] == ["classifying", "tagging", "commenting", "linking"]
    assert isinstance(decided["target"], dict)
    for body in decided["body"]:
        assert body["purpose"] in decided["motivation"]
        if body["type"] == "TextualBody":
            assert (isinstance(body["value"], str), body["format"]) == (True, "text/plain")
        else:
            assert body["type"] == "SpecificResource"
            assert body["source"].startswith("http")
    for name in ("created", "modified"):
        assert ZULU.fullmatch(decided[name])
    assert decided["creator"]["type"] == "Person"
    assert decided["creator"]["id"].startswith("http")
    assert (decided["generator"]["type"], decided["generator"]["id"]) == ("Software", f"{HOST}/")


@must("M4.2 type", "M4.2.4 quote", "M4.2.5 position", "M4.2 agree", "M4.3.1 time")
def test_the_target_is_a_place_of_a_text(cast: Cast, decided: Json, ada: Program) -> None:
    target, text = decided["target"], cast.document.text
    start = text.index("مهندس")
    assert target["source"] == text_of(cast.document)
    position, quoted = target["selector"]
    assert position == {"type": "TextPositionSelector", "start": start, "end": start + 5}
    assert (quoted["type"], quoted["exact"]) == ("TextQuoteSelector", "مهندس")
    assert f"{quoted['prefix']}{quoted['exact']}{quoted['suffix']}" in text
    assert target["state"]["type"] == "TimeState"
    assert target["state"]["cached"] == target["source"]
    assert ZULU.fullmatch(target["state"]["sourceDate"])
    served = ada.get(target["source"])
    assert served.content.decode()[start : start + 5] == "مهندس"
    assert served["ETag"] == f'"{target["sha256"]}"'


def test_the_bodies_say_what_the_tag_says(cast: Cast, decided: Json) -> None:
    (status,) = bodies(decided, "classifying")
    assert status == {
        "type": "SpecificResource",
        "purpose": "classifying",
        "source": f"{NS}status/speculative",
    }
    assert [one["value"] for one in bodies(decided, "tagging")] == ["speculative", "pump"]
    assert [one["value"] for one in bodies(decided, "commenting")] == ["Who?"]
    passage, page = bodies(decided, "linking")
    assert (passage["stance"], passage["source"]) == (f"{NS}stance/contradicts", text_of(cast.document))
    assert passage["selector"][1]["exact"] == "Mill"
    assert (page["stance"], page["source"]) == (f"{NS}stance/supports", "https://example.org/page")


def test_what_is_not_filled_in_is_not_said(cast: Cast, ada: Program) -> None:
    found = made(ada, cast, annotation(cast))
    assert found.keys() == {
        "@context", "id", "type", "motivation", "creator", "created", "modified", "generator", "body", "target",
        "guideline", "version",
    }  # fmt: skip
    assert len(found["body"]) == 2


def triples(found: Any, ours: Any) -> list[tuple[str, str, str]]:
    """The triples of an annotation, blank nodes by their types; contexts are ours to give, the network is not asked."""

    def load(address: str, options: Any) -> Any:
        document = {ANNO: {"@context": anno.CONTEXT}, OURS: ours}[address]
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": document,
        }

    rows = jsonld.to_rdf(found, {"documentLoader": load})["@default"]
    return [tuple(row[part]["value"] for part in ("subject", "predicate", "object")) for row in rows]  # type: ignore[misc]


def test_the_json_stands_for_the_right_triples(cast: Cast, decided: Json, ada: Program) -> None:
    found = triples(decided, ada.get("/ns/context.jsonld").json())
    oa, ca = anno.OA, f"{NS}#"
    about = [(predicate, value) for subject, predicate, value in found if subject == decided["id"]]
    for pair in (
        (f"{anno.RDF}type", f"{oa}Annotation"), (f"{oa}motivatedBy", f"{oa}classifying"),
        (f"{anno.DCTERMS}creator", decided["creator"]["id"]), (f"{anno.DCTERMS}created", decided["created"]),
        (f"{anno.AS}generator", f"{HOST}/"), (f"{ca}modality", f"{NS}modality/hedged"),
        (f"{ca}attributionKind", f"{NS}attribution/named"), (f"{ca}attributedTo", "A clerk"),
        (f"{ca}attributedVia", "B"), (f"{ca}credibility", "2"), (f"{ca}confidence", f"{NS}confidence/low"),
        (f"{ca}likelihood", f"{NS}likelihood/almost-no-chance"), (f"{ca}labels", "sourced"), (f"{ca}guideline", "1"),
    ):  # fmt: skip
        assert pair in about, pair
    said = {(predicate, value) for _, predicate, value in found}
    for pair in (
        (f"{oa}hasSource", f"{NS}status/speculative"), (f"{oa}hasPurpose", f"{oa}classifying"),
        (f"{oa}hasSource", text_of(cast.document)), (f"{oa}cachedSource", text_of(cast.document)),
        (f"{oa}exact", "مهندس"),
        (f"{ca}sha256", cast.document.sha256), (f"{ca}stance", f"{NS}stance/contradicts"), (f"{ca}reason", "A joke."),
        (f"{ca}noClaim", "true"), (f"{ca}by", "cleo"), (f"{ca}as_written", "Mill Lane"), (f"{anno.FOAF}nick", "ada"),
        (f"{anno.RDF}value", "Who?"),
    ):  # fmt: skip
        assert pair in said, pair
    assert sum(predicate == f"{oa}hasBody" for predicate, _ in about) == len(decided["body"])


def keys_of(found: Any) -> set[str]:
    if isinstance(found, list):
        return {key for one in found for key in keys_of(one)}
    if isinstance(found, dict):
        return found.keys() | {key for one in found.values() for key in keys_of(one)}
    return set()


def test_no_key_is_without_a_meaning(cast: Cast, decided: Json, ada: Program) -> None:
    """A key that no context knows would vanish when the JSON-LD is read."""
    ours = ada.get("/ns/context.jsonld").json()["@context"]
    assert keys_of(decided) - anno.CONTEXT.keys() - ours.keys() == {"@context"}


def test_what_was_brought_is_told_in_triples_too(cast: Cast, ada: Program) -> None:
    sent = annotation(
        cast, id="https://example.org/7", created="2026-05-04T10:00:00Z", creator="https://example.org/b"
    )
    found = made(ada, cast, sent)
    said = triples(found, ada.get("/ns/context.jsonld").json())
    assert (found["id"], f"{anno.OA}via", "https://example.org/7") in said
    (node,) = [value for subject, predicate, value in said if predicate == f"{NS}#provenance"]
    assert (node, f"{anno.DCTERMS}creator", "https://example.org/b") in said
    assert (node, f"{anno.DCTERMS}created", "2026-05-04T10:00:00Z") in said


@pytest.mark.parametrize("more", [1, 40])
def test_a_page_takes_as_many_queries_whatever_it_holds(
    cast: Cast, dan: Program, more: int, django_assert_num_queries: Any
) -> None:
    from tests.cast import capture

    text = " ".join(f"word{number}" for number in range(90))
    document = capture(cast.cleo, cast.project, text)
    for number in range(2 * more):
        cast.tag(cast.ada, f"word{number} ", document=document, evidence=[
            {"stance": "context", "start": 0, "end": 4, "exact": "word"}
        ])  # fmt: skip
    first = dan.get(container(cast)).json()["first"]
    with django_assert_num_queries(8):
        assert len(dan.get(first).json()["items"]) == more
    with django_assert_num_queries(4):
        assert dan.get(container(cast)).json()["total"] == 2 * more


def test_words_of_all_vocabularies_go_there_and_back(cast: Cast) -> None:
    from annotator.api.w3c import terms

    for scheme, choices in terms.SCHEMES.items():
        for value in choices.values:
            assert terms.word_of(scheme, terms.concept(scheme, value)) == value
    assert terms.word_of("status", f"{NS}stance/supports") is None
