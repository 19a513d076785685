"""What follows from an event for one reader: the rows that come into his sight by it, and those that leave it.

The veil over a document is lifted when it is complete and drawn when it is open again or its project becomes blind; a
withdrawn document takes its rows along and brings them back; a member becomes supervisor or ceases to be one. Each of
these is an event that the reader is told; the rows that follow are told one by one after it, in the order of their
kinds and ids, so that a page of the feed may end among them.
"""

from collections.abc import Callable, Iterator
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

type Find = Callable[..., list[tuple[int, UUID]]]


class Reader(NamedTuple):
    """A member and his role, now or in a stretch of the feed."""

    user: UUID
    role: str

    @property
    def sees_all(self) -> bool:
        return self.role == SUPERVISOR


class Candidate(NamedTuple):
    """What the reader may be told: a row that he must find (`shown`), or one that he must not find any more."""

    place: Place
    moment: Moment
    kind: str
    op: str
    id: UUID
    shown: bool


def following(
    project: UUID, moment: Moment, reader: Reader, becomes: Reader, after: Place
) -> Iterator[Candidate]:
    """The rows that come or go with an event for a reader, who `becomes` another by it if it is about himself."""
    shift = _shift(project, moment, reader, becomes)
    if shift is None:
        return
    op, find = shift
    at = (after.rank, after.past)
    while found := find(before=moment.change, reader=reader.user, after=at, limit=BATCH):
        for rank, key in found:
            place = Place(moment.id, rank, key)
            if rank == history.DOCUMENTS:
                yield Candidate(place, moment, "document", Op.UPDATED, key, shown=True)
            else:
                yield Candidate(place, moment, WORK[rank - 1], op, key, shown=op != Op.RETRACTED)
        at = found[-1]


def _shift(project: UUID, moment: Moment, reader: Reader, becomes: Reader) -> tuple[str, Find] | None:
    """Whether rows come or go, and which; None where nothing changes for the reader."""
    if reader.sees_all != becomes.sees_all:
        return Op.CREATED if becomes.sees_all else Op.RETRACTED, partial(history.covered, project)
    if moment.kind != "document":
        return None
    document = partial(history.work, document=moment.object_id)
    if moment.op in {Op.RETRACTED, Op.RESTORED}:
        op = Op.RETRACTED if moment.op == Op.RETRACTED else Op.RESTORED
        return op, partial(document, _within_sight(moment, reader))
    return None if reader.sees_all else _veil(moment, document)


def _within_sight(moment: Moment, reader: Reader) -> Rule:
    """What a reader sees of the work on a document that goes or comes as a whole."""
    if reader.sees_all or moment.veil == Veil.NONE:
        return Rule.ALL
    return Rule.WORK if moment.veil == Veil.ITEMS else Rule.OWN


def _veil(moment: Moment, document: Callable[..., list[tuple[int, UUID]]]) -> tuple[str, Find] | None:
    before, after = (moment.data.get(when, {}).get("state") for when in ("before", "after"))
    if "veiled" in moment.data or (after == "open" and before != after):
        return Op.RETRACTED, partial(document, Rule.COVERED, veil=moment.veil)
    if before == "open" and after != before:
        drawn, veil = history.drawn(moment.object_id, moment.change)
        return Op.CREATED, partial(document, Rule.UNCOVERED, drawn=drawn, veil=veil)
    return None
