"""What may be said beside the status, and what is refused, field by field."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from annotator.annotations import actions
from annotator.annotations.details import columns_of
from annotator.annotations.models import Evidence, Span, Tag
from annotator.lib.refusals import Invalid
from annotator.review.wire import annotation
from tests.cast import Cast, capture

PUMP = "the pump stopped at 04:20"
FACT = {
    "kind": "figure",
    "as_written": "over 30",
    "low": 31,
    "high": None,
    "unit": "injured",
    "precision": "day",
}
GOOD: list[tuple[str, Any]] = [
    ("status", "speculative"), ("note", ""), ("note", "n" * 5000), ("note", "a\nb 👩‍👩‍👧 قال"), ("labels", []),
    ("labels", ["toll", "ä" * 60]), ("attribution", None), ("attribution", {"kind": "none", "to": None, "via": None}),
    ("attribution", {"kind": "named", "to": "The water board", "via": "Quay Radio"}), ("modality", "hedged"),
    ("credibility", 1), ("credibility", 6), ("credibility", None), ("confidence", "moderate"),
    ("likelihood", "roughly even chance"), ("facts", []), ("facts", [FACT] * 20),
    ("facts", [{"kind": "figure", "low": 0.5, "high": -3}]),
]  # fmt: skip


def test_a_detail_comes_back_as_it_was_given(cast: Cast, subtests: pytest.Subtests) -> None:
    for at, (field, value) in enumerate(GOOD):
        with subtests.test(field, at=at):
            tag = cast.tag(cast.ada, cast.document.text[at : at + 50], **{"status": "sourced", field: value})
            wire = annotation(Tag.objects.all(), tag.pk)
            assert wire is not None
            assert wire[field] == value
            assert actions.change(by=cast.ada, tag=tag, **{field: value}).version == 1


BAD: list[tuple[str, Any]] = [
    ("status", None), ("status", ""), ("status", "true"), ("status", ["sourced"]), ("status", {}),
    ("note", "n" * 5001), ("note", 0), ("note", False), ("note", []), ("note", "\ud800"),
    ("labels", None), ("labels", "toll"), ("labels", [""]), ("labels", [" "]), ("labels", ["\0"]), ("labels", [None]),
    ("labels", ["w" * 61]), ("labels", ["a\udfff"]), ("labels", [str(n) for n in range(51)]), ("labels", [["a"]]),
    ("attribution", {}), ("attribution", []), ("attribution", "named"), ("attribution", {"kind": None}),
    ("attribution", {"kind": "someone"}), ("attribution", {"kind": "named", "who": "x"}),
    ("attribution", {"kind": "named", "to": "x" * 301}), ("attribution", {"kind": "named", "via": 7}),
    ("attribution", {"kind": [], "to": "x"}), ("attribution", {"kind": "named", "to": "\ud800"}),
    ("modality", ""), ("modality", 1), ("credibility", 0), ("credibility", 7), ("credibility", True),
    ("credibility", 3.0), ("credibility", "3"), ("credibility", 10**30), ("confidence", "certain"),
    ("likelihood", "maybe"), ("facts", None), ("facts", {}), ("facts", [FACT] * 21), ("facts", [[]]), ("facts", [{}]),
    ("facts", [{"kind": []}]), ("facts", [{"kind": "figure", "more": 1}]), ("facts", [{"kind": "mood"}]),
    ("facts", [{"kind": "figure", "low": float("nan")}]), ("facts", [{"kind": "figure", "low": float("inf")}]),
    ("facts", [{"kind": "figure", "low": 10**400}]), ("facts", [{"kind": "figure", "low": True}]),
    ("facts", [{"kind": "figure", "unit": 3}]), ("facts", [{"kind": "place", "as_written": "\ud800"}]),
    ("facts", [{"kind": "place", "as_written": "x" * 301}]), ("facts", [{"kind": "place", "as_written": {"a": []}}]),
    ("state", "retracted"), ("analyst", "ben"), ("first_sent", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), BAD)
def test_a_bad_detail_is_refused_by_its_field(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        columns_of({"status": "sourced", field: value})
    assert refused.value.field.startswith(field)


def test_a_bad_detail_leaves_nothing(cast: Cast) -> None:
    tag = cast.tag(cast.ada, "a bang")
    for field, value in BAD:
        with pytest.raises(Invalid):
            cast.tag(cast.ada, PUMP, **{"status": "sourced", field: value})
        with pytest.raises(Invalid):
            actions.change(by=cast.ada, tag=tag, **{field: value})
    assert Span.objects.count() == 1


def test_nul_is_left_out_as_it_is_of_texts(cast: Cast) -> None:
    tag = cast.tag(
        cast.ada, PUMP, note="a\0b", labels=["to\0ll", "toll"], attribution={"kind": "named", "to": "x\0"},
        facts=[{"kind": "date", "as_written": "04\0:20"}],
    )  # fmt: skip
    tag.refresh_from_db()
    assert (tag.note, tag.labels, tag.attribution_to) == ("ab", ["toll"], "x")
    assert tag.facts == [{"kind": "date", "as_written": "04:20"}]


def test_not_filled_in_is_not_none(cast: Cast) -> None:
    unsaid, none = cast.tag(cast.ada, PUMP), cast.tag(cast.ada, "a bang", attribution={"kind": "none"})
    assert (unsaid.attribution_kind, none.attribution_kind) == (None, "none")
    cleared = actions.change(by=cast.ada, tag=none, attribution=None)
    assert cleared.attribution_kind is None


def test_an_attribution_is_replaced_whole(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP, attribution={"kind": "named", "to": "The board", "via": "Quay Radio"})
    changed = actions.change(by=cast.ada, tag=tag, attribution={"kind": "anonymous"})
    assert (changed.attribution_to, changed.attribution_via) == ("", "")


def test_no_details_are_no_columns() -> None:
    assert columns_of({}) == {}


# --- evidence


def passage(quote: str, text: str, **more: Any) -> dict[str, Any]:
    start = text.index(quote)
    return {"stance": "contradicts", "start": start, "end": start + len(quote), "exact": quote, **more}


def test_a_passage_of_its_own_document_is_cited(cast: Cast) -> None:
    denial = passage("The board denies that there was a bang", cast.document.text)
    tag = cast.tag(cast.ada, PUMP, "disputed", evidence=[denial])
    cited = Evidence.objects.get(tag=tag)
    assert cited.span is not None
    assert (cited.span.exact, cited.span.made_by, cited.stance) == (denial["exact"], cast.ada, "contradicts")


def test_a_passage_of_another_document_of_the_project_is_cited(cast: Cast) -> None:
    other = cast.text("Other")
    tag = cast.tag(cast.ada, PUMP, evidence=[passage("a bang", other.text, document=str(other.pk))])
    cited = Evidence.objects.get(tag=tag)
    assert cited.span is not None
    assert cited.span.document_id == other.pk


def test_a_web_address_is_cited(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP, evidence=[{"stance": "supports", "url": "https://example.org/notice"}])
    assert Evidence.objects.get(tag=tag).url == "https://example.org/notice"


def test_evidence_goes_back_in_as_it_came_out(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP, evidence=[passage("a bang", cast.document.text)])
    wire = annotation(Tag.objects.all(), tag.pk)
    assert wire is not None
    actions.change(by=cast.ada, tag=tag, evidence=wire["evidence"])
    again = annotation(Tag.objects.all(), tag.pk)
    assert again is not None
    assert again["evidence"] == wire["evidence"]


def test_replaced_evidence_is_kept_as_withdrawn(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP, evidence=[{"stance": "supports", "url": "https://example.org/a"}])
    actions.change(by=cast.ada, tag=tag, evidence=[])
    assert Evidence.objects.get(tag=tag).withdrawn_at is not None


BAD_EVIDENCE: list[Any] = [
    None, "https://example.org/", {"stance": "supports"}, [None], ["x"], [{}], [{"stance": "supports"}],
    [{"stance": "proves", "url": "https://example.org/"}], [{"stance": [], "url": "https://example.org/"}],
    [{"stance": "supports", "url": "https://example.org/", "more": 1}],
    *([{"stance": "supports", "url": url}] for url in
      ("ftp://example.org/", "nowhere", f"https://example.org/{'a' * 1990}", "https://example.org/\ud800", 7, ["x"],
       "\0", " ")),
    [{"stance": "supports", "start": 0, "end": 4, "exact": "Moll"}], [{"stance": "supports", "start": 0, "end": 4}],
    [{"stance": "supports", "start": None, "end": 4, "exact": "Mill"}],
    [{"stance": "supports", "start": float("inf"), "end": 4, "exact": "Mill"}],
    [{"stance": "supports", "start": 0, "end": 10**400, "exact": "Mill"}],
    [{"stance": "supports", "start": [], "end": {}, "exact": "Mill"}],
    [{"stance": "supports", "start": 0, "end": 4, "exact": "Mill", "document": "nonsense"}],
    [{"stance": "supports", "start": 0, "end": 4, "exact": "Mill", "document": ["x"]}],
    [{"stance": "supports", "url": "https://example.org/"}] * 51,
]  # fmt: skip


def test_bad_evidence_is_refused_and_leaves_nothing(cast: Cast, subtests: pytest.Subtests) -> None:
    for evidence in BAD_EVIDENCE:
        with subtests.test(str(evidence)[:80]):
            with pytest.raises(Invalid) as refused:
                cast.tag(cast.ada, PUMP, evidence=evidence)
            assert refused.value.field == "evidence"
            assert not Tag.objects.exists()


def test_a_document_of_another_project_can_not_be_cited(cast: Cast) -> None:
    theirs = capture(cast.eve, cast.other, "Their pump.")
    with pytest.raises(Invalid) as refused:
        cast.tag(cast.ada, PUMP, evidence=[passage("pump", theirs.text, document=str(theirs.pk))])
    assert refused.value.code == "document"


# --- what the database refuses

BAD_ROWS: list[dict[str, Any]] = [
    {"status": "true"}, {"state": "lost"}, {"credibility": 0}, {"credibility": 7}, {"confidence": "certain"},
    {"likelihood": "maybe"}, {"modality": "shouted"}, {"attribution_kind": "someone"}, {"span_id": None},
]  # fmt: skip


@pytest.mark.parametrize("columns", BAD_ROWS)
def test_the_database_refuses_a_bad_tag(cast: Cast, columns: dict[str, Any]) -> None:
    tag = cast.tag(cast.ada, PUMP)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.filter(pk=tag.pk).update(**columns)


def test_the_database_refuses_a_second_live_tag_on_a_span(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(
            span_id=tag.span_id, document=cast.document, analyst=cast.ada, status="disputed", guideline=1
        )


@pytest.mark.parametrize(
    "columns",
    [{"start": 5, "end": 5, "exact": ""}, {"start": 5, "end": 3}, {"exact": "x"}, {"start": 0, "end": 25}],
)
def test_the_database_refuses_a_bad_span(cast: Cast, columns: dict[str, Any]) -> None:
    tag = cast.tag(cast.ada, PUMP)
    cast.tag(cast.ada, cast.document.text[:25])
    with pytest.raises(IntegrityError), transaction.atomic():
        Span.objects.filter(pk=tag.span_id).update(**columns)


@pytest.mark.parametrize("columns", [{"url": ""}, {"stance": "proves"}, {"span": "a span"}])
def test_the_database_refuses_bad_evidence(cast: Cast, columns: dict[str, Any]) -> None:
    tag = cast.tag(cast.ada, PUMP, evidence=[{"stance": "supports", "url": "https://example.org/"}])
    if "span" in columns:
        columns = {"span_id": tag.span_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(tag=tag).update(**columns)
