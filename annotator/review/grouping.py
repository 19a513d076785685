"""Which tags of a document are judged together: a pure function.

Two marks of different analysts *match* where they share at least half of the shorter one. Groups grow from single
marks: the best pair first (largest overlap by union, then earliest), two groups becoming one where every mark of the
one matches every mark of the other and no analyst would be in it twice. What matches nothing stays alone. The result
does not depend on the order of the input.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag as far as grouping goes: `[start, end)` in code points."""

    key: UUID
    analyst: UUID
    start: int
    end: int
    status: str


def matches(a: Mark, b: Mark) -> bool:
    """Different analysts, and at least half of the shorter mark shared."""
    shorter = min(a.end - a.start, b.end - b.start)
    return a.analyst != b.analyst and 2 * _shared(a, b) >= shorter


def agreed(group: Iterable[Mark]) -> bool:
    """Two or more analysts, one status."""
    marks = list(group)
    return len(marks) > 1 and len({mark.status for mark in marks}) == 1


def group(marks: Iterable[Mark]) -> list[list[Mark]]:
    """The groups in reading order, each in reading order."""
    ordered = sorted(marks, key=_reading_order)
    groups = {mark.key: [mark] for mark in ordered}
    for a, b in sorted(_pairs(ordered), key=_best_first):
        one, other = groups[a.key], groups[b.key]
        if one is not other and all(matches(x, y) for x in one for y in other):
            one += other
            groups |= {mark.key: one for mark in other}
    distinct = {id(found): found for found in groups.values()}.values()
    return sorted(
        (sorted(found, key=_reading_order) for found in distinct), key=lambda found: _reading_order(found[0])
    )


def _pairs(ordered: list[Mark]) -> list[tuple[Mark, Mark]]:
    """Matching pairs, found in one sweep over the marks that are still open at each start."""
    pairs, still_open = [], list[Mark]()
    for mark in ordered:
        still_open = [earlier for earlier in still_open if earlier.end > mark.start]
        pairs += [(earlier, mark) for earlier in still_open if matches(earlier, mark)]
        still_open.append(mark)
    return pairs


def _shared(a: Mark, b: Mark) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _best_first(pair: tuple[Mark, Mark]) -> tuple[float, tuple[int, int, str], tuple[int, int, str]]:
    a, b = pair
    union = max(a.end, b.end) - min(a.start, b.start)
    return -_shared(a, b) / union, _reading_order(a), _reading_order(b)


def _reading_order(mark: Mark) -> tuple[int, int, str]:
    return mark.start, mark.end, str(mark.key)
