"""Many rows at once, by SQL: a project as large as a test needs."""

from typing import Any

_DOCUMENTS = """
WITH texts AS (
    SELECT n, key AS original, key || E'\n' || repeat(lpad(n::text, 4, '0') || ' ', %(tags)s) AS text
    FROM (SELECT n, uuidv7() AS key FROM generate_series(1, %(documents)s) n) keys
), originals AS (
    INSERT INTO documents_original (id, project_id, content, sha256, media_type, filename, url, extractor)
    SELECT original, %(project)s, convert_to(text, 'UTF8'), encode(sha256(convert_to(text, 'UTF8')), 'hex'),
        'text/plain', '', '', 'plain 1' FROM texts
)
INSERT INTO documents_document (project_id, original_id, title, text, sha256, length, language, direction, byline, via,
    genre, url, published_precision, state, version)
SELECT %(project)s, original, 'Text ' || n, text, encode(sha256(convert_to(text, 'UTF8')), 'hex'), length(text), 'en',
    'ltr', '', '', '', '', '', 'open', 1 FROM texts
"""

_SPANS = """
INSERT INTO annotations_span (document_id, made_by_id, start, "end", exact, prefix, suffix)
SELECT d.id, %(analyst)s, n, n + 4, substr(d.text, n + 1, 4), '', ''
FROM documents_document d, generate_series(37, 36 + %(tags)s * 5, 5) n
WHERE d.project_id = %(project)s AND d.title LIKE 'Text %%'
"""

_TAGS = """
INSERT INTO annotations_tag (span_id, document_id, analyst_id, status, note, labels, attribution_to, attribution_via,
    facts, state, guideline, first_sent, version)
SELECT id, document_id, made_by_id, 'sourced', 'One of many, with a note of some length.', '{}', '', '', '[]',
    'submitted', 1, '', 1 FROM annotations_span WHERE made_by_id = %(analyst)s
"""


def crowd(cursor: Any, *, project: object, analyst: object, documents: int, tags: int) -> int:
    """Give the project `documents` more texts with `tags` tags each by one analyst; returns how many tags."""
    numbers = {"project": project, "analyst": analyst, "documents": documents, "tags": tags}
    for statement in (_DOCUMENTS, _SPANS, _TAGS):
        cursor.execute(statement, numbers)
    cursor.execute("SELECT annotations_recount()")  # these rows came past the events
    cursor.execute("ANALYZE")
    return documents * tags
