"""W3C Web Annotation selectors of a span, and spans of selectors.

We write and read TextQuoteSelector and TextPositionSelector, in code points of the normalised text
(Web Annotation Data Model 4.2.4 and 4.2.5). Other kinds in a list are passed over, as the model
allows: each of several selectors selects the same.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.anchoring.anchor import anchor
from annotator.anchoring.spans import Span, SpanRefused, check

Selector = dict[str, Any]


def quote_selector(span: Span) -> Selector:
    """The TextQuoteSelector of a span."""
    selector: Selector = {"type": "TextQuoteSelector", "exact": span.exact}
    if span.prefix:
        selector["prefix"] = span.prefix
    if span.suffix:
        selector["suffix"] = span.suffix
    return selector


def position_selector(span: Span) -> Selector:
    """The TextPositionSelector of a span."""
    return {"type": "TextPositionSelector", "start": span.start, "end": span.end}


def selectors(span: Span) -> list[Selector]:
    """Both, the position first."""
    return [position_selector(span), quote_selector(span)]


def from_selectors(text: str, given: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Span:
    """The span of `text` that one selector, or several of the same place, speak of.

    A quote is required; a position alone is refused with what stands there, since nothing would
    show that it was counted in code points of this text. Position and quote that differ: the quote
    decides, if it fits one place only. Raises SpanRefused, with code *selector* for a malformed one.
    """
    several = [given] if isinstance(given, Mapping) else list(given)
    position = _position(_of_type(several, "TextPositionSelector"))
    quotes = _of_type(several, "TextQuoteSelector")
    if not quotes:
        raise _without_quote(text, position)
    spans = {_anchored(text, quote, position) for quote in quotes}
    if len(spans) > 1:
        raise SpanRefused("ambiguous", "The selectors select different places.")
    return spans.pop()


def _of_type(several: Sequence[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    if not all(isinstance(one, Mapping) for one in several):
        raise SpanRefused("selector", "A selector must be an object.")
    found = [one for one in several if one.get("type") == kind]
    if any("refinedBy" in one for one in found):
        raise SpanRefused("selector", f"A {kind} refined by another selector can not be read.")
    return found


def _position(found: Sequence[Mapping[str, Any]]) -> tuple[int, int] | None:
    pairs = {(_whole_number(one, "start"), _whole_number(one, "end")) for one in found}
    if len(pairs) > 1:
        raise SpanRefused("ambiguous", "The selectors select different places.")
    return pairs.pop() if pairs else None


def _whole_number(one: Mapping[str, Any], edge: str) -> int:
    value = one.get(edge)
    if type(value) is not int or value < 0:
        raise SpanRefused("selector", f"The {edge} of a TextPositionSelector is a whole number from 0 on.")
    return value


def _anchored(text: str, quote: Mapping[str, Any], position: tuple[int, int] | None) -> Span:
    parts = {part: quote.get(part, "") for part in ("exact", "prefix", "suffix")}
    if not all(isinstance(value, str) for value in parts.values()):
        raise SpanRefused("selector", "exact, prefix and suffix of a TextQuoteSelector are texts, one each.")
    start, end = position or (None, None)
    return anchor(text, **parts, start=start, end=end)


def _without_quote(text: str, position: tuple[int, int] | None) -> SpanRefused:
    if position is None:
        return SpanRefused("selector", "A TextQuoteSelector is needed.")
    try:
        check(text, *position, exact="")
    except SpanRefused as refused:
        return refused
    raise AssertionError("an empty quote is never accepted")
