"""Flat segments for rendering: a paragraph cut at every edge of a span, in one pass.

A segment is a run of text under the same spans, so that spans which overlap need no nesting.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple


class Segment[K: Hashable](NamedTuple):
    """`keys` of the spans that cover the text, `starts` of those that begin with it (a badge each).

    Both are ordered by start, then longest first, then as given.
    """

    text: str
    keys: tuple[K, ...]
    starts: tuple[K, ...]


def segments[K: Hashable](
    paragraph_start: int, paragraph_text: str, spans: Iterable[tuple[int, int, K]]
) -> list[Segment[K]]:
    """The segments of one paragraph; spans are `(start, end, key)` in offsets of the document.

    Spans may reach beyond the paragraph or miss it. The texts joined are the paragraph.
    """
    last = paragraph_start + len(paragraph_text)
    inside = [span for span in spans if span[0] < last and span[1] > paragraph_start and span[0] < span[1]]
    return _cut(paragraph_start, paragraph_text, sorted(inside, key=_reading_order))


def segments_by_paragraph[K: Hashable](
    paragraphs: Sequence[tuple[int, str]], spans: Iterable[tuple[int, int, K]]
) -> list[list[Segment[K]]]:
    """The segments of each paragraph of a document, as `paragraphs` answers them, in one sweep."""
    touching = spans_by_paragraph(paragraphs, spans)
    return [_cut(start, text, found) for (start, text), found in zip(paragraphs, touching, strict=True)]


def spans_by_paragraph[K](
    paragraphs: Sequence[tuple[int, str]], spans: Iterable[tuple[int, int, K]]
) -> Iterator[list[tuple[int, int, K]]]:
    """The spans that touch each paragraph, in reading order: `segments` of them are the paragraph's."""
    waiting = sorted((span for span in spans if span[0] < span[1]), key=_reading_order)
    waiting.reverse()
    crossing: list[tuple[int, int, K]] = []
    for start, text in paragraphs:
        last = start + len(text)
        crossing = [span for span in crossing if span[1] > start]
        while waiting and waiting[-1][0] < last:
            span = waiting.pop()
            if span[1] > start:
                crossing.append(span)
        yield crossing


def _reading_order(span: tuple[int, int, object]) -> tuple[int, int]:
    return span[0], -span[1]


def _cut[K: Hashable](offset: int, text: str, spans: Sequence[tuple[int, int, K]]) -> list[Segment[K]]:
    if not spans:
        return [Segment(text, (), ())] if text else []
    begun: dict[int, list[int]] = {}
    ended: dict[int, list[int]] = {}
    for rank, (start, end, _) in enumerate(spans):
        begun.setdefault(start if start > offset else offset, []).append(rank)
        ended.setdefault(end, []).append(rank)
    last = offset + len(text)
    edges = sorted({offset, last, *begun, *(end for end in ended if end < last)})
    active: dict[int, K] = {}
    found = []
    for here, there in pairwise(edges):
        for rank in ended.get(here, ()):
            del active[rank]
        starts: tuple[K, ...] = ()
        if fresh := begun.get(here):
            active |= {rank: spans[rank][2] for rank in fresh}
            starts = tuple([spans[rank][2] for rank in fresh if spans[rank][0] == here])
        found.append(Segment(text[here - offset : there - offset], tuple(active.values()), starts))
    return found
