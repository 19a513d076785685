"""The annotation: the wire form of one live Tag with its Span, made by PostgreSQL.

One SELECT makes it for the API, for streams, and for releases, so that they can not differ. What a reader may see is
decided by the queryset of tags that goes in (`Tag.objects.visible_to`), never here.
"""

from collections.abc import Generator
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models import QuerySet
from psycopg import Connection as PsycopgConnection

from annotator.annotations.models import Tag

TIME = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

_FIELDS = f"""
    t.id,
    d.project_id AS project,
    json_build_object('id', d.id, 'title', d.title, 'sha256', d.sha256, 'url', nullif(d.url, ''), 'source', o.name,
        'published_at', {TIME.format("d.published_at")}, 'genre', nullif(d.genre, '')) AS document,
    json_build_object('id', s.id, 'start', s.start, 'end', s."end", 'exact', s.exact, 'prefix', s.prefix,
        'suffix', s.suffix) AS span,
    t.status,
    t.note,
    t.labels,
    CASE WHEN t.attribution_kind IS NOT NULL THEN json_build_object('kind', t.attribution_kind,
        'to', nullif(t.attribution_to, ''), 'via', nullif(t.attribution_via, '')) END AS attribution,
    t.facts,
    t.modality,
    t.credibility,
    t.confidence,
    t.likelihood,
    coalesce(cited.evidence, '[]'::json) AS evidence,
    analyst.username AS analyst,
    t.state,
    CASE WHEN x.id IS NOT NULL THEN json_build_object('status', x.status, 'no_claim', x.status IS NULL,
        'by', decider.username, 'at', {TIME.format("x.at")}, 'reason', x.reason,
        'changes', x.changes) END AS decision,
    NULL::json AS claim,
    t.guideline,
    t.derived_from_id AS derived_from,
    {TIME.format("t.created_at")} AS created_at,
    {TIME.format("t.updated_at")} AS updated_at,
    t.version
"""

# The tags first: PostgreSQL weighs the orders of a few tables only, and takes the rest as they stand here.
_TABLES = """
    {tags} t
    JOIN annotations_span s ON s.id = t.span_id
    JOIN documents_document d ON d.id = t.document_id
    JOIN accounts_user analyst ON analyst.id = t.analyst_id
    LEFT JOIN documents_source o ON o.id = d.source_id
    LEFT JOIN review_itemtag m ON m.tag_id = t.id
    LEFT JOIN review_decision x ON x.item_id = m.item_id AND x.withdrawn_at IS NULL
    LEFT JOIN accounts_user decider ON decider.id = x.by_id
    LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('stance', e.stance, 'span', e.span_id, 'document', place.document_id,
            'start', place.start, 'end', place."end", 'url', nullif(e.url, ''), 'quote', place.exact) ORDER BY e.id)
            AS evidence
        FROM annotations_evidence e LEFT JOIN annotations_span place ON place.id = e.span_id
        WHERE e.tag_id = t.id AND e.withdrawn_at IS NULL
    ) cited ON true
"""


_CHOSEN = "(SELECT * FROM annotations_tag WHERE id IN ({}))"
_LOOKED_UP = """(
    SELECT one.* FROM ({}) page (id) CROSS JOIN LATERAL (SELECT * FROM annotations_tag WHERE id = page.id LIMIT 1) one
)"""


def annotations_sql(
    tags: QuerySet[Tag], *, limit: int | None = None, columns: str = "row_to_json(a)", few: bool = False
) -> str:
    """The statement that gives one JSON object a row, in the order of their ids, with all parameters in it.

    COPY takes no parameters, so they are written in by psycopg's own quoting. Where `tags` are the first so many, they
    are those in the order that they have. Of a `few`, as a page has, each is looked up by its id: for a thousand of a
    hundred thousand PostgreSQL would read through all.
    """
    ordered = tags if tags.query.is_sliced else tags.order_by()
    try:
        inner = mogrify(*ordered.values("pk").query.sql_with_params(), connection)
    except EmptyResultSet:  # Django sees that nothing can match
        inner = "SELECT NULL::uuid WHERE false"
    only = f"LIMIT {int(limit)}" if limit is not None else ""
    chosen = (_LOOKED_UP if few else _CHOSEN).format(inner)
    return f"SELECT {columns} FROM (SELECT {_FIELDS} FROM {_from(chosen)} ORDER BY t.id {only}) a"  # noqa: S608


def _from(tags: str) -> str:
    return _TABLES.format(tags=tags)


def text_of(key: UUID) -> str:
    """The annotation of one tag, as the JSON text that PostgreSQL made. The caller has asked who may see it."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, (key,))
        row = cursor.fetchone()
    if row is None:
        raise Tag.DoesNotExist
    return str(row[0])


_ONE = (
    f"SELECT row_to_json(a)::text FROM (SELECT {_FIELDS} FROM {_from('annotations_tag')} WHERE t.id = %s) a"  # noqa: S608
)


def texts(tags: QuerySet[Tag]) -> dict[str, str]:
    """The annotations of `tags` by their ids as they are written, as the JSON text that PostgreSQL made."""
    with connection.cursor() as cursor:
        cursor.execute(annotations_sql(tags, columns="a.id::text, row_to_json(a)::text", few=True))
        return dict(cursor.fetchall())


def annotations(tags: QuerySet[Tag], *, limit: int | None = None) -> list[dict[str, Any]]:
    """The annotations of `tags`, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(annotations_sql(tags, limit=limit))
        return [row[0] for row in cursor.fetchall()]


def annotation(tags: QuerySet[Tag], key: UUID) -> dict[str, Any] | None:
    """The annotation of one tag, or None where `tags` does not hold it."""
    return next(iter(annotations(tags.filter(pk=key))), None)


def copy_lines(
    statement: str,
    chunk: int = 262_144,
    using: BaseDatabaseWrapper | PsycopgConnection[Any] = connection,
) -> Generator[bytes]:
    """The JSON objects of `statement`, one a line, as bytes in pieces of about `chunk`; memory stays flat.

    JSON text holds no raw control characters, so with control characters as quote and delimiter COPY's CSV leaves it
    as it is, and the bytes pass through Python untouched.
    """
    copy = f"COPY ({statement}) TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"
    with using.cursor() as cursor, cursor.copy(copy) as rows:
        pieces, size = [], 0
        for row in rows:
            pieces.append(bytes(row))
            size += len(row)
            if size >= chunk:
                yield b"".join(pieces)
                pieces, size = [], 0
        yield b"".join(pieces)
