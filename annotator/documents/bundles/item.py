"""One document that is to be captured, or the reason why it can not be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from annotator.lib.refusals import Refusal

PIECE = 65_536

type Open = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Item:
    """`load` gives the arguments of `documents.actions.capture`, or raises the Refusal that says why there are none."""

    name: str  # of the file, and of the entry in it: `notes.zip/a.txt`
    line: int | None  # of a row: the line of its file on which it begins, from 1
    load: Callable[[], dict[str, Any]]


def refused(name: str, line: int | None, refusal: Refusal) -> Item:
    """An item that can not be taken."""

    def load() -> dict[str, Any]:
        raise refusal

    return Item(name, line, load)


def read(file: IO[bytes], limit: int) -> bytes:
    """At most `limit` bytes, read in small pieces."""
    pieces, size = [], 0
    while size < limit and (piece := file.read(min(PIECE, limit - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
