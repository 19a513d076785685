"""All annotations of a project: as NDJSON over HTTP, and by `psql \\copy` of the same JSON to /dev/null.

Both read the same statement; what differs is Django, the web server and HTTP, uncompressed.
"""

import subprocess
import time

from annotator.local import postgres
from bench.ground import Ground


def statement(ground: Ground) -> str:
    from annotator.annotations.models import Tag
    from annotator.review.wire import annotations_sql

    return annotations_sql(Tag.objects.visible_in(ground.project, ground.analyst).live())


def raw(ground: Ground, statement: str) -> float:
    command = f"\\copy ({' '.join(statement.split())}) to /dev/null"
    start = time.perf_counter()
    subprocess.run(
        [str(postgres.BIN / "psql"), ground.url, "-X", "-q", "-c", command],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def pulled(ground: Ground) -> tuple[float, int]:
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
