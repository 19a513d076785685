"""Where a reader of the feed stands: after an event and, of the work that the event laid open or covered, after a row.

A cursor is made of ids alone. Ids are kept by a backup, tell nothing of how many others there are, and need no key.
"""

import base64
import binascii
from typing import NamedTuple
from uuid import UUID

_NIL = UUID(int=0)


class Place(NamedTuple):
    """After `event`; of the rows that follow from it, after the row `past` of kind number `rank`."""

    event: UUID = _NIL
    rank: int = 0
    past: UUID = _NIL

    @property
    def is_beginning(self) -> bool:
        """Before every event."""
        return self.event == _NIL


BEGINNING = Place()


def encode(place: Place) -> str:
    """22 letters for an event, 45 within it."""
    within = bytes([place.rank]) + place.past.bytes if place.rank else b""
    return base64.urlsafe_b64encode(place.event.bytes + within).decode().rstrip("=")


def decode(cursor: str) -> Place:
    """The place of a cursor. Raises ValueError for what `encode` can not have made."""
    try:
        found = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (UnicodeError, binascii.Error):
        found = b""
    if len(found) == 16:
        return Place(UUID(bytes=found))
    if len(found) == 33 and found[16]:
        return Place(UUID(bytes=found[:16]), found[16], UUID(bytes=found[17:]))
    message = "This cursor is not one of ours: take it from “next” or from a change."
    raise ValueError(message)
