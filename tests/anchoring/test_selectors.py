from typing import Any

import pytest
from hypothesis import given

from annotator.anchoring import (
    Span,
    SpanRefused,
    from_selectors,
    position_selector,
    quote_selector,
    selectors,
    widen,
)
from tests.anchoring.alphabet import texts_with_places

TEXT = "Thirty died, police said. Later police said more.\n"
QUOTE = {"type": "TextQuoteSelector", "exact": "Thirty died"}


def refusal(given_selectors: Any) -> SpanRefused:
    with pytest.raises(SpanRefused) as refused:
        from_selectors(TEXT, given_selectors)
    return refused.value


@given(texts_with_places())
def test_selectors_of_a_span_lead_back_to_it(case: tuple[str, int, int]) -> None:
    text, *place = case
    span = Span.of(text, *widen(text, *place))
    assert from_selectors(text, selectors(span)) == span


def test_one_selector_needs_no_list() -> None:
    assert from_selectors(TEXT, QUOTE) == Span.of(TEXT, 0, 11)


def test_selectors_have_the_members_of_the_model() -> None:
    span = Span.of(TEXT, 0, 6, context=4)
    assert position_selector(span) == {"type": "TextPositionSelector", "start": 0, "end": 6}
    assert quote_selector(span) == {"type": "TextQuoteSelector", "exact": "Thirty", "suffix": " die"}


def test_other_kinds_of_selectors_are_passed_over() -> None:
    other = {"type": "XPathSelector", "value": "/p[1]", "refinedBy": QUOTE}
    assert from_selectors(TEXT, [other, QUOTE]).start == 0
    assert refusal([other]).code == "selector"


def test_a_position_alone_is_refused_with_what_stands_there() -> None:
    refused = refusal({"type": "TextPositionSelector", "start": 0, "end": 6})
    assert (refused.code, refused.accepted) == ("quote", {"start": 0, "end": 6, "exact": "Thirty"})


def test_selectors_of_different_places_are_refused() -> None:
    assert refusal([QUOTE, {"type": "TextQuoteSelector", "exact": "more"}]).code == "ambiguous"
    positions = [{"type": "TextPositionSelector", "start": start, "end": 11} for start in (0, 1)]
    assert refusal([QUOTE, *positions]).code == "ambiguous"


@pytest.mark.parametrize(
    "malformed",
    [
        [],
        ["Thirty"],
        [QUOTE | {"exact": 30}],
        [QUOTE | {"prefix": ["a"]}],
        [QUOTE | {"refinedBy": QUOTE}],
        [QUOTE, {"type": "TextPositionSelector", "start": 0}],
        [QUOTE, {"type": "TextPositionSelector", "start": -1, "end": 3}],
        [QUOTE, {"type": "TextPositionSelector", "start": "0", "end": 3}],
        [QUOTE, {"type": "TextPositionSelector", "start": True, "end": 3}],
        [QUOTE, {"type": "TextPositionSelector", "start": [], "end": {}}],
    ],
)
def test_a_malformed_selector_is_refused(malformed: Any) -> None:
    assert refusal(malformed).code == "selector"
