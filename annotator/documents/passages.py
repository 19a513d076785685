"""The passages of a text: its repeats and its furniture, found at capture. Pure."""

from bisect import bisect_right
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop

from annotator.anchoring import paragraphs
from annotator.documents.furniture import furniture
from annotator.documents.repeats import repeats

REPEAT, FURNITURE = "repeat", "furniture"
STANDS_EARLIER = gettext_noop("Stands earlier in this document")


class Found(NamedTuple):
    """`[start, end)` of a text is a passage of a kind; a repeat says `of` which earlier place. Code points."""

    start: int
    end: int
    kind: str
    of: tuple[int, int] | None
    why: str

    @property
    def columns(self) -> dict[str, Any]:
        """As a row's columns are named."""
        of_start, of_end = self.of or (None, None)
        row = {"start": self.start, "end": self.end, "kind": self.kind, "why": self.why}
        return row | {"of_start": of_start, "of_end": of_end}


def passages_of(text: str) -> list[Found]:
    """The passages of a normalised text: disjoint, in reading order.

    Furniture is set aside before repeats are looked for, so that a teaser in the middle of one copy does not cut it;
    a repeat then takes in the furniture inside of it. Furniture is of whole lines; lines in a row for one reason are
    one passage.
    """
    lines = [(offset, line) for offset, line in paragraphs(text) if line.strip()]
    reasons = furniture(lines)
    copies = repeats([line for n, line in enumerate(lines) if n not in reasons])
    found = [Found(start, end, REPEAT, (of, until), STANDS_EARLIER) for start, end, of, until in copies]
    outside = {n: why for n, why in reasons.items() if not _covers(found, lines[n][0])}
    return sorted(found + _furniture(lines, outside))


def _covers(found: list[Found], place: int) -> bool:
    at = bisect_right(found, place, key=lambda one: one.start) - 1
    return at >= 0 and place < found[at].end


def _furniture(lines: list[tuple[int, str]], reasons: dict[int, str]) -> list[Found]:
    found: list[Found] = []
    before = None
    for n, why in sorted(reasons.items()):
        start, end = lines[n][0], lines[n][0] + len(lines[n][1])
        if found and before == n - 1 and found[-1].why == why:
            start = found.pop().start
        found.append(Found(start, end, FURNITURE, None, why))
        before = n
    return found
