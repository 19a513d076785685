"""The shared fixture, whose clusters are marked by hand, against the law in Python."""

from typing import Any

from annotator.anchoring import (
    Span,
    boundaries,
    check,
    from_utf8,
    from_utf16,
    normalise,
    paragraphs,
    utf8,
    utf16,
)
from tests.anchoring import unicode_cases

Case = dict[str, Any]


def test_the_fixture_is_what_its_generator_writes() -> None:
    assert unicode_cases.FIXTURE.read_text(encoding="ascii") == unicode_cases.fixture()


def test_raw_texts_become_their_canonical_texts(case: Case) -> None:
    assert normalise(case["raw"]) == case["text"]


def test_boundaries_are_those_marked_by_hand(case: Case) -> None:
    assert list(boundaries(case["text"])) == case["boundaries"]


def test_paragraphs_stand_at_their_offsets(case: Case) -> None:
    found = [{"offset": offset, "text": text} for offset, text in paragraphs(case["text"])]
    assert found == case["paragraphs"]


def test_every_span_is_accepted_and_has_its_offsets_in_each_unit(case: Case) -> None:
    text = case["text"]
    for span in case["spans"]:
        start, end = span["code_points"]
        check(text, start, end, span["exact"])
        assert Span.of(text, start, end).exact == span["exact"]
        assert list(utf16(text, start, end)) == span["utf16"]
        assert list(utf8(text, start, end)) == span["utf8"]
        assert from_utf16(text, *span["utf16"]) == from_utf8(text, *span["utf8"]) == (start, end)
