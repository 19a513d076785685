from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring import Span, SpanRefused, boundaries, check, grapheme_boundary, span_at, widen
from tests.anchoring.alphabet import any_texts, texts_with_places

TEXT = "Thirty died, the agency said.\nThe agency said: \U0001f468\u200d\U0001f469\u200d\U0001f467 lives.\n"
FAMILY = TEXT.index("\U0001f468")


def refusal(text: str, start: int, end: int, exact: str) -> SpanRefused:
    with pytest.raises(SpanRefused) as refused:
        check(text, start, end, exact)
    assert str(refused.value) == refused.value.detail
    return refused.value


def test_a_quote_that_stands_at_its_place_is_accepted() -> None:
    check(TEXT, 0, 11, "Thirty died")
    check(TEXT, 0, len(TEXT), TEXT)


def test_a_quote_is_normalised_as_texts_are() -> None:
    check("ein Caf\u00e9\nhier", 4, 9, "Cafe\u0301\r\n")
    check("a \ufeffb", 2, 4, "\ufeffb")


def test_a_quote_that_stands_once_elsewhere_is_offered_there() -> None:
    refused = refusal(TEXT, 1, 12, "Thirty died")
    assert (refused.code, refused.accepted) == ("quote", {"start": 0, "end": 11, "exact": "Thirty died"})


def test_of_a_quote_that_stands_twice_no_place_is_guessed() -> None:
    refused = refusal(TEXT, 0, 11, "agency said")
    assert (refused.code, refused.accepted) == ("quote", {"start": 0, "end": 11, "exact": "Thirty died"})


def test_a_span_outside_of_the_text_is_refused() -> None:
    assert refusal(TEXT, 0, len(TEXT) + 1, TEXT).code == "outside"
    assert refusal(TEXT, -1, 5, "Thirt").accepted == {"start": 0, "end": 5, "exact": "Thirt"}
    assert refusal("", 0, 1, "a").accepted is None


def test_an_empty_or_reversed_span_is_refused() -> None:
    assert refusal(TEXT, 4, 4, "").code == "empty"
    assert refusal(TEXT, 9, 4, "").code == "empty"


def test_an_edge_inside_a_cluster_is_refused_with_the_whole_cluster() -> None:
    refused = refusal(TEXT, FAMILY, FAMILY + 1, TEXT[FAMILY])
    family = {"start": FAMILY, "end": FAMILY + 5, "exact": TEXT[FAMILY : FAMILY + 5]}
    assert (refused.code, refused.accepted) == ("grapheme", family)


def test_a_quote_with_half_a_character_is_refused() -> None:
    assert refusal(TEXT, FAMILY, FAMILY + 1, "\ud83d").code == "quote"


@given(texts_with_places())
def test_exactly_the_spans_that_cut_no_cluster_pass(case: tuple[str, int, int]) -> None:
    text, start, end = case
    if grapheme_boundary(text, start) and grapheme_boundary(text, end):
        check(text, start, end, text[start:end])
    else:
        assert refusal(text, start, end, text[start:end]).code == "grapheme"


@given(any_texts, st.integers(-2, 70), st.integers(-2, 70), st.text(max_size=3))
def test_what_is_offered_is_accepted(text: str, start: int, end: int, exact: str) -> None:
    try:
        check(text, start, end, exact)
    except SpanRefused as refused:
        if refused.accepted:
            check(text, **refused.accepted)


@given(texts_with_places(), st.booleans())
def test_a_stored_text_is_judged_as_the_whole_text(case: tuple[str, int, int], long: bool) -> None:
    text, start, end = case
    if long:
        filler = "\U0001f1e9\U0001f1ea" * 60
        text, start, end = filler + text + filler, start + len(filler), end + len(filler)
    start, end = widen(text, start, end)

    def read(first: int, last: int) -> str:
        assert 0 <= first <= last <= len(text)
        return text[first:last]

    found = span_at(read, len(text), start=start, end=end, exact=text[start:end])
    assert found == Span.of(text, start, end)
    with pytest.raises(SpanRefused):
        span_at(read, len(text), start=start, end=end, exact=text[start:end] + "x")


def test_of_a_long_text_only_the_surroundings_are_read() -> None:
    text = "The ferry sank. " * 10_000
    reads = []

    def read(first: int, last: int) -> str:
        reads.append(last - first)
        return text[first:last]

    assert span_at(read, len(text), start=80_004, end=80_009, exact="ferry").prefix.endswith("sank. The ")
    assert reads == [133]


@given(texts_with_places(), st.integers(0, 40))
def test_context_is_what_stands_beside_in_whole_clusters(case: tuple[str, int, int], context: int) -> None:
    text, start, end = case
    span = Span.of(text, start, end, context)
    before, after = start - len(span.prefix), end + len(span.suffix)
    assert text[before:after] == span.prefix + span.exact + span.suffix
    assert max(len(span.prefix), len(span.suffix)) <= context
    for index, edge in ((before, start), (after, end)):
        assert index == edge or grapheme_boundary(text, index)


@given(any_texts)
def test_every_cluster_can_be_a_span(text: str) -> None:
    for start, end in pairwise(boundaries(text)):
        check(text, start, end, text[start:end])
