"""One analyst tags: the browser's request and the API's, against one INSERT and its commit.

Two raw halves, by psycopg, one commit each: the *same rows* (span and tag, into the real tables with their keys and
checks), which is what the bounds are held against, and for comparison one row into a bare copy of the tag table. All
take turns, write by write: a person's tags come seconds apart, to a machine that did something else meanwhile, and a
slower moment slows each of them. The same INSERT again and again, with nothing between, is printed too. Each round is
in a document of its own, as analysts go on to the next one; after the first, which warms up, PostgreSQL has looked at
its tables, as it does within a minute.
"""

import json
import statistics
import time
from collections.abc import Callable
from uuid import uuid4

import psycopg

from bench import fill
from bench.ground import Ground
from bench.report import Figure

ROUNDS, EACH = 10, 40
STEP = 22


def measure(ground: Ground) -> list[Figure]:
    times: dict[str, list[float]] = {"raw": [], "bare": [], "browser": [], "api": [], "row": []}
    with psycopg.connect(ground.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bench_tag (LIKE annotations_tag INCLUDING ALL)")
        for turn in range(ROUNDS + 1):
            document = fill.document(ground, f"Tag write {turn}", 200)
            places = iter(range(20, document.length - 40, STEP))
            writers = _writers(ground, connection, str(document.pk), document.text, places.__next__)
            for _ in range(EACH):
                for name, write in writers.items():
                    times[name].append(_timed(write))
            times["row"] += [_timed(writers["raw"]) for _ in range(EACH)]
            if not turn:
                fill.vacuum(ground)
                times = {name: [] for name in times}
    p50 = {name: statistics.median(found) for name, found in times.items()}
    shown = {name: f"{value * 1000:.2f} ms" for name, value in p50.items()}
    return [
        Figure(
            "tag write, browser's request, p50",
            p50["browser"] / p50["raw"],
            "at most",
            8,
            "x raw",
            shown["browser"],
        ),
        Figure("tag write, API (DRF), p50", p50["api"] / p50["raw"], "at most", 14, "x raw", shown["api"]),
        Figure("raw INSERT of span and tag + commit, p50", p50["raw"] * 1000, "", None, "ms"),
        Figure("the same, one after another, p50", p50["row"] * 1000, "", None, "ms"),
        Figure("raw INSERT of one bare row + commit, p50", p50["bare"] * 1000, "", None, "ms"),
    ]


def _timed(write: Callable[[], None]) -> float:
    start = time.perf_counter()
    write()
    return time.perf_counter() - start


def _writers(
    ground: Ground, connection: psycopg.Connection, document: str, text: str, place: Callable[[], int]
) -> dict[str, Callable[[], None]]:
    http = ground.connect()

    def body() -> dict[str, object]:
        start = place()
        return {"start": start, "end": start + 20, "exact": text[start : start + 20], "status": "sourced"}

    def send(path: str, content: dict[str, object], headers: dict[str, str]) -> None:
        http.request("PUT", path, json.dumps(content), {"Content-Type": "application/json", **headers})
        response = http.getresponse()
        answer = response.read()
        if response.status not in {200, 201}:
            raise SystemExit(f"{path}: {response.status} {answer[:300]!r}")

    return {
        "raw": lambda: _raw(connection, ground, document, text, place()),
        "bare": lambda: _bare(connection, ground, document),
        "browser": lambda: send(f"/documents/{document}/tags/{uuid4()}/", body(), ground.cookies()),
        "api": lambda: send(f"/api/v1/tags/{uuid4()}/", {**body(), "document": document}, ground.bearer()),
    }


def _raw(connection: psycopg.Connection, ground: Ground, document: str, text: str, start: int) -> None:
    connection.execute(
        'WITH s AS (INSERT INTO annotations_span (document_id, made_by_id, start, "end", exact, prefix, suffix) '
        "VALUES (%(document)s, %(by)s, %(start)s, %(end)s, %(exact)s, %(before)s, %(after)s) RETURNING id) "
        "INSERT INTO annotations_tag (span_id, document_id, analyst_id, status, note, labels, attribution_to, "
        "attribution_via, facts, state, guideline, first_sent, version) "
        "SELECT id, %(document)s, %(by)s, 'sourced', '', '{}', '', '', '[]', 'submitted', 1, '', 1 FROM s",
        {
            "document": document,
            "by": ground.analyst.pk,
            "start": start,
            "end": start + 20,
            "exact": text[start : start + 20],
            "before": text[max(0, start - 32) : start],
            "after": text[start + 20 : start + 52],
        },
    )


def _bare(connection: psycopg.Connection, ground: Ground, document: str) -> None:
    connection.execute(
        "INSERT INTO bench_tag (span_id, document_id, project_id, analyst_id, status, note, labels, attribution_to, "
        "attribution_via, facts, state, guideline, first_sent, version) "
        "VALUES (%s, %s, %s, %s, 'sourced', '', '{}', '', '', '[]', 'submitted', 1, '', 1)",
        (uuid4(), document, ground.project.pk, ground.analyst.pk),
    )
