"""Rows in bulk, written by SQL: what a project looks like after months of work."""

import hashlib
import random
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg

from annotator.local import paths
from bench.ground import Ground

if TYPE_CHECKING:
    from annotator.documents.models import Document

SENTENCE = "The water board said that pump {number:06} of the lower works stopped in the night. "
SPANS = """
INSERT INTO annotations_span (document_id, made_by_id, start, "end", exact, prefix, suffix)
SELECT d.id, %(by)s, n * %(step)s, n * %(step)s + 60, substr(d.text, n * %(step)s + 1, 60),
    substr(d.text, greatest(n * %(step)s - 31, 1), least(32, n * %(step)s)), substr(d.text, n * %(step)s + 61, 32)
FROM documents_document d, generate_series(0, %(count)s - 1) n WHERE d.id = %(document)s
"""
TAGS = """
INSERT INTO annotations_tag (span_id, document_id, analyst_id, status, note, labels, attribution_kind, attribution_to,
    attribution_via, modality, facts, state, guideline, first_sent, version)
SELECT s.id, s.document_id, s.made_by_id, (ARRAY['sourced','disputed','speculative'])[1 + s.start %% 3],
    'as the log has it', '{}', 'named', 'the water board', '', 'asserted', '[]', 'submitted', 1, '', 1
FROM annotations_span s WHERE s.document_id = %(document)s
"""

COLUMNS = 'document_id, made_by_id, start, "end", exact, prefix, suffix'
ASSIGN = """
INSERT INTO documents_assignment (document_id, analyst_id) VALUES (%(document)s, %(by)s) ON CONFLICT DO NOTHING
"""


def document(ground: Ground, name: str, sentences: int, per_paragraph: int = 4) -> "Document":
    """A document of so many sentences (81 code points each)."""
    from annotator.documents.models import Document, Original

    parts = [SENTENCE.format(number=number) for number in range(sentences)]
    text = name + "\n" + "\n".join(
        "".join(parts[start : start + per_paragraph]) for start in range(0, sentences, per_paragraph)
    )  # fmt: skip
    digest = hashlib.sha256(text.encode()).hexdigest()
    original = Original.objects.create(
        project=ground.project,
        content=text.encode(),
        sha256=digest,
        media_type="text/plain",
        extractor="bench",
    )
    return Document.objects.create(
        project=ground.project,
        original=original,
        title=name,
        text=text,
        sha256=digest,
        length=len(text),
        language="en",
    )


def tags(ground: Ground, document_id: UUID, count: int, step: int = 81) -> None:
    """So many live tags on a document, one every `step` code points."""
    parameters = {"by": ground.analyst.pk, "document": document_id, "count": count, "step": step}
    with psycopg.connect(ground.url, autocommit=True) as connection:
        connection.execute(SPANS, parameters)
        connection.execute(TAGS, parameters)
        connection.execute(ASSIGN, parameters)


def overlapping(ground: Ground, document: "Document", count: int, within: int = 0) -> None:
    """So many live tags at random places of the whole text or of its first part: about 94 code points each, some five
    over one another where 10,000 lie on 200,000."""
    chance, last = random.Random(1), within or document.length  # noqa: S311  places, no secrets
    places: set[tuple[int, int]] = set()
    while len(places) < count:
        start, length = chance.randrange(last - 400), min(400, 12 + round(chance.lognormvariate(4.1, 0.8)))
        places.add((start, start + length))
    with psycopg.connect(ground.url, autocommit=True) as connection:
        with connection.cursor().copy(f"COPY annotations_span ({COLUMNS}) FROM STDIN") as rows:
            for start, end in places:
                around = document.text[max(0, start - 32) : start], document.text[end : end + 32]
                rows.write_row(
                    (document.pk, ground.analyst.pk, start, end, document.text[start:end], *around)
                )
        connection.execute(TAGS, {"document": document.pk})
        connection.execute(ASSIGN, {"document": document.pk, "by": ground.analyst.pk})


def vacuum(ground: Ground) -> None:
    """What PostgreSQL would have done of itself by the time someone reads so many rows."""
    with psycopg.connect(paths.database_url(ground.home, paths.SUPERUSER), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
