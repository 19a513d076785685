"""The workbench page of a document of 160,000 code points, with 200 and with 2,000 spans."""

import statistics
import time

from bench import fill
from bench.ground import Ground
from bench.report import Figure

TRIES = 15


def measure(ground: Ground) -> list[Figure]:
    few, many = (fill.document(ground, f"Page {count}", 2_100) for count in (200, 2_000))
    fill.tags(ground, few.pk, 200, step=800)
    fill.tags(ground, many.pk, 2_000, step=80)
    fill.vacuum(ground)
    return [
        Figure("workbench page, 200 spans, p50", _get(ground, str(few.pk)), "", None, "ms"),
        Figure("workbench page, 2,000 spans, p50", _get(ground, str(many.pk)), "at most", 60, "ms"),
    ]


def _get(ground: Ground, document: str) -> float:
    connection = ground.connect()
    times = []
    for _ in range(TRIES):
        start = time.perf_counter()
        connection.request("GET", f"/documents/{document}/", headers=ground.cookies())
        response = connection.getresponse()
        page = response.read()
        times.append(time.perf_counter() - start)
        if response.status != 200 or b"<mark" not in page:
            raise SystemExit(f"the workbench answered {response.status}")
    return statistics.median(times) * 1000
