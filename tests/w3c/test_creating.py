"""Making annotations: what is honoured of the model, and that nothing of what is sent is lost silently."""

import uuid
from typing import Any

import pytest

from annotator.annotations.models import Provenance, Tag
from tests.api.program import Program, problem
from tests.cast import Cast
from tests.w3c.musts import must
from tests.w3c.speaking import (
    ANNO,
    HOST,
    LDP,
    MEDIA_TYPE,
    OURS,
    QUOTES,
    Json,
    annotation,
    bodies,
    container,
    made,
    note,
    quote,
    send,
    status,
    target,
    text_of,
    word,
)


@must("P5.1 created", "P5.1 id", "P5.1 component", "P5.1 contained", "M3.1 id")
def test_post_makes_an_annotation(cast: Cast, ada: Program) -> None:
    answer = send(ada, cast, annotation(cast, id="https://example.org/annotations/7"))
    assert (answer.status_code, answer["Content-Type"]) == (201, MEDIA_TYPE)
    found, location = answer.json(), answer["Location"]
    assert found["id"] == location != "https://example.org/annotations/7"
    assert found["via"] == "https://example.org/annotations/7"
    before, component = location[: len(container(cast))], location[len(container(cast)) :]
    assert before == container(cast)
    assert str(uuid.UUID(component)) == component
    assert ada.get(location).json() == found
    assert ada.get(location)["ETag"] == answer["ETag"]
    assert ada.get(ada.get(container(cast)).json()["first"]).json()["items"] == [found]


def test_plain_json_is_taken_as_well(cast: Cast, ada: Program) -> None:
    for exact, kind in zip(QUOTES, ("application/json", "application/ld+json", MEDIA_TYPE), strict=False):
        assert ada.post(container(cast), annotation(cast, exact), content_type=kind).status_code == 201
    for kind in ("text/turtle", "text/plain", "application/x-www-form-urlencoded"):
        problem(ada.post(container(cast), annotation(cast, QUOTES[3]), content_type=kind), 415)


def test_slug_is_honoured_where_it_is_a_free_uuid(cast: Cast, ada: Program, ben: Program) -> None:
    key = uuid.uuid4()
    assert send(ada, cast, annotation(cast), slug=str(key))["Location"] == f"{container(cast)}{key}"
    taken = send(ben, cast, annotation(cast), slug=str(key))
    assert taken.status_code == 201
    assert taken["Location"] != f"{container(cast)}{key}"
    assert send(ada, cast, annotation(cast, QUOTES[1]), slug="my-annotation").status_code == 201
    problem(send(ada, cast, annotation(cast), slug=str(key)), 409, "place_taken")


def test_everything_that_a_tag_says_can_be_sent(cast: Cast, ada: Program) -> None:
    at = f"{HOST}/ns"
    linked = {"type": "SpecificResource", "purpose": "linking"}
    own = made(ada, cast, annotation(
        cast, **{"@context": [ANNO, OURS]}, motivation=["classifying", "tagging", "commenting", "linking"],
        body=[
            status("speculative"), word("speculative"), word("pump"), note("Who?", format="text/plain"),
            {**linked, "source": "https://example.org/page", "stance": f"{at}/stance/supports"},
            {**linked, **target(cast.document, quote("The board denies")), "stance": f"{at}/stance/contradicts"},
        ],
        labels=["disputed"], attributionKind=f"{at}/attribution/named", attributedTo="A clerk", attributedVia="A paper",
        modality=f"{at}/modality/hedged", confidence=f"{at}/confidence/low", credibility=3,
        likelihood=f"{at}/likelihood/roughly-even-chance", facts=[{"kind": "date", "as_written": "04:20"}],
    ))  # fmt: skip
    tag = ada.get(f"tags/{own['id'].rpartition('/')[2]}/").json()
    assert (tag["status"], tag["note"], tag["labels"]) == ("speculative", "Who?", ["pump", "disputed"])
    assert tag["attribution"] == {"kind": "named", "to": "A clerk", "via": "A paper"}
    assert (tag["modality"], tag["confidence"], tag["likelihood"], tag["credibility"]) == (
        "hedged", "low", "roughly even chance", 3
    )  # fmt: skip
    assert tag["facts"] == [{"kind": "date", "as_written": "04:20"}]
    assert [(one["stance"], one["url"], one["quote"]) for one in tag["evidence"]] == [
        ("supports", "https://example.org/page", None), ("contradicts", None, "The board denies")
    ]  # fmt: skip
    assert (own["labels"], own["credibility"], own["attributedTo"]) == (["disputed"], 3, "A clerk")


SHORT: dict[str, Json] = {
    "the word alone": {"body": word("disputed")},
    "the word as bodyValue": {"motivation": "tagging", "body": None, "bodyValue": "disputed"},
    "an IRI alone": {"body": f"{HOST}/ns/status/disputed"},
    "a resource by its id": {"body": {"id": f"{HOST}/ns/status/disputed"}},
    "the concept as tag": {"body": status("disputed") | {"purpose": "tagging"}},
    "a purpose in a list": {"body": {**word("disputed"), "purpose": ["tagging"]}},
    "a purpose as IRI": {"body": {**word("disputed"), "purpose": "http://www.w3.org/ns/oa#tagging"}},
    "the motivation for the purpose": {
        "motivation": "classifying", "body": {"type": "TextualBody", "value": "disputed"}
    },
    "types in a list": {"type": ["Annotation", "https://example.org/Claim"]},
    "both contexts": {"@context": [ANNO, OURS]},
    "a body in a list": {"body": [status("disputed")]},
    "a target in a list": "target",
}  # fmt: skip


@must("M3.1 type", "M3.1 context", "M3.2.5 bodyValue", "M3.3.5 motivation", "M4.1 purpose", "M3.2.1 resource")
@pytest.mark.parametrize("case", SHORT)
def test_ways_of_saying_the_same(cast: Cast, ada: Program, case: str) -> None:
    change: Any = SHORT[case]
    if change == "target":
        change = {"target": [target(cast.document, quote(QUOTES[0]))]}
    found = made(ada, cast, annotation(cast, **change))
    assert bodies(found, "classifying") == [status("disputed")]


@must("M3.2.5 bodyValue")
def test_a_body_without_a_purpose_is_a_note(cast: Cast, ada: Program) -> None:
    plain = {"type": "TextualBody", "value": "Who says so?"}
    found = made(ada, cast, annotation(cast, body=[status("disputed"), plain]))
    assert [one["value"] for one in bodies(found, "commenting")] == ["Who says so?"]
    linked = made(
        ada, cast, annotation(cast, QUOTES[1], body=[status("sourced"), "https://example.org/page"])
    )
    (evidence,) = bodies(linked, "linking")
    assert (evidence["source"], evidence["stance"]) == (
        "https://example.org/page",
        f"{HOST}/ns/stance/context",
    )


@must("M4.2.4 quote", "M4.2.5 position", "M4.2.6 data", "M4.2.1 fragment", "M4.2.8 range", "M4.2.9 refined",
      "M4.2 agree", "M4 source")  # fmt: skip
def test_every_selector_of_a_text_is_understood(cast: Cast, ada: Program) -> None:
    text = cast.document.text
    exact = "there was a bang"
    start, end = text.index(exact), text.index(exact) + len(exact)
    first, last = len(text[:start].encode()), len(text[:end].encode())
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    said = quote(exact)
    ways: list[Any] = [
        said, [position, said], [said, position], quote(exact, prefix="that "), quote(exact, suffix="."),
        [{"type": "DataPositionSelector", "start": first, "end": last}, said],
        [{"type": "FragmentSelector", "value": f"char={start},{end}",
          "conformsTo": "http://tools.ietf.org/rfc/rfc5147"}, said],
        {"type": "RangeSelector", "startSelector": quote("there was"), "endSelector": quote(".", prefix="a bang")},
        quote(f"that {exact}", refinedBy={"type": "TextPositionSelector", "start": 5, "end": 21}),
        {**position, "start": start - 9, "refinedBy": said},
        [{**position, "start": start + 2}, said],  # the quote decides, where it stands once
    ]  # fmt: skip
    for selector in ways:
        document = cast.text(str(ways.index(selector)))  # moved by a line: a number and a line break
        shift = len(str(ways.index(selector))) + 1
        moved = shifted(selector, shift)
        sources: list[Any] = [text_of(document), {"id": text_of(document)}]
        place = target(document) | {"selector": moved, "source": sources[ways.index(selector) % 2]}
        found = made(ada, cast, annotation(cast, target=place))
        assert found["target"]["selector"][0] == {
            "type": "TextPositionSelector", "start": start + shift, "end": end + shift
        }, selector  # fmt: skip
        assert found["target"]["selector"][1]["exact"] == exact


def shifted(selector: Any, by: int) -> Any:
    """The same selectors in a text that has `by` more (ASCII) characters before it."""
    if isinstance(selector, list):
        return [shifted(one, by) for one in selector]
    found = {**selector}
    if found["type"] in {"TextPositionSelector", "DataPositionSelector"}:
        found |= {edge: found[edge] + by for edge in ("start", "end")}
    if found["type"] == "FragmentSelector":
        start, end = (int(edge) + by for edge in found["value"].removeprefix("char=").split(","))
        found["value"] = f"char={start},{end}"
    return found


@must("M4.2.5 position")
def test_positions_are_code_points(cast: Cast, ada: Program) -> None:
    exact = "قال مهندس"
    start = cast.document.text.index(exact)
    position = {"type": "TextPositionSelector", "start": start, "end": start + len(exact)}
    assert len(cast.document.text[:start].encode("utf-16-le")) // 2 > start
    found = made(ada, cast, annotation(cast, target=target(cast.document, position, quote(exact))))
    assert found["target"]["selector"][0] == position


@must("M4.2.4 several", "M4.2 agree", "M4.2 type", "M4.2.4 quote", "M4.2.1 fragment", "M4.2.5 position")
@pytest.mark.parametrize(
    ("selectors", "code"),
    [
        ([quote("bang")], "ambiguous"),
        ([quote("a whistle")], "quote"),
        ([quote("The board denies"), quote("The water board")], "ambiguous"),
        ([{"type": "TextPositionSelector", "start": 0, "end": 4}, quote("Mill"),
          {"type": "TextPositionSelector", "start": 5, "end": 9}], "ambiguous"),
        ([{"type": "TextPositionSelector", "start": 0, "end": 4}], "quote"),
        ([{"type": "TextPositionSelector", "start": -1, "end": 4}, quote("Mill")], "selector"),
        ([{"type": "TextPositionSelector", "start": 0}, quote("Mill")], "selector"),
        ([{"type": "TextPositionSelector", "start": 0, "end": 999999}, quote("bang")], "ambiguous"),
        ([{"type": "FragmentSelector", "value": "#char=0,4"}, quote("Mill")], "selector"),
        ([{"type": "FragmentSelector", "value": "char=0,4", "conformsTo": ["a:b", "c:d"]}, quote("Mill")], "selector"),
        ([{"type": "CssSelector", "value": "p"}, quote("Mill")], "selector"),
        ([{"type": "XPathSelector", "value": "/p"}, quote("Mill")], "selector"),
        ([{"type": "SvgSelector", "value": "<svg/>"}, quote("Mill")], "selector"),
        ([{"type": ["TextQuoteSelector", "TextPositionSelector"], "exact": "Mill"}], "selector"),
        ([{"exact": "Mill"}], "selector"),
        ([quote("Mill", prefix=["a", "b"])], "selector"),
        (["Mill"], "selector"),
        ([], "selector"),
    ],
)  # fmt: skip
def test_a_selector_that_is_no_place_is_refused(
    cast: Cast, ada: Program, selectors: list[Any], code: str
) -> None:
    problem(send(ada, cast, annotation(cast, target=target(cast.document, *selectors))), 422, code)
    assert Tag.objects.count() == 0


def test_a_wrong_quote_is_refused_with_what_would_be_accepted(cast: Cast, ada: Program) -> None:
    position = {"type": "TextPositionSelector", "start": 0, "end": 4}
    answer = send(ada, cast, annotation(cast, target=target(cast.document, position)))
    accepted = problem(answer, 422, "quote")["errors"][0]["accepted"]
    assert accepted == {"start": 0, "end": 4, "exact": "Mill"}


REFUSED: dict[str, tuple[Json, int]] = {
    "no context": ({"@context": None}, 400),
    "one context as a list": ({"@context": [ANNO]}, 400),
    "another context": ({"@context": "https://www.w3.org/ns/activitystreams"}, 415),
    "the context of containers": ({"@context": [ANNO, LDP]}, 415),
    "a context of one's own": ({"@context": [ANNO, {"x": "https://example.org/x"}]}, 415),
    "ours alone": ({"@context": OURS}, 415),
    "no annotation": ({"type": "AnnotationPage"}, 400),
    "no type": ({"type": None}, 400),
    "no target": ({"target": None}, 400),
    "an empty list of targets": ({"target": []}, 400),
    "two ids": ({"id": ["https://example.org/1", "https://example.org/2"]}, 400),
    "an id that is no IRI": ({"id": "seven"}, 400),
    "an id within an id": ({"id": {"id": "https://example.org/1"}}, 400),
    "two canonical IRIs": ({"canonical": ["urn:a:b", "urn:c:d"]}, 400),
    "a via that is no IRI": ({"via": ["urn:a:b", 7]}, 400),
    "too many via": ({"via": [f"urn:a:{number}" for number in range(30)]}, 422),
    "body and bodyValue": ({"bodyValue": "disputed"}, 400),
    "two values for bodyValue": ({"body": None, "bodyValue": ["a", "b"]}, 400),
    "two values of a body": ({"body": [status("disputed"), note(["a", "b"])]}, 400),  # type: ignore[arg-type]
    "a resource without an IRI": ({"body": {"purpose": "linking"}}, 400),
    "a resource with two sources": ({"body": status("disputed") | {"source": ["urn:a:b", "urn:c:d"]}}, 400),
    "two of a time": ({"created": ["2026-05-04T10:00:00Z", "2026-05-05T10:00:00Z"]}, 400),
    "a time with an offset": ({"created": "2026-05-04T10:00:00+00:00"}, 400),
    "a time of no calendar": ({"generated": "2026-02-31T10:00:00Z"}, 400),
    "a day": ({"modified": "2026-05-04"}, 400),
    "an agent with two ids": ({"creator": {"id": ["urn:a:b", "urn:c:d"]}}, 400),
    "an agent that is no IRI": ({"generator": "a tool"}, 400),
    "an address without mailto": ({"creator": {"email": "ada@example.org"}}, 400),
    "an unknown motivation": ({"motivation": "wondering"}, 400),
    "an unknown purpose": ({"body": {**word("disputed"), "purpose": "wondering"}}, 400),
    "an unknown name": ({"colour": "red"}, 400),
    "our own terms without our context": ({"modality": f"{HOST}/ns/modality/hedged"}, 400),
    "two targets": ({"target": ["urn:a:b", "urn:c:d"]}, 422),
    "a choice of bodies": ({"body": {"type": "Choice", "items": [word("disputed"), word("sourced")]}}, 422),
    "a purpose that is not kept": ({"body": [status("disputed"), {**note("x"), "purpose": "replying"}]}, 422),
    "two purposes": ({"body": {**word("disputed"), "purpose": ["tagging", "classifying"]}}, 422),
    "no status": ({"body": note("Who?")}, 422),
    "no body": ({"body": None}, 422),
    "two statuses": ({"body": [status("disputed"), word("sourced")]}, 422),
    "an unknown status": ({"body": status("true")}, 422),
    "a word that is no status": ({"body": {**word("true"), "purpose": "classifying"}}, 422),
    "two notes": ({"body": [status("disputed"), note("a"), note("b")]}, 422),
    "a note in HTML": ({"body": [status("disputed"), note("<b>a</b>", format="text/html")]}, 422),
    "a language": ({"body": [status("disputed"), note("a", language="en")]}, 422),
    "a note by reference": ({"body": [status("disputed"), {"source": "urn:a:b", "purpose": "commenting"}]}, 422),
    "evidence as text": ({"body": [status("disputed"), {**note("a"), "purpose": "linking"}]}, 422),
    "evidence that is no web address": ({"body": [status("disputed"), {"source": "urn:a:b", "purpose": "linking"}]},
                                        422),
    "a status with a selector": ({"body": status("disputed") | {"selector": quote("Mill")}}, 422),
    "rights": ({"rights": "https://example.org/licence"}, 422),
    "an audience": ({"audience": {"id": "urn:a:b"}}, 422),
    "a target elsewhere": ({"target": {"source": "https://example.org/text", "selector": quote("Mill")}}, 422),
    "what the server says": ({"@context": [ANNO, OURS], "version": 7}, 409),
    "a decision": ({"@context": [ANNO, OURS], "decision": {"noClaim": True}}, 409),
    "an unknown stance": ({"@context": [ANNO, OURS],
                           "body": [status("disputed"), {"source": "https://example.org/", "purpose": "linking",
                                                         "stance": "supports"}]}, 422),
    "an unknown modality": ({"@context": [ANNO, OURS], "modality": "hedged"}, 422),
    "labels that are no texts": ({"@context": [ANNO, OURS], "labels": [7]}, 422),
}  # fmt: skip


@must(
    "M3.1 context", "M3.1 id", "M3.1 type", "M3.1 target", "M3.2.1 resource", "M3.2.4 value", "M3.2.5 bodyValue",
    "M3.2.7 choice", "M3.3.1 times", "M3.3.2 agent", "M3.3.5 motivation", "M3.3.7 canonical", "M4 source",
    "M4.1 purpose",
)  # fmt: skip
@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_honoured_is_refused(cast: Cast, ada: Program, case: str) -> None:
    change, answered = REFUSED[case]
    problem(send(ada, cast, annotation(cast, **change)), answered)
    assert (Tag.objects.count(), Provenance.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"7", b"\xff", b'{"@context":{"@context":{}}}', b"[" * 100_000,
     b'{"@context":"http://www.w3.org/ns/anno.jsonld","type":{"a":[1]},"target":{"selector":7},"body":7}',
     b'{"@context":["http://www.w3.org/ns/anno.jsonld",7],"type":"Annotation"}',
     b'{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","target":7,"body":[[]]}',
     b'{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","target":{"id":7},"motivation":{}}'],
)  # fmt: skip
def test_no_body_is_our_fault(cast: Cast, ada: Program, body: bytes) -> None:
    tag = cast.tag(cast.ada, QUOTES[0])
    for answer in (send(ada, cast, body), ada.put(f"{container(cast)}{tag.pk}", body)):
        assert answer.status_code in {400, 415, 422}, answer.content
        assert answer["Content-Type"] == "application/problem+json"


@must("M4.3.1 time")
def test_a_state_names_the_text_as_it_always_is(cast: Cast, ada: Program) -> None:
    later, before = "2031-01-01T00:00:00Z", "2001-01-01T00:00:00Z"
    states: list[tuple[Any, int]] = [
        ({"type": "TimeState", "sourceDate": later, "cached": text_of(cast.document)}, 201),
        ([{"type": "TimeState", "sourceDateStart": later, "sourceDateEnd": later}], 201),
        ({"type": "TimeState", "sourceDateStart": later}, 400),
        ({"type": "TimeState", "sourceDateStart": later, "sourceDateEnd": later, "sourceDate": later}, 400),
        ({"type": "TimeState", "sourceDate": "2031-01-01"}, 400),
        ({"type": "TimeState", "sourceDate": before}, 422),
        ({"type": "TimeState", "cached": "https://example.org/copy"}, 422),
        ({"type": "HttpRequestState", "value": "Accept: text/plain"}, 422),
    ]
    for (state, answered), exact in zip(states, [*QUOTES[:2], *[QUOTES[2]] * 6], strict=True):
        place = target(cast.document, quote(exact), state=state)
        answer = send(ada, cast, annotation(cast, target=place))
        assert answer.status_code == answered, (state, answer.content)


@must("M4.3.1 time")
@pytest.mark.parametrize("junk", [0, "", {}, False, "soon", 1.5, ["2031-01-01T00:00:00Z", 0]])
@pytest.mark.parametrize("name", ["id", "sourceDate", "sourceDateStart", "sourceDateEnd", "both"])
def test_a_state_of_another_shape_is_refused(cast: Cast, ada: Program, name: str, junk: Any) -> None:
    names = ("sourceDateStart", "sourceDateEnd") if name == "both" else (name,)
    state = {"type": "TimeState"} | dict.fromkeys(names, junk)
    place = target(cast.document, quote(QUOTES[0]), state=state)
    problem(send(ada, cast, annotation(cast, target=place)), 400, "malformed")
    assert not Tag.objects.exists()


def test_a_state_may_have_an_id_and_names_without_a_value(cast: Cast, ada: Program) -> None:
    dates = dict.fromkeys(("sourceDate", "sourceDateStart", "sourceDateEnd"))
    state = {"type": "TimeState", "id": "https://example.org/states/1", **dates}
    made(ada, cast, annotation(cast, target=target(cast.document, quote(QUOTES[0]), state=state)))


def test_a_checksum_of_another_text_is_refused(cast: Cast, ada: Program) -> None:
    for checksum, answered in ((cast.document.sha256, 201), ("0" * 64, 422)):
        place = target(cast.document, quote(QUOTES[0]), sha256=checksum)
        body = annotation(cast, target=place, **{"@context": [ANNO, OURS]})
        assert send(ada, cast, body).status_code == answered


@must("P5.1 canonical", "M3.3.7 via", "M3.3.1 times", "M3.3.2 agent")
def test_what_an_annotation_said_of_itself_is_kept(cast: Cast, ada: Program) -> None:
    said = {
        "creator": [{"id": "https://example.org/people/ada", "type": "Person", "name": "Ada", "email": "mailto:a@b.c"}],
        "created": "2026-05-04T10:00:00Z", "modified": "2026-05-05T10:00:00.5Z", "generated": "2026-05-06T10:00:00Z",
        "generator": "https://example.org/tool",
    }  # fmt: skip
    sent = annotation(cast, canonical="urn:example:one", via=["https://example.org/b"], **said)
    found = made(ada, cast, sent)
    assert found["provenance"] == said
    assert (found["canonical"], found["via"]) == ("urn:example:one", "https://example.org/b")
    assert found["creator"]["nickname"] == "ada"
    assert found["created"] != said["created"]


def test_further_motivations_are_kept(cast: Cast, ada: Program) -> None:
    own = "https://example.org/wondering"
    found = made(ada, cast, annotation(cast, motivation=["assessing", own, "classifying"]))
    assert found["motivation"] == ["classifying", "tagging", "assessing", own]
    assert "provenance" not in found
    assert ada.put(found["id"], found).json() == found
    problem(ada.put(found["id"], found | {"motivation": "classifying"}), 409)
    problem(ada.put(found["id"], found | {"motivation": [*found["motivation"], "moderating"]}), 409)
    why = ["highlighting", "commenting", "http://www.w3.org/ns/oa#assessing"]
    for exact, one in zip(QUOTES[1:], why, strict=False):
        found = made(ada, cast, annotation(cast, exact, motivation=one))
        assert found["motivation"] == ["classifying", "tagging", one.rpartition("#")[2]]


def test_a_target_that_one_may_not_see_is_like_one_that_is_not_there(cast: Cast, ada: Program) -> None:
    from annotator.documents import actions
    from tests.cast import capture

    hidden, gone = capture(cast.eve, cast.other, "The lock keeper saw it."), cast.text("Gone")
    actions.withdraw(by=cast.cleo, document=gone)
    never = type("Never", (), {"pk": uuid.uuid4()})
    answers = [
        send(ada, cast, annotation(cast, target=target(document, quote("saw"))))
        for document in (hidden, gone, never)
    ]
    assert [problem(answer, 422, "document") for answer in answers] == [answers[0].json()] * 3
    linked = [
        send(
            ada,
            cast,
            annotation(cast, body=[status("sourced"), {"purpose": "linking", **target(one, quote("saw"))}]),
        )
        for one in (hidden, gone, never)
    ]
    assert [problem(answer, 422, "document") for answer in linked] == [linked[0].json()] * 3


def test_who_may_make_one(cast: Cast, ada: Program, cleo: Program, dan: Program, eve: Program) -> None:
    body = annotation(cast)
    for program, answered in ((ada, 201), (cleo, 201), (dan, 403), (eve, 404)):
        assert send(program, cast, body).status_code == answered
    problem(send(Program(cast.ben, scopes=("read",)), cast, body), 403)
    problem(send(ada, cast, body), 409, "place_taken")


def test_a_request_under_a_key_is_done_once_here_too(cast: Cast, ada: Program, ben: Program) -> None:
    first, again = (send(ada, cast, annotation(cast), idempotency_key="one") for _ in range(2))
    assert (first.status_code, first["Location"], first["ETag"]) == (201, again["Location"], again["ETag"])
    assert (again.status_code, again.content, again["Link"]) == (201, first.content, first["Link"])
    problem(send(ada, cast, annotation(cast, QUOTES[1]), idempotency_key="one"), 409, "key_used")
    assert send(ben, cast, annotation(cast), idempotency_key="one")["Location"] != first["Location"]
    gone = [ada.delete(first["Location"], idempotency_key="two").status_code for _ in range(2)]
    assert gone == [204, 204]
    assert Tag.objects.count() == 2
