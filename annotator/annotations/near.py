"""The live tags near a place, and one's own counts: what every answer to a write of a tag shows. Written out, and one
statement where both are asked for."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from annotator.accounts.models import User
from annotator.annotations.models import Sight, Status, sight
from annotator.documents.models import Document

type Marked = tuple[int, int, UUID, str]  # start, end, tag, status

# The spans first, by the index on their places, then the one live tag of each: written so that a planner without
# statistics can not begin with every tag there is.
_LIVE = """
WITH near AS MATERIALIZED (
    SELECT id, start, "end" FROM annotations_span
    WHERE document_id = %(document)s AND int4range(start, "end") && int4range(%(first)s, %(last)s)
)
SELECT near.start, near."end", t.id, t.status FROM near CROSS JOIN LATERAL (
    SELECT id, status, analyst_id FROM annotations_tag WHERE span_id = near.id AND state = 'submitted' LIMIT 1
) t
WHERE %(all)s OR t.analyst_id = %(reader)s
"""
# In the form of the marks, so that one statement gives both: a count, and no tag.
_OWN = """
SELECT count(*)::integer, NULL::integer, NULL::uuid, status FROM annotations_tag
WHERE document_id = %(document)s AND analyst_id = %(reader)s AND state = 'submitted' GROUP BY status
"""
_BOTH = f"{_LIVE} UNION ALL {_OWN}"


def live_between(document: Document, reader: User, first: int, last: int) -> list[Marked]:
    """The live tags that reach into `[first, last)`, as far as `reader` sees them."""
    seen = sight(document, reader)
    return [] if seen is Sight.NOTHING else _rows(_LIVE, document, reader, _window(seen, first, last))


def own_counts(document: Document, reader: User) -> dict[str, int]:
    """How many live tags of his own `reader` has in `document`, in all and by status."""
    return _counts(_rows(_OWN, document, reader))


def live_and_own_counts(
    document: Document, reader: User, first: int, last: int
) -> tuple[list[Marked], dict[str, int]]:
    """What `live_between` and `own_counts` say, by one statement."""
    seen = sight(document, reader)
    if seen is Sight.NOTHING:
        return [], own_counts(document, reader)
    rows = _rows(_BOTH, document, reader, _window(seen, first, last))
    return [row for row in rows if row[2]], _counts(row for row in rows if not row[2])


def _window(seen: Sight, first: int, last: int) -> dict[str, Any]:
    return {"all": seen is Sight.ALL, "first": first, "last": last}


def _rows(
    statement: str, document: Document, reader: User, more: Mapping[str, Any] | None = None
) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"document": document.pk, "reader": reader.pk, **(more or {})})
        return list(cursor.fetchall())


def _counts(rows: Iterable[Any]) -> dict[str, int]:
    found = {status: number for number, _, _, status in rows}
    counts = {status: found.get(status, 0) for status in Status.values}
    return counts | {"total": sum(counts.values())}
