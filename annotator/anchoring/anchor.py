"""Finding the place of a quote: never by guess.

A place is taken only when it is the only one that fits all that is known about it. Where several
fit, or none does, it is refused (`anchor`) or given up as an orphan (`reanchor`).
"""

from collections.abc import Iterator
from itertools import islice
from typing import Literal

from annotator.anchoring.spans import (
    Accepted,
    Span,
    SpanRefused,
    check,
    only_place,
    places,
)
from annotator.anchoring.text import TextRefused, normalise_quote


def anchor(
    text: str,
    *,
    exact: str,
    prefix: str = "",
    suffix: str = "",
    start: int | None = None,
    end: int | None = None,
) -> Span:
    """The span of `text` that a quote, its context and perhaps a position speak of.

    Position and quote that agree are taken. Else the quote decides, if with its prefix and suffix
    it fits exactly one place; an empty prefix or suffix is one that was not given. Raises
    SpanRefused with code *quote* (it stands nowhere), *ambiguous*, *grapheme* or *empty*.
    """
    exact, prefix, suffix = _normalised(exact), _normalised(prefix), _normalised(suffix)
    if not exact:
        raise SpanRefused("empty", "The quote is empty.")
    if start is not None:
        end = start + len(exact) if end is None else end
        if 0 <= start < end <= len(text) and text[start:end] == exact:
            check(text, start, end, exact)
            return Span.of(text, start, end)
    found = list(islice(_fitting(text, exact, prefix, suffix), 2))
    if len(found) != 1:
        raise _no_single_place(text, exact, bool(found))
    return Span.of(text, found[0], found[0] + len(exact))


def reanchor(old: Span, new_text: str) -> tuple[Literal["same", "moved", "orphan"], Span | None]:
    """Where a span of an earlier version of a document stands in `new_text`.

    The quote must stand there letter by letter. It is *same* where quote and context are unchanged
    at the old offsets. Else one place must have its whole context, where an empty side means the
    edge of the text; failing that, one place must have all of one side (a correction beside the
    claim changes the other). It is *moved* where that place has other offsets, and an *orphan*
    where there is no such place, or more than one.
    """
    start = _new_start(old, new_text)
    if start is None:
        return "orphan", None
    span = Span.of(new_text, start, start + len(old.exact))
    return ("same" if start == old.start else "moved"), span


def _new_start(old: Span, text: str) -> int | None:
    before = set(_fitting(text, old.exact, old.prefix, ""))
    after = set(_fitting(text, old.exact, "", old.suffix))
    at_end = {len(text) - len(old.exact)}
    both = (before if old.prefix else before & {0}) & (after if old.suffix else after & at_end)
    if old.start in both:
        return old.start
    one_side = (before if old.prefix else set()) | (after if old.suffix else set())
    candidates = both or one_side
    return candidates.pop() if len(candidates) == 1 else None


def _fitting(text: str, exact: str, prefix: str, suffix: str) -> Iterator[int]:
    for start in places(text, exact):
        before = start - len(prefix)
        if before >= 0 and text.startswith(prefix, before) and text.startswith(suffix, start + len(exact)):
            yield start


def _normalised(quote: str) -> str:
    try:
        return normalise_quote(quote)
    except TextRefused as refused:
        raise SpanRefused("quote", str(refused)) from refused


def _no_single_place(text: str, exact: str, several: bool) -> SpanRefused:
    if several:
        return SpanRefused("ambiguous", "The quote fits several places of the text: give more context.")
    start = only_place(text, exact)
    if start is not None:
        accepted = Accepted(start=start, end=start + len(exact), exact=exact)
        return SpanRefused("quote", "The quote stands in the text with another context.", accepted)
    return SpanRefused("quote", "The quote does not stand in the text.")
