"""Where a reader of the feed stands: after an event and, of the work that the event laid open or covered, after a row.

A cursor is made of ids alone. Ids are kept by a backup, tell nothing of how many others there are, and need no key.
"""

import base64
import binascii
from typing import NamedTuple
from uuid import UUID

_NIL = str(UUID(int=0))


class Place(NamedTuple):
    """After `event`; of the rows that follow from it, after the row `past` of kind number `rank`."""

    event: str = _NIL
    rank: int = 0
    past: str = _NIL

    @property
    def is_beginning(self) -> bool:
        """Before every event."""
        return self.event == _NIL


BEGINNING = Place()


def encode(place: Place) -> str:
    """22 letters for an event, 45 within it."""
    within = bytes([place.rank]) + _bytes(place.past) if place.rank else b""
    return base64.urlsafe_b64encode(_bytes(place.event) + within).decode().rstrip("=")


def decode(cursor: str) -> Place:
    """The place of a cursor. Raises ValueError for what `encode` can not have made."""
    try:
        found = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (UnicodeError, binascii.Error):
        found = b""
    if len(found) == 16:
        return Place(_id(found))
    if len(found) == 33 and found[16]:
        return Place(_id(found[:16]), found[16], _id(found[17:]))
    message = "This cursor is not one of ours: take it from “next” or from a change."
    raise ValueError(message)


def _bytes(key: str) -> bytes:
    return bytes.fromhex(key.replace("-", ""))


def _id(found: bytes) -> str:
    return str(UUID(bytes=found))
