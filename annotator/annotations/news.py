"""What has happened to the tags of a document, as far as a reader may know: the version that open pages poll.

History is the version. Events of a project have numbers in the order of their commits, so whoever has seen the last
event that concerns him here has seen all of them. Where a reader sees his own tags alone, only his own events count:
what he may not see never moves his version.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from annotator.accounts.models import User
from annotator.annotations.models import Sight, sight
from annotator.documents.models import Document

LIMIT = 300  # tags, above which a page is better read anew


class Moved(NamedTuple):
    """A live or retracted tag that something happened to, with its place."""

    tag: UUID
    start: int
    end: int
    mine: bool


def last_event(document: Document, reader: User) -> UUID | None:
    """The last event that `reader` may know of; None before the first. One look-up in an index."""
    seen = sight(document, reader)
    if seen is Sight.NOTHING:
        return None
    rows = _rows(_LAST[seen], document, reader)
    return rows[0][0] if rows else None


def moved_since(document: Document, reader: User, event: UUID | None) -> list[Moved] | None:
    """The tags that something happened to after `event`, which the reader's page has seen; None stands for the
    beginning. No list where the event is not one of his, or there are more than LIMIT."""
    seen = sight(document, reader)
    if seen is Sight.NOTHING:
        return []
    after = _rows(_PLACE_OF[seen], document, reader, event=event) if event else [(0,)]
    if not after:
        return None
    everyone = seen is Sight.ALL
    found = _rows(_SINCE[seen], document, reader, after=after[0][0], limit=LIMIT + 1, everyone=everyone)
    return None if len(found) > LIMIT else [Moved(*row) for row in found]


def handed_in_at(document: Document, reader: User) -> datetime | None:
    """When `reader` handed the document in; written out, since every open page asks for it every few seconds."""
    rows = _rows(_HANDED_IN, document, reader)
    return rows[0][0] if rows else None


def _rows(statement: str, document: Document, reader: User, **more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"document": str(document.pk), "reader": reader.pk, **more})
        return list(cursor.fetchall())


_HANDED_IN = """
SELECT handed_in_at FROM documents_assignment WHERE document_id = %(document)s::uuid AND analyst_id = %(reader)s
"""


_ALL = "kind IN ('tag', 'comment') AND data ->> 'document' = %(document)s"
_CONCERNS = {Sight.ALL: _ALL, Sight.OWN: _ALL + " AND by_id = %(reader)s"}
_LAST = {
    seen: f"SELECT id FROM audit_event WHERE {rule} ORDER BY change DESC LIMIT 1"  # noqa: S608
    for seen, rule in _CONCERNS.items()
}
_PLACE_OF = {
    seen: f"SELECT change FROM audit_event WHERE id = %(event)s AND {rule}"  # noqa: S608
    for seen, rule in _CONCERNS.items()
}
_SINCE = {
    seen: f"""
SELECT t.id, s.start, s."end", t.analyst_id = %(reader)s FROM (
    SELECT DISTINCT coalesce((data ->> 'tag')::uuid, object_id) AS tag FROM audit_event
    WHERE {rule} AND change > %(after)s LIMIT %(limit)s
) e JOIN annotations_tag t ON t.id = e.tag JOIN annotations_span s ON s.id = t.span_id
WHERE %(everyone)s OR t.analyst_id = %(reader)s
ORDER BY s.start, t.id
"""  # noqa: S608
    for seen, rule in _CONCERNS.items()
}
