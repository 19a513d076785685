"""The Span value, and the check that every span has to pass."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypedDict

from annotator.anchoring.graphemes import Window, WindowTooNarrow, widen
from annotator.anchoring.text import TextRefused, normalise_quote

CONTEXT = 32
MARGIN = 64

Code = Literal["outside", "empty", "quote", "grapheme", "ambiguous", "selector"]


class Accepted(TypedDict):
    """A place that would be accepted: `check(text, **accepted)` passes."""

    start: int
    end: int
    exact: str


class SpanRefused(ValueError):
    """A span that does not fit its text.

    `code` says which rule it breaks: *outside* the text, *empty*, the *quote* is not what stands
    there, an edge cuts a *grapheme* cluster, the quote fits several places (*ambiguous*), or a
    *selector* is malformed. `detail` is a sentence for the reader, `accepted` a place that would
    be taken, where one can be named without guessing.
    """

    def __init__(self, code: Code, detail: str, accepted: Accepted | None = None) -> None:
        super().__init__(detail)
        self.code: Code = code
        self.detail = detail
        self.accepted = accepted


@dataclass(frozen=True, slots=True)
class Span:
    """A place `[start, end)` in code points, its quote, and the text before and after it."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, text: str, start: int, end: int, context: int = CONTEXT) -> "Span":
        """The span of `text` at `[start, end)` with at most `context` code points on each side.

        The context is shortened to whole grapheme clusters. The place itself is not judged: that is
        `check`.
        """
        return cls.within(Window.whole(text), start, end, context)

    @classmethod
    def within(cls, window: Window, start: int, end: int, context: int = CONTEXT) -> "Span":
        """The same, from a window; raises WindowTooNarrow where more of the text is needed."""
        before = _whole_cluster_from(window, max(0, start - context), start)
        after = _whole_cluster_to(window, min(window.length, end + context), end)
        return cls(
            start,
            end,
            exact=window.slice(start, end),
            prefix=window.slice(before, start),
            suffix=window.slice(end, after),
        )


def check(text: str, start: int, end: int, exact: str, *, offset: int = 0, length: int | None = None) -> None:
    """Raise SpanRefused unless `exact` stands at `[start, end)` and no edge cuts a grapheme cluster.

    `exact` is normalised as texts are. `text` may be a part of the document only: then `offset`
    says where it begins and `length` how long the document is. A part that does not decide raises
    WindowTooNarrow; a refusal of a part is right, but offers less than one of the whole text.
    `span_at` reads a part and, where needed, the whole.
    """
    _check(Window(text, offset, offset + len(text) if length is None else length), start, end, exact)


def span_at(
    read: Callable[[int, int], str],
    length: int,
    *,
    start: int,
    end: int,
    exact: str,
    context: int = CONTEXT,
) -> Span:
    """The checked span of a stored document, reading no more of its text than is needed.

    `read(a, b)` answers the document's text `[a, b)`: for a row in PostgreSQL,
    `substr(text, a + 1, b - a)`. It is called once in the common case; a span that is refused, or
    that stands among very long clusters, costs a second call for the whole text.
    """
    if 0 <= start < end <= length:
        offset = max(0, start - MARGIN)
        window = Window(read(offset, min(length, end + MARGIN)), offset, length)
        try:
            _check(window, start, end, exact)
            return Span.within(window, start, end, context)
        except (SpanRefused, WindowTooNarrow):
            pass
    text = read(0, length)
    check(text, start, end, exact)
    return Span.of(text, start, end, context)


def places(text: str, exact: str) -> Iterator[int]:
    """Where `exact` stands in `text` (overlapping too), with neither edge inside a grapheme cluster."""
    whole = Window.whole(text)
    at = text.find(exact) if exact else -1
    while at >= 0:
        if whole.boundary(at) and whole.boundary(at + len(exact)):
            yield at
        at = text.find(exact, at + 1)


def only_place(text: str, exact: str) -> int | None:
    """The one place where `exact` stands, or None where there is none or more than one."""
    found = places(text, exact)
    first = next(found, None)
    return first if next(found, None) is None else None


def _check(window: Window, start: int, end: int, exact: str) -> None:
    if start < 0 or end > window.length:
        detail = f"The span {start} to {end} is outside of the text, which has {window.length} characters."
        raise SpanRefused("outside", detail, _elsewhere(window, exact))
    if start >= end:
        detail = f"The span {start} to {end} is empty: it must end after its start."
        raise SpanRefused("empty", detail, _elsewhere(window, exact))
    there = window.slice(start, end)
    if there not in (exact, _normal(exact)):
        detail = f"The quote is not what stands at {start} to {end}."
        raise SpanRefused("quote", detail, _elsewhere(window, exact) or _standing(window, start, end))
    if not (window.boundary(start) and window.boundary(end)):
        detail = f"An edge of the span {start} to {end} cuts what is read as one character."
        raise SpanRefused("grapheme", detail, _standing(window, start, end))


def _normal(exact: str) -> str | None:
    try:
        return normalise_quote(exact)
    except TextRefused:
        return None


def _elsewhere(window: Window, exact: str) -> Accepted | None:
    """The one place of the quote; nothing from a part of the text, which can not tell *one*."""
    quote = _normal(exact)
    if not quote or len(window.text) != window.length:
        return None
    start = only_place(window.text, quote)
    return None if start is None else Accepted(start=start, end=start + len(quote), exact=quote)


def _standing(window: Window, start: int, end: int) -> Accepted | None:
    """What stands at the place asked for, widened to whole clusters."""
    if len(window.text) != window.length:
        return None
    start, end = widen(window.text, start, end)
    return Accepted(start=start, end=end, exact=window.text[start:end])


def _whole_cluster_from(window: Window, index: int, limit: int) -> int:
    return index if index >= limit else min(limit, window.cluster(index)[1])


def _whole_cluster_to(window: Window, index: int, limit: int) -> int:
    return index if index <= limit else max(limit, window.cluster(index)[0])
