"""Bars made of numbers: geometry alone, drawn as SVG by templates."""

from collections.abc import Sequence
from typing import NamedTuple


class Bar(NamedTuple):
    """One piece of a stacked bar, in per cent of its width."""

    name: str
    size: int
    x: str
    width: str


def stacked(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    """The pieces of a bar 100 wide, in the order given; no piece for nothing."""
    total = sum(count for _, count in counts)
    bars, at = [], 0.0
    for name, count in counts:
        if count:
            width = 100 * count / total
            bars.append(Bar(name, count, f"{at:.2f}", f"{width:.2f}"))
            at += width
    return bars
