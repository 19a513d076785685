"""A client pulls 100,000 annotations as NDJSON, against `psql \\copy` of the same JSON to /dev/null.

Both read the same statement; what differs is Django, the web server and HTTP, uncompressed. Three pairs take turns.
"""

import statistics
import subprocess
import time

from annotator.local import postgres
from bench import fill
from bench.ground import Ground
from bench.report import Figure

ANNOTATIONS, DOCUMENTS, PAIRS = 100_000, 100, 5


def measure(ground: Ground) -> list[Figure]:
    for number in range(DOCUMENTS):
        found = fill.document(ground, f"Pull {number}", ANNOTATIONS // DOCUMENTS + 50)
        fill.tags(ground, found.pk, ANNOTATIONS // DOCUMENTS)
    fill.vacuum(ground)
    statement = _statement(ground)
    pairs = [(_raw(ground, statement), *_pull(ground)) for _ in range(PAIRS)]
    raw, pulled = (statistics.median(pair[index] for pair in pairs) for index in (0, 1))
    size = pairs[0][2]
    share = statistics.median(pair[0] / pair[1] for pair in pairs)
    note = f"{pulled:.2f} s, raw {raw:.2f} s, {size / 1e6:.0f} MB"
    return [Figure("NDJSON pull of 100,000 annotations", share * 100, "at least", 75, "% of COPY", note)]


def _statement(ground: Ground) -> str:
    from annotator.annotations.models import Tag
    from annotator.review.wire import annotations_sql

    tags = Tag.objects.visible_to(ground.analyst).live().filter(document__project=ground.project)
    return annotations_sql(tags)


def _raw(ground: Ground, statement: str) -> float:
    command = f"\\copy ({' '.join(statement.split())}) to /dev/null"
    start = time.perf_counter()
    subprocess.run(
        [str(postgres.BIN / "psql"), ground.url, "-X", "-q", "-c", command],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def _pull(ground: Ground) -> tuple[float, int]:
    connection = ground.connect()
    start, size = time.perf_counter(), 0
    path = f"/api/v1/projects/{ground.project.slug}/annotations/"
    connection.request("GET", path, headers={"Accept": "application/x-ndjson", **ground.bearer()})
    response = connection.getresponse()
    last = b""
    while piece := response.read(1 << 18):
        size, last = size + len(piece), piece
    took = time.perf_counter() - start
    if not last.endswith(b"}\n") or b'"end"' not in last[-60:]:
        raise SystemExit(f"the pull ended early: {response.status} {last[-200:]!r}")
    return took, size
