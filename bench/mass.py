"""Whole annotations by the hundred thousand: what a project holds after years. Written by SQL, its keys and checks off
and its indexes made anew at the end, since row by row it would take an hour.

Two analysts tag the same sentences of each document. Each tag cites something, a passage or a web address; the two tags
of a sentence are an item of review, and a supervisor has decided it, except in every tenth document. Each tag, item and
decision has its event, numbered as actions number theirs. Ids and times go together and are spread over half a year,
some twenty tags of one document at a time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from annotator.local import paths
from bench.ground import Ground

if TYPE_CHECKING:
    from annotator.projects.models import Project

SENTENCE = 60  # code points
TABLES = (
    "annotations_span", "annotations_tag", "annotations_evidence", "review_reviewitem", "review_itemtag",
    "review_decision", "audit_event",
)  # fmt: skip
# Each on a line of its own: it is made again for the spans, since to find it in a long text takes longer.
LINE = """
CREATE FUNCTION pg_temp.line(document bigint, sentence bigint) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT rpad('Pump ' || document || ' of the lower works stopped, says line ' || sentence, 59, '.')
$$
"""
DOCUMENTS = """
WITH text AS (
    SELECT n, string_agg(pg_temp.line(n, s), E'\n' ORDER BY s) AS text
    FROM generate_series(1, %(documents)s) n, generate_series(0, %(sentences)s - 1) s GROUP BY n
), original AS (
    INSERT INTO documents_original (project_id, content, sha256, media_type, filename, url, extractor)
    SELECT %(project)s, convert_to(text, 'UTF8'), encode(sha256(convert_to(text, 'UTF8')), 'hex'),
        'text/plain', 'mass ' || n, '', 'bench' FROM text
    RETURNING id, filename
)
INSERT INTO documents_document (project_id, original_id, title, text, sha256, length, language, direction, byline, via,
    genre, url, published_precision, state, version, source_id, published_at)
SELECT %(project)s, original.id, 'Report ' || n, text, encode(sha256(convert_to(text, 'UTF8')), 'hex'), length(text),
    'en', 'ltr', '', '', 'news', 'https://pumps.example/' || n, 'day',
    CASE WHEN n %% 10 = 0 THEN 'in_review' ELSE 'decided' END, 1, %(source)s, now() - n * interval '1 hour'
FROM text JOIN original ON original.filename = 'mass ' || n
"""
SOURCE = (
    "INSERT INTO documents_source (project_id, name) VALUES (%(project)s, 'The Pump Gazette') RETURNING id"
)
ASSIGNMENTS = """
INSERT INTO documents_assignment (document_id, analyst_id, handed_in_at)
SELECT d.id, a, now() FROM documents_document d, unnest(%(analysts)s::uuid[]) a WHERE d.project_id = %(project)s
"""
# One row a tag, in the order in which they were made: `place` goes from 0 on, `n` numbers the document.
PLAN = """
CREATE TEMPORARY TABLE plan AS
SELECT uuidv7(-back) AS tag, uuidv7(-back) AS span, uuidv7(-back) AS item, now() - back AS at, place, document, n,
    analyst, sentence, state, who
FROM (
    SELECT row_number() OVER w - 1 AS place, d.id AS document, d.n, a.id AS analyst, a.who, s AS sentence, d.state,
        interval '180 days' * (1 - row_number() OVER w / %(tags)s::float8) AS back
    FROM (SELECT id, state, substr(title, 8)::bigint AS n FROM documents_document WHERE project_id = %(project)s) d
        CROSS JOIN generate_series(0, %(sentences)s - 1) s
        CROSS JOIN unnest(%(analysts)s::uuid[]) WITH ORDINALITY a(id, who)
    WINDOW w AS (ORDER BY s / 10, d.n, who, s)
) p
"""
LOAD = (
    """
INSERT INTO annotations_span (id, document_id, made_by_id, start, "end", exact, prefix, suffix)
SELECT p.span, p.document, p.analyst, sentence * 60, sentence * 60 + 40, left(pg_temp.line(n, sentence), 40),
    CASE WHEN sentence = 0 THEN '' ELSE right(pg_temp.line(n, sentence - 1), 31) || E'\n' END,
    left(right(pg_temp.line(n, sentence), 19) || E'\n' || pg_temp.line(n, sentence + 1), 32)
FROM plan p
""",
    """
INSERT INTO annotations_tag (id, span_id, document_id, project_id, analyst_id, status, note, labels, attribution_kind,
    attribution_to, attribution_via, modality, credibility, facts, state, decided, guideline, first_sent, created_at,
    updated_at, version)
SELECT p.tag, p.span, p.document, %(project)s, p.analyst,
    (ARRAY['sourced','disputed','speculative'])[1 + sentence %% 3], 'As the log of line ' || sentence || ' has it.',
    CASE WHEN sentence %% 50 = 0 THEN '{pumps}'::varchar[] ELSE '{}' END, 'named', 'the water board', '', 'asserted', 3,
    '[]', 'submitted', p.state = 'decided', 1, '', p.at, p.at, 1
FROM plan p
""",
    """
INSERT INTO annotations_evidence (id, tag_id, stance, span_id, url)
SELECT uuidv7(), p.tag, 'contradicts', CASE WHEN p.sentence %% 2 = 0 THEN o.span END,
    CASE WHEN p.sentence %% 2 = 0 THEN '' ELSE 'https://pumps.example/log/' || p.sentence END
FROM plan p LEFT JOIN plan o ON p.sentence %% 2 = 0 AND o.document = p.document AND o.analyst = p.analyst
    AND o.sentence = p.sentence + 1
WHERE p.sentence %% 2 = 1 OR o.span IS NOT NULL
""",
    """
INSERT INTO review_reviewitem (id, document_id, start, "end", agreed, state, version)
SELECT item, document, sentence * 60, sentence * 60 + 40, true,
    CASE state WHEN 'decided' THEN 'decided' ELSE 'open' END, 1
FROM plan WHERE who = 1
""",
    """
INSERT INTO review_itemtag (item_id, tag_id)
SELECT f.item, p.tag FROM plan p JOIN plan f ON f.document = p.document AND f.sentence = p.sentence AND f.who = 1
""",
    """
INSERT INTO review_decision (item_id, status, start, "end", reason, by_id, at)
SELECT item, 'disputed', sentence * 60, sentence * 60 + 40, 'The log of the works says otherwise.', %(decider)s, at
FROM plan WHERE who = 1 AND state = 'decided'
""",
    """
INSERT INTO audit_event (project_id, change, at, by_id, kind, op, object_id, data, owner_id)
SELECT %(project)s, %(changes)s + 1 + place, at, analyst, 'tag', 'created', tag,
    jsonb_build_object('document', document, 'version', 1, 'after', jsonb_build_object('status', 'sourced')), analyst
FROM plan
""",
    """
INSERT INTO audit_changecounter (project_id, value) VALUES (%(project)s, %(changes)s + %(tags)s)
ON CONFLICT (project_id) DO UPDATE SET value = EXCLUDED.value
""",
)


def annotations(ground: Ground, project: "Project", documents: int, sentences: int) -> int:
    """Twice `documents` times `sentences` annotations in `project`; returns how many."""
    people = _people(project)
    tags = documents * sentences * 2
    given = {
        "project": project.pk, "documents": documents, "sentences": sentences, "tags": tags,
        "analysts": people[:2], "decider": people[2],
    }  # fmt: skip
    with psycopg.connect(paths.database_url(ground.home, paths.SUPERUSER)) as connection, _bare(connection):
        connection.execute(LINE)
        given["source"] = connection.execute(SOURCE, given).fetchone()[0]
        connection.execute(DOCUMENTS, given)
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(ASSIGNMENTS, given)
        row = connection.execute(
            "SELECT value FROM audit_changecounter WHERE project_id = %(project)s", given
        ).fetchone()
        given["changes"] = row[0] if row else 0
        connection.execute(PLAN, given)
        for statement in LOAD:
            connection.execute(statement, given)
    return tags


def _people(project: "Project") -> list[str]:
    """The ids of two analysts and a supervisor of the project."""
    from annotator.projects import actions

    for username, role in (("mass-1", "analyst"), ("mass-2", "analyst"), ("mass-3", "supervisor")):
        actions.set_member(by=None, project=project, username=username, role=role)
    members = project.memberships.filter(user__username__startswith="mass-")
    return [str(key) for key in members.order_by("user__username").values_list("user", flat=True)]


@contextmanager
def _bare(connection: psycopg.Connection) -> Iterator[None]:
    """The tables without the indexes that no key needs, which are made anew at the end."""
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    connection.execute("SET LOCAL work_mem = '256MB'")
    indexes = connection.execute(INDEXES, [list(TABLES)]).fetchall()
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _, definition in indexes:
        connection.execute(definition)


INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%s::text[]::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
