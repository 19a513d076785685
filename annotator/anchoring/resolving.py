"""The one place of a text that W3C selectors of any readable kind speak of (Web Annotation Data Model 4.2).

Positions count code points (DataPositionSelector: bytes of UTF-8; FragmentSelector: `char=` of RFC 5147). `refinedBy`
selects inside what it refines; a RangeSelector goes from the beginning of one place to the beginning of another.
Several selectors select the same. A quote is needed somewhere, since nothing else shows that a position was counted in
this text. Never a guess: SpanRefused, with code *selector* for one that is malformed or of a kind that no text has.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from annotator.anchoring.selectors import from_selectors
from annotator.anchoring.spans import Span, SpanRefused, check, places
from annotator.anchoring.text import TextRefused, normalise_quote
from annotator.anchoring.units import from_utf8

RFC5147 = {
    "http://tools.ietf.org/rfc/rfc5147",
    "https://tools.ietf.org/html/rfc5147",
    "https://www.rfc-editor.org/rfc/rfc5147",
}
MOST, DEEPEST = 100, 8
_CHAR = re.compile(r"char=(\d{0,10}),(\d{0,10})(?:;length=(\d{1,10})(?:,[A-Za-z0-9_-]+)?)?")
_PLAIN = ("TextQuoteSelector", "TextPositionSelector")

type Place = tuple[int, int]
type Selector = Mapping[str, Any]


def resolve(text: str, given: Selector | Sequence[Selector]) -> Span:
    """The span that one selector, or several of the same place, speak of."""
    if not isinstance(given, Mapping | list):
        raise SpanRefused("selector", "Selectors are an object or a list of them.")
    several = [given] if isinstance(given, Mapping) else list(given)
    several = [one if _has_parts(one) else _as_position(text, one) for one in map(_checked, several)]
    if all(one["type"] in _PLAIN and not _has_parts(one) for one in several):
        return from_selectors(text, several)
    if not any(_quoted(one, 0) for one in several):
        raise SpanRefused("selector", "A TextQuoteSelector is needed among the selectors.")
    found = set.intersection(*(set(_capped(_within(text, one, 0, len(text), 0))) for one in several))
    if len(found) != 1:
        detail = "The selectors fit several places." if found else "The selectors select no place together."
        raise SpanRefused("ambiguous" if found else "quote", detail)
    start, end = found.pop()
    check(text, start, end, text[start:end])
    return Span.of(text, start, end)


def _checked(one: Any) -> Selector:
    if not isinstance(one, Mapping) or not isinstance(one.get("type"), str):
        raise SpanRefused("selector", "A selector is an object with exactly one type.")
    if one["type"] not in _PARTS:
        raise SpanRefused("selector", f"A text has no place for a {one['type'][:60]}.")
    if unknown := one.keys() - _PARTS[one["type"]] - {"type", "id", "refinedBy"}:
        raise SpanRefused("selector", f"A {one['type']} has no “{min(unknown)[:60]}”.")
    return one


_PARTS: dict[str, set[str]] = {
    "TextQuoteSelector": {"exact", "prefix", "suffix"},
    "TextPositionSelector": {"start", "end"},
    "DataPositionSelector": {"start", "end"},
    "FragmentSelector": {"value", "conformsTo"},
    "RangeSelector": {"startSelector", "endSelector"},
}


def _has_parts(one: Selector) -> bool:
    """It holds selectors of its own."""
    return "refinedBy" in one or one["type"] == "RangeSelector"


def _as_position(text: str, one: Selector) -> Selector:
    """A plain selector that counts otherwise, as TextPositionSelector; the others as they are."""
    if one["type"] in _PLAIN:
        return one
    start, end = next(_positions(text, one, 0, len(text)))
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _quoted(one: Selector, depth: int) -> bool:
    """A quote stands for the place that it selects."""
    if depth > DEEPEST:
        raise SpanRefused("selector", "The selectors are nested too deeply.")
    if one["type"] == "RangeSelector":
        own = all(_quoted(_checked(one.get(edge)), depth + 1) for edge in ("startSelector", "endSelector"))
    else:
        own = one["type"] == "TextQuoteSelector"
    return own or ("refinedBy" in one and _quoted(_checked(one["refinedBy"]), depth + 1))


def _capped(found: Iterator[Place]) -> list[Place]:
    several = list(islice(found, MOST + 1))
    if len(several) > MOST:
        raise SpanRefused("ambiguous", "The quote fits too many places of the text: give more context.")
    return several


def _within(text: str, one: Selector, low: int, high: int, depth: int) -> Iterator[Place]:
    """Every place in `text[low:high)` that a selector selects there."""
    if depth > DEEPEST:
        raise SpanRefused("selector", "The selectors are nested too deeply.")
    own = _SELECTED[one["type"]](text, one, low, high) if one["type"] in _SELECTED else None
    for start, end in own or _ranges(text, one, low, high, depth):
        if "refinedBy" in one:
            yield from _within(text, _checked(one["refinedBy"]), start, end, depth + 1)
        else:
            yield start, end


def _ranges(text: str, one: Selector, low: int, high: int, depth: int) -> Iterator[Place]:
    first, last = (_checked(one.get(edge)) for edge in ("startSelector", "endSelector"))
    starts = {start for start, _ in _capped(_within(text, first, low, high, depth + 1))}
    ends = {start for start, _ in _capped(_within(text, last, low, high, depth + 1))}
    return ((start, end) for start in sorted(starts) for end in sorted(ends) if start < end)


def _quotes(text: str, one: Selector, low: int, high: int) -> Iterator[Place]:
    parts = [one.get("exact"), one.get("prefix", ""), one.get("suffix", "")]
    if not all(isinstance(part, str) for part in parts) or not parts[0]:
        raise SpanRefused("selector", "exact, prefix and suffix of a TextQuoteSelector are texts, one each.")
    try:
        exact, prefix, suffix = map(normalise_quote, parts)
    except TextRefused as refused:
        raise SpanRefused("quote", str(refused)) from refused
    for start in places(text[low:high], exact):
        first, end = low + start, low + start + len(exact)
        before = text[max(0, first - len(prefix)) : first]
        if before == prefix and text.startswith(suffix, end):
            yield first, end


def _positions(text: str, one: Selector, low: int, high: int) -> Iterator[Place]:
    start, end = _fragment(one, high - low) if one["type"] == "FragmentSelector" else _numbers(one)
    if one["type"] == "DataPositionSelector":
        start, end = from_utf8(text[low:high], start, end)
    if not start < end <= high - low:
        raise SpanRefused("outside", f"The place {start} to {end} is empty or outside of what it is in.")
    yield low + start, low + end


def _numbers(one: Selector) -> Place:
    start, end = one.get("start"), one.get("end")
    if type(start) is not int or type(end) is not int or start < 0:
        raise SpanRefused("selector", f"start and end of a {one['type']} are whole numbers from 0 on.")
    return start, end


def _fragment(one: Selector, length: int) -> Place:
    value = one.get("value")
    found = _CHAR.fullmatch(value) if isinstance(value, str) else None
    if not found or str(one.get("conformsTo", min(RFC5147))) not in RFC5147:
        raise SpanRefused("selector", "A fragment of a text is “char=START,END”, as RFC 5147 has it.")
    if found[3] and int(found[3]) != length:
        raise SpanRefused(
            "outside", f"The fragment is of a text of {found[3]} characters; this has {length}."
        )
    return int(found[1] or 0), int(found[2] or length)


_SELECTED = {
    "TextQuoteSelector": _quotes,
    "TextPositionSelector": _positions,
    "DataPositionSelector": _positions,
    "FragmentSelector": _positions,
}
