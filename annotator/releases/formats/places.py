"""A quote and where it is said to stand."""

from typing import NamedTuple


class Place(NamedTuple):
    """`[start, end)` in code points of a document's text, and what should stand there."""

    of: str  # what quotes it: "annotation ..."
    document: str
    start: int
    end: int
    exact: str
