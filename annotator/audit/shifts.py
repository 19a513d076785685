"""What follows from an event for one reader: the rows that come into his sight by it, and those that leave it.

The veil over a document is lifted when it is complete and drawn when it is open again or its project becomes blind; a
withdrawn document takes its rows along and brings them back; a member becomes supervisor or ceases to be one. Each of
these is an event that the reader is told; the rows that follow are told one by one after it, in the order of their
kinds and ids, so that a page of the feed may end among them.
"""

from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from typing import NamedTuple
from uuid import UUID

from annotator.audit import history
from annotator.audit.cursor import Place
from annotator.audit.history import WORK, Moment, Rule
from annotator.audit.models import Op, Veil

# The role from which nothing is withheld; roles are words of `permissions`, which stands above.
SUPERVISOR = "supervisor"
KINDS = {"document", "member"}  # whose events may shift something
BATCH = 1000

type Find = Callable[..., list[tuple[int, str]]]


class Reader(NamedTuple):
    """A member and his role, now or in a stretch of the feed.

    `left` where he is none: the change at which he left, having had the role till then; 0 before he ever came.
    """

    user: UUID
    role: str
    left: int | None = None

    @property
    def sees_all(self) -> bool:
        return self.role == SUPERVISOR and self.left is None


class Told(Enum):
    """When the reader is told of a candidate."""

    ALWAYS = 1
    FOUND = 2  # if he finds the row now
    LOST = 3  # if he finds it no more


class Candidate(NamedTuple):
    """What the reader may be told."""

    place: Place
    moment: Moment
    kind: str
    op: str
    id: str
    told: Told


def following(
    project: UUID, moment: Moment, reader: Reader, becomes: Reader, after: Place
) -> Iterator[Candidate]:
    """The rows that come or go with an event for a reader, who `becomes` another by it if it is about himself."""
    shift = _shift(project, moment, reader, becomes)
    if shift is None:
        return
    op, find = shift
    lost = op == Op.RETRACTED
    if lost and reader.left == 0:
        return  # he was told of nothing yet
    at = (after.rank, after.past)
    while found := find(
        before=moment.change, born=reader.left if lost else None, reader=reader.user, after=at, limit=BATCH
    ):
        for rank, key in found:
            place = Place(moment.id, rank, key)
            yield _candidate(place, moment, rank, op, key)
        at = found[-1]


def _candidate(place: Place, moment: Moment, rank: int, op: str, key: str) -> Candidate:
    if rank == history.DOCUMENTS:
        return Candidate(place, moment, "document", Op.UPDATED, key, Told.FOUND)
    kind = "release" if rank == history.RELEASES else WORK[rank - 1]
    return Candidate(place, moment, kind, op, key, Told.LOST if op == Op.RETRACTED else Told.FOUND)


def _shift(project: UUID, moment: Moment, reader: Reader, becomes: Reader) -> tuple[str, Find] | None:
    """Whether rows come or go, and which; None where nothing changes for the reader."""
    if reader != becomes:
        return _other_role(project, reader, becomes)
    if moment.kind != "document":
        return None
    document = partial(history.work, document=moment.object_id)
    if moment.op in {Op.RETRACTED, Op.RESTORED}:
        op = Op.RETRACTED if moment.op == Op.RETRACTED else Op.RESTORED
        return op, partial(document, _within_sight(moment, reader))
    return None if reader.sees_all else _veil(moment, document)


def _other_role(project: UUID, reader: Reader, becomes: Reader) -> tuple[str, Find] | None:
    """Who comes back as what he was has been told in his absence what everyone is told."""
    covered = partial(history.covered, project)
    if becomes.sees_all and not reader.sees_all:
        return Op.CREATED, covered
    if reader.role == SUPERVISOR and becomes.role != SUPERVISOR:
        return Op.RETRACTED, covered
    return None


def _within_sight(moment: Moment, reader: Reader) -> Rule:
    """What a reader sees of the work on a document that goes or comes as a whole."""
    if reader.sees_all or moment.veil == Veil.NONE:
        return Rule.ALL
    return Rule.WORK if moment.veil == Veil.ITEMS else Rule.OWN


def _veil(moment: Moment, document: Find) -> tuple[str, Find] | None:
    before, after = (moment.data.get(when, {}).get("state") for when in ("before", "after"))
    if "veiled" in moment.data or (after == "open" and before != after):
        return Op.RETRACTED, partial(document, Rule.COVERED, veil=moment.veil)
    if before == "open" and after != before:
        drawn, veil = history.drawn(moment.object_id, moment.change)
        return Op.CREATED, partial(document, Rule.UNCOVERED, drawn=drawn, veil=veil)
    return None
