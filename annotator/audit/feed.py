"""The changes feed: what happened in a project, as far as one reader may know, in the order of its commits.

Events have numbers in the order of their commits (`record`), so who has read up to one has missed none before it. A
reader's cursor is the id of the last event that he was told.

What he may know: a supervisor of everything. Anyone else of the events that are not hidden, and of hidden ones about
his own work. The veil over a document is drawn and lifted by events that everyone is told; there, the rows that come
into his sight follow as created, and those that leave it as tombstones (`shifts`). His own role has changed by events
too, and each stretch of the feed is read in the role that he had in it; where he was no member, as everyone, and
without the tombstones of what he can not have been told of.

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
from annotator.audit.shifts import Candidate, Reader, Told

type Show = Callable[[str, list[str], bool], dict[str, bytes]]
"""The rows of a kind with these ids that the reader finds now, as JSON; only live ones, or retracted ones too."""

AT_LEAST = 100  # candidates looked through at once, however few changes are asked for


class OtherHistoryError(LookupError):
    """The event of a cursor is not in this project: it came after what was restored, or never was here."""


class Change(NamedTuple):
    """One line of the feed; `data` is the row as JSON, None for a tombstone."""

    cursor: str
    at: str
    by: str | None
    kind: str
    op: str
    id: str
    data: bytes | None


def read(*, project: UUID, reader: Reader, after: str, limit: int, show: Show) -> tuple[list[Change], str]:
    """At most `limit` changes after a cursor (the beginning for an empty one), and the cursor to go on from.

    Nothing comes only where there is nothing more. Raises ValueError for a cursor that is none, OtherHistoryError
    for one of a history that is not here.
    """
    place = cursor.decode(after) if after else cursor.BEGINNING
    waiting = _candidates(project, reader, place, max(limit, AT_LEAST))
    told: list[Change] = []
    while batch := list(islice(waiting, max(limit - len(told), AT_LEAST))):
        for candidate, change in zip(batch, _told(batch, show), strict=True):
            place = candidate.place
            told += [change] if change else []
            if len(told) == limit:
                return told, cursor.encode(place)
    return told, cursor.encode(place)


def _told(batch: list[Candidate], show: Show) -> Iterator[Change | None]:
    """Of each candidate what the reader is told, or nothing. What was retracted is lost, though it can be found."""
    wanted: dict[tuple[str, bool], list[str]] = {}
    for one in batch:
        if one.told != Told.ALWAYS:
            wanted.setdefault((one.kind, one.told == Told.LOST), []).append(one.id)
    found = {
        (kind, live): show(kind, list(dict.fromkeys(keys)), live) for (kind, live), keys in wanted.items()
    }
    for one in batch:
        data = found.get((one.kind, one.told == Told.LOST), {}).get(one.id)
        if one.told == Told.ALWAYS or (data is None) == (one.told == Told.LOST):
            yield _change(one, None if one.op == Op.RETRACTED else data)
        else:
            yield None


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
    while done < stretches.last:
        role, until = stretches.after(done)
        moments = history.between(project, done, until, size, None if role.sees_all else role.user)
        known = _known(moments, role)
        for moment in moments:
            yield _plain(moment, role, known)
            if moment.kind in shifts.KINDS:
                yield from stretches.following(moment, Place(moment.id))
        done = moments[-1].change if len(moments) == size else until


def _plain(moment: Moment, reader: Reader, known: set[str]) -> Candidate:
    """The event itself. A release is told of when it is published, as something new to all but supervisors."""
    op = Op.CREATED if moment.kind == "release" and not reader.sees_all else moment.op
    always = op == Op.RETRACTED and (reader.left is None or moment.object_id in known)
    told = Told.ALWAYS if always else Told.FOUND
    return Candidate(Place(moment.id), moment, moment.kind, op, moment.object_id, told)


def _known(moments: list[Moment], reader: Reader) -> set[str]:
    """Of the rows that went while the reader was no member, those that he may have been told of before."""
    gone = [moment.object_id for moment in moments if moment.op == Op.RETRACTED] if reader.left else []
    return history.known(gone, reader.left or 0)


class _Stretches:
    """The roles that a reader has had, each from a change on; before and between them he was no member.

    All is asked of history up to one change, so that a role that changes meanwhile comes with its event.
    """

    def __init__(self, project: UUID, reader: Reader) -> None:
        self.project, self.last = project, history.last(project)
        given = history.roles(project, reader.user, self.last)
        self.starts = [change for change, _ in given]
        self.roles = [Reader(reader.user, "", left=0) if given else reader]
        for change, role in given:
            was = self.roles[-1]
            self.roles.append(Reader(reader.user, role) if role else was._replace(left=change))

    def after(self, change: int) -> tuple[Reader, int]:
        """The reader in the stretch that begins after `change`, and the last change of that stretch."""
        passed = sum(start <= change for start in self.starts)
        return self.roles[passed], self.starts[passed] if passed < len(self.starts) else self.last

    def following(self, moment: Moment, place: Place) -> Iterator[Candidate]:
        before, after = self.after(moment.change - 1)[0], self.after(moment.change)[0]
        return shifts.following(self.project, moment, before, after, place)
