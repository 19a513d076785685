"""The statements by which the feed reads history."""

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

KINDS = ("document", "tag", "comment", "assignment", "review_item", "claim", "source", "release", "member")
WORK = (
    "assignment",
    "tag",
    "comment",
    "review_item",
)  # on a document, in the order in which they refer to each other


# The ranks of what follows the work on documents where someone becomes supervisor or ceases to be one.
DOCUMENTS, RELEASES = len(WORK) + 1, len(WORK) + 2


class Moment(NamedTuple):
    """An event as the feed reads it; ids are as they are written, since a page would make thousands of UUIDs."""

    change: int
    id: str
    at: str
    by: str | None
    kind: str
    op: str
    object_id: str
    data: dict[str, Any]  # of documents; the feed needs no other
    veil: int


_COLUMNS = """change, id::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), by_id::text, kind, op,
    object_id::text, CASE WHEN kind = 'document' THEN data::text END, veil"""
_BETWEEN = f"""
SELECT {_COLUMNS} FROM audit_event WHERE project_id = %(project)s AND change > %(after)s AND change <= %(until)s
    AND kind = ANY(%(kinds)s)
"""  # noqa: S608  column names alone
_ALL = _BETWEEN + "ORDER BY change LIMIT %(limit)s"
_TOLD = f"""
SELECT * FROM (
    ({_BETWEEN} AND NOT hidden ORDER BY change LIMIT %(limit)s) UNION ALL
    ({_BETWEEN} AND hidden AND owner_id = %(reader)s ORDER BY change LIMIT %(limit)s)
) e ORDER BY change LIMIT %(limit)s
"""  # noqa: S608  words of ours
_ONE = f"SELECT {_COLUMNS} FROM audit_event WHERE project_id = %(project)s AND id = %(event)s::uuid"  # noqa: S608
_LAST = "SELECT value FROM audit_changecounter WHERE project_id = %(project)s"
_ROLES = """
SELECT change, CASE WHEN op <> 'retracted' THEN data ->> 'role' END FROM audit_event
WHERE object_id = %(user)s AND project_id = %(project)s AND kind = 'member' AND change <= %(until)s ORDER BY change
"""
_KNOWN = """
SELECT DISTINCT object_id::text FROM audit_event WHERE object_id = ANY(%(ids)s::uuid[]) AND change < %(before)s
"""
# What draws the veil over a document, and what moves it at all.
_DRAWS = "(op = 'created' OR data ? 'veiled' OR data -> 'after' ->> 'state' = 'open')"
_MOVES = "(op = 'created' OR data ? 'veiled' OR data -> 'after' ? 'state')"
_DRAWN = f"""
SELECT change, veil FROM audit_event
WHERE object_id = %(document)s AND kind = 'document' AND change < %(before)s AND {_DRAWS}
ORDER BY change DESC LIMIT 1
"""  # noqa: S608  words of ours
_THIS = "SELECT %(document)s::text AS document, %(veil)s::smallint AS veil, %(drawn)s::bigint AS drawn"
_VEILED = f"""
SELECT d.object_id::text AS document, last.veil, 0::bigint AS drawn
FROM audit_event d CROSS JOIN LATERAL (
    SELECT veil, {_DRAWS} AS draws FROM audit_event
    WHERE object_id = d.object_id AND kind = 'document' AND change < %(before)s AND {_MOVES}
    ORDER BY change DESC LIMIT 1
) last
WHERE d.project_id = %(project)s AND d.kind = 'document' AND d.op = 'created' AND d.change < %(before)s AND last.draws
"""  # noqa: S608  words of ours
_LIST = ", ".join(f"'{kind}'" for kind in WORK)
_ROWS = f"""
SELECT rank, object_id FROM (
    SELECT DISTINCT ON (e.object_id) e.object_id, e.op, e.kind, e.owner_id, d.veil, d.drawn,
        array_position(ARRAY[{_LIST}], e.kind::text) AS rank
    FROM ({{documents}}) d JOIN audit_event e ON e.data ->> 'document' = d.document
    WHERE e.kind IN ({_LIST}) AND e.change < %(before)s
    ORDER BY e.object_id, e.change DESC
) o
WHERE op <> 'retracted' AND (rank, object_id) > (%(rank)s, %(past)s::uuid) AND {{rule}} AND (%(born)s::bigint IS NULL
    OR EXISTS (SELECT FROM audit_event b WHERE b.object_id = o.object_id AND b.change < %(born)s))
ORDER BY rank, object_id LIMIT %(limit)s
"""  # noqa: S608  words of ours


class Rule(StrEnum):
    """Which rows of the work on a document: of all that was live before a change."""

    ALL = "true"
    WORK = "kind <> 'review_item'"
    OWN = "kind <> 'review_item' AND owner_id = %(reader)s"
    # What the veil that lies over the document withholds from the reader.
    COVERED = "CASE WHEN kind = 'review_item' THEN veil >= 1 ELSE veil = 2 AND owner_id IS DISTINCT FROM %(reader)s END"
    # What a veil that is lifted withheld: items of its time are made after it, so only those that were there before.
    UNCOVERED = """CASE WHEN kind = 'review_item'
        THEN EXISTS (SELECT FROM audit_event c WHERE c.object_id = o.object_id AND c.change < o.drawn)
        ELSE veil = 2 AND owner_id IS DISTINCT FROM %(reader)s END"""


# The documents too: who is assigned is shown on them. And the releases that are not published.
_COVERED = f"""
SELECT * FROM (
    ({_ROWS.format(documents=_VEILED, rule=Rule.COVERED)}) UNION ALL
    SELECT {DOCUMENTS}, document::uuid FROM ({_VEILED}) d
    WHERE veil = 2 AND ({DOCUMENTS}, document::uuid) > (%(rank)s, %(past)s::uuid) UNION ALL
    SELECT {RELEASES}, object_id FROM (
        SELECT DISTINCT ON (object_id) object_id, hidden FROM audit_event
        WHERE project_id = %(project)s AND kind = 'release' AND change < %(before)s ORDER BY object_id, change DESC
    ) r WHERE hidden AND ({RELEASES}, object_id) > (%(rank)s, %(past)s::uuid)
) o ORDER BY 1, 2 LIMIT %(limit)s
"""  # noqa: S608  words of ours


def between(project: UUID, after: int, until: int, limit: int, reader: UUID | None) -> list[Moment]:
    """The next events of `(after, until]`; of the hidden ones those about the work of `reader`, or all for None."""
    parameters = {
        "project": project, "after": after, "until": until, "limit": limit, "reader": reader, "kinds": list(KINDS)
    }  # fmt: skip
    return [_moment(row) for row in _rows(_TOLD if reader else _ALL, **parameters)]


def moment(project: UUID, event: str) -> Moment | None:
    """One event of the project."""
    return next((_moment(row) for row in _rows(_ONE, project=project, event=event)), None)


def last(project: UUID) -> int:
    """The last change that there is now."""
    return next((int(value) for (value,) in _rows(_LAST, project=project)), 0)


def roles(project: UUID, user: UUID, until: int) -> list[tuple[int, str | None]]:
    """The changes at which a user was given a role, and which; None where he left."""
    return _rows(_ROLES, project=project, user=user, until=until)


def known(ids: Sequence[str], before: int) -> set[str]:
    """Those of these rows that something had happened to before a change."""
    return {key for (key,) in _rows(_KNOWN, ids=list(ids), before=before)} if ids else set()


def drawn(document: str, before: int) -> tuple[int, int]:
    """The change that drew the veil which lay over a document before a change, and that veil."""
    found = _rows(_DRAWN, document=document, before=before)
    return found[0] if found else (0, 0)


def work(
    rule: Rule, *, before: int, born: int | None, reader: UUID, after: tuple[int, str], limit: int, document: str,
    drawn: int = 0, veil: int = 0,
) -> list[tuple[int, str]]:  # fmt: skip
    """`(rank of kind in WORK, id)` of the rows of one document that `rule` names, after one of them; `born` leaves out
    those to which nothing had happened before that change."""
    rank, past = after
    found = _rows(
        _ROWS.format(documents=_THIS, rule=rule), before=before, born=born, reader=reader, rank=rank, past=past,
        limit=limit, document=document, drawn=drawn, veil=veil,
    )  # fmt: skip
    return [(rank, str(key)) for rank, key in found]


def covered(
    project: UUID, *, before: int, born: int | None, reader: UUID, after: tuple[int, str], limit: int
) -> list[tuple[int, str]]:
    """The same of all documents of a project, which follow, and then its releases: what is withheld from a reader who
    is no supervisor."""
    rank, past = after
    found = _rows(
        _COVERED, before=before, born=born, reader=reader, rank=rank, past=past, limit=limit, project=project
    )  # fmt: skip
    return [(rank, str(key)) for rank, key in found]


def _moment(row: tuple[Any, ...]) -> Moment:
    change, key, at, by, kind, op, object_id, data, veil = row
    return Moment(change, key, at, by, kind, op, object_id, json.loads(data) if data else {}, veil)


def _rows(statement: str, **parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
