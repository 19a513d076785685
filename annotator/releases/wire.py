"""The lines of `documents.jsonl` and `decisions.jsonl`."""

import json
from datetime import UTC
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models import QuerySet

from annotator.documents.models import Document
from annotator.review.models import ReviewItem
from annotator.review.wire import TIME

_DECISION = f"""
    i.id,
    i.document_id AS document,
    json_build_object('start', x.start, 'end', x."end", 'exact', CASE WHEN s.start = x.start AND s."end" = x."end"
        THEN s.exact ELSE substr(d.text, x.start + 1, x."end" - x.start) END) AS span,
    coalesce(members.tags, '[]'::json) AS tags,
    i.agreed,
    i.state,
    json_build_object('status', x.status, 'no_claim', x.status IS NULL, 'accepted', x.accepted_id,
        'by', decider.username, 'at', {TIME.format("x.at")}, 'reason', x.reason, 'changes', x.changes) AS decision,
    i.version
"""

_TABLES = """
    review_reviewitem i
    JOIN documents_document d ON d.id = i.document_id
    JOIN review_decision x ON x.item_id = i.id AND x.withdrawn_at IS NULL
    JOIN accounts_user decider ON decider.id = x.by_id
    LEFT JOIN annotations_tag accepted ON accepted.id = x.accepted_id
    LEFT JOIN annotations_span s ON s.id = accepted.span_id
    LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('id', t.id, 'analyst', analyst.username, 'status', t.status) ORDER BY t.id)
            AS tags
        FROM review_itemtag m JOIN annotations_tag t ON t.id = m.tag_id
            JOIN accounts_user analyst ON analyst.id = t.analyst_id
        WHERE m.item_id = i.id AND t.state = 'submitted'
    ) members ON true
"""


def decisions_sql(items: QuerySet[ReviewItem]) -> str:
    """One JSON object a decided item, in the order of their ids; its span is the place that was ruled on."""
    chosen, parameters = items.order_by().values("pk").query.sql_with_params()
    inner = mogrify(chosen, parameters, connection)
    return (
        f"SELECT row_to_json(r) FROM (SELECT {_DECISION} FROM {_TABLES} "  # noqa: S608  no input in it: see `inner`
        f"WHERE i.id IN ({inner}) ORDER BY i.id) r"
    )


def document_line(document: Document) -> bytes:
    """One document with its text; what is not known is null."""
    published = document.published_at
    row: dict[str, Any] = {
        "id": str(document.pk),
        "title": document.title,
        "text": document.text,
        "sha256": document.sha256,
        "url": document.url or None,
        "source": document.source.name if document.source else None,
        "published_at": published and published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "language": document.language or None,
    }
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"
