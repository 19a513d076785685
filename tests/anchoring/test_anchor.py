import pytest
from hypothesis import given

from annotator.anchoring import Span, SpanRefused, anchor, check, reanchor, widen
from annotator.anchoring.spans import places
from tests.anchoring.alphabet import texts_with_places

TEXT = "Thirty died, police said. Later police said that thirty-one died.\n"


def code(**known: object) -> str:
    with pytest.raises(SpanRefused) as refused:
        anchor(TEXT, **known)  # type: ignore[arg-type]
    return refused.value.code


def test_a_position_that_agrees_with_its_quote_is_taken() -> None:
    start = TEXT.rindex("police")
    found = anchor(TEXT, exact="police", start=start, end=start + 6)
    assert found == Span.of(TEXT, start, start + 6)
    assert anchor(TEXT, exact="police", start=start) == found


def test_a_quote_that_stands_once_needs_no_position() -> None:
    assert anchor(TEXT, exact="thirty-one").start == TEXT.index("thirty-one")


def test_a_position_in_another_unit_gives_way_to_a_quote_that_stands_once() -> None:
    assert anchor(TEXT, exact="thirty-one", start=3, end=13).start == TEXT.index("thirty-one")


def test_context_tells_repeated_quotes_apart() -> None:
    assert anchor(TEXT, exact="police said", prefix="Later ").start == TEXT.rindex("police said")
    assert anchor(TEXT, exact="police said", suffix=". L").start == TEXT.index("police said")


def test_what_fits_several_places_or_none_is_refused() -> None:
    assert code(exact="police said") == "ambiguous"
    assert code(exact="police said", start=2, end=13) == "ambiguous"
    assert code(exact="forty") == "quote"
    assert code(exact="thirty-one", prefix="never ") == "quote"
    assert code(exact="") == "empty"


def test_a_quote_in_another_context_is_refused_and_shown() -> None:
    with pytest.raises(SpanRefused) as refused:
        anchor(TEXT, exact="thirty-one", prefix="about ")
    assert refused.value.accepted
    check(TEXT, **refused.value.accepted)


def test_a_position_that_cuts_a_cluster_is_refused() -> None:
    text = "a \U0001f1e9\U0001f1ea b"
    with pytest.raises(SpanRefused) as refused:
        anchor(text, exact="\U0001f1e9", start=2, end=3)
    assert refused.value.code == "grapheme"


@given(texts_with_places())
def test_a_place_with_quote_and_position_is_always_found_again(case: tuple[str, int, int]) -> None:
    text, *place = case
    start, end = widen(text, *place)
    span = Span.of(text, start, end)
    assert anchor(text, exact=span.exact, start=start, end=end) == span
    if list(places(text, span.exact)) == [start]:
        assert anchor(text, exact=span.exact, prefix=span.prefix, suffix=span.suffix) == span


@given(texts_with_places())
def test_in_an_unchanged_text_every_span_is_the_same(case: tuple[str, int, int]) -> None:
    text, *place = case
    span = Span.of(text, *widen(text, *place))
    assert reanchor(span, text) == ("same", span)


@given(texts_with_places(), texts_with_places())
def test_in_another_text_a_span_is_found_only_with_one_whole_side_of_its_context(
    case: tuple[str, int, int], other: tuple[str, int, int]
) -> None:
    text, *place = case
    span = Span.of(text, *widen(text, *place))
    new = f"{other[0]}{text}"
    state, found = reanchor(span, new)
    assert (state == "orphan") == (found is None)
    if found:
        check(new, found.start, found.end, span.exact)
        assert state == ("same" if found.start == span.start else "moved")
        before, after = new[: found.start], new[found.end :]
        assert before.endswith(span.prefix or "\0") or after.startswith(span.suffix or "\0")


def test_a_correction_beside_the_claim_moves_it() -> None:
    old = Span.of(TEXT, *_place("thirty-one"))
    new = TEXT.replace("Thirty died", "About thirty died").replace("Later police", "Later the coast guard")
    state, found = reanchor(old, new)
    assert state == "moved"
    assert found
    assert found.start == new.index("thirty-one")


def test_a_changed_or_repeated_claim_is_an_orphan() -> None:
    old = Span.of(TEXT, *_place("thirty-one"))
    assert reanchor(old, TEXT.replace("thirty-one", "forty")) == ("orphan", None)
    assert reanchor(old, "\n" + TEXT + TEXT) == ("orphan", None)
    assert reanchor(old, "All thirty-one of them lived.") == ("orphan", None)
    assert reanchor(Span.of("A", 0, 1), "A\nB\nA") == ("orphan", None)


def _place(quote: str) -> tuple[int, int]:
    return TEXT.index(quote), TEXT.index(quote) + len(quote)
