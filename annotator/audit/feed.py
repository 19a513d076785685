"""The changes feed: what happened in a project, as far as one reader may know, in the order of its commits.

Events have numbers in the order of their commits (`record`), so who has read up to one has missed none before it. A
reader's cursor is the id of the last event that he was told.

What he may know: a supervisor of everything. Anyone else of the events that are not hidden, and of hidden ones about
his own work. The veil over a document is drawn and lifted by events that everyone is told; there, the rows that come
into his sight follow as created, and those that leave it as tombstones (`shifts`). His own role has changed by events
too, and each stretch of the feed is read in the role that he had in it.

What he is told of a row is the row as it stands, found through his own look-ups (`show`): at least as new as the
change. What these do not find any more is not told of but by the tombstone that comes later, so that nothing is shown
to who may not see it now, whatever he was at the time.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from annotator.audit import cursor, history, shifts
from annotator.audit.cursor import Place
from annotator.audit.history import Moment
from annotator.audit.models import Op
from annotator.audit.shifts import Candidate, Reader

type Show = Callable[[str, list[UUID]], dict[UUID, bytes]]
"""The rows of a kind with these ids that the reader finds now, as JSON."""

LAST = 2**63 - 1  # beyond every change


class OtherHistoryError(LookupError):
    """The event of a cursor is not in this project: it came after what was restored, or never was here."""


class Change(NamedTuple):
    """One line of the feed; `data` is the row as JSON, None for a tombstone."""

    cursor: str
    at: str
    by: UUID | None
    kind: str
    op: str
    id: UUID
    data: bytes | None


def read(*, project: UUID, reader: Reader, after: str, limit: int, show: Show) -> tuple[list[Change], str]:
    """At most `limit` changes after a cursor (the beginning for an empty one), and the cursor to go on from.

    Nothing comes only where there is nothing more. Raises ValueError for a cursor that is none, OtherHistoryError
    for one of a history that is not here.
    """
    place = cursor.decode(after) if after else cursor.BEGINNING
    waiting = _candidates(project, reader, place, limit)
    told: list[Change] = []
    while len(told) < limit and (batch := list(islice(waiting, limit - len(told)))):
        told += _told(batch, show)
        place = batch[-1].place
    return told, cursor.encode(place)


def _told(batch: list[Candidate], show: Show) -> Iterator[Change]:
    wanted: dict[str, list[UUID]] = {}
    for one in batch:
        if one.op != Op.RETRACTED or not one.shown:
            wanted.setdefault(one.kind, []).append(one.id)
    found = {kind: show(kind, list(dict.fromkeys(keys))) for kind, keys in wanted.items()}
    for one in batch:
        data = found.get(one.kind, {}).get(one.id)
        if one.op == Op.RETRACTED and (one.shown or data is None):
            yield _change(one, None)
        elif one.op != Op.RETRACTED and data is not None:
            yield _change(one, data)


def _change(one: Candidate, data: bytes | None) -> Change:
    return Change(cursor.encode(one.place), one.moment.at, one.moment.by, one.kind, one.op, one.id, data)


def _candidates(project: UUID, reader: Reader, place: Place, size: int) -> Iterator[Candidate]:
    """What the reader may be told after a place, in order."""
    stretches = _Stretches(project, reader)
    done = 0
    if not place.is_beginning:
        moment = history.moment(project, place.event)
        if moment is None:
            message = "This cursor is of a history that is not here: read from the beginning."
            raise OtherHistoryError(message)
        yield from stretches.following(moment, place)
        done = moment.change
    while True:
        role, until = stretches.after(done)
        moments = history.between(project, done, until, size, None if role.sees_all else reader.user)
        for moment in moments:
            yield Candidate(
                Place(moment.id), moment, moment.kind, _op(moment, role), moment.object_id, shown=True
            )  # fmt: skip
            if moment.kind in shifts.KINDS:
                yield from stretches.following(moment, Place(moment.id))
        if len(moments) == size:
            done = moments[-1].change
        elif until == LAST:
            return
        else:
            done = until


def _op(moment: Moment, reader: Reader) -> str:
    """A release is told of when it is published, as something new to all but supervisors."""
    return Op.CREATED if moment.kind == "release" and not reader.sees_all else moment.op


class _Stretches:
    """The roles that a reader has had: each from a change on, the first one from the beginning, the last one now."""

    def __init__(self, project: UUID, reader: Reader) -> None:
        self.project, self.now = project, reader
        given = history.roles(project, reader.user)
        self.starts = [change for change, _ in given[1:]]
        self.roles = [Reader(reader.user, role) for _, role in given[:-1]] + [reader]

    def after(self, change: int) -> tuple[Reader, int]:
        """The reader in the stretch that begins after `change`, and the last change of that stretch."""
        passed = sum(start <= change for start in self.starts)
        return self.roles[passed], self.starts[passed] if passed < len(self.starts) else LAST

    def following(self, moment: Moment, place: Place) -> Iterator[Candidate]:
        before, after = self.after(moment.change - 1)[0], self.after(moment.change)[0]
        return shifts.following(self.project, moment, before, after, place)
