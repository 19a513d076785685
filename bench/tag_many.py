"""One tag request on a document of 10,000 spans, against one of 100, equally crowded where the tags are put: what the
answer shows is of one size, and only what would grow with the document is measured."""

import json
import statistics
import time
from http.client import HTTPConnection
from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

from bench import fill
from bench.ground import Ground
from bench.report import Figure

if TYPE_CHECKING:
    from annotator.documents.models import Document

SENTENCES, ROUNDS, EACH = 2_470, 8, 20


def measure(ground: Ground) -> list[Figure]:
    few, many = (fill.document(ground, f"Spans {number}", SENTENCES) for number in (100, 10_000))
    fill.overlapping(ground, few, 100, within=few.length // 100)
    fill.overlapping(ground, many, 10_000)
    fill.vacuum(ground)
    connection, places = ground.connect(), count(20, 7)
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for document, found in zip((few, many), times, strict=True):
            starts = [next(places) % (few.length // 100) for _ in range(EACH)]
            taken = [_put(ground, connection, document, start) for start in starts]
            found.extend(taken if turn else [])  # the first round warms up
    small, large = (statistics.median(found) * 1000 for found in times)
    note = f"{large:.2f} ms, at 100 {small:.2f} ms"
    return [Figure("tag request at 10,000 spans, p50", large / small, "at most", 1.5, "x at 100", note)]


def _put(ground: Ground, connection: HTTPConnection, document: "Document", start: int) -> float:
    """Seconds of one request; nine code points are shorter than any span that is there."""
    body = {"start": start, "end": start + 9, "exact": document.text[start : start + 9], "status": "sourced"}
    headers = {"Content-Type": "application/json", **ground.cookies()}
    begun = time.perf_counter()
    connection.request("PUT", f"/documents/{document.pk}/tags/{uuid4()}/", json.dumps(body), headers)
    response = connection.getresponse()
    answer = response.read()
    took = time.perf_counter() - begun
    if response.status not in {200, 201}:
        raise SystemExit(f"a tag: {response.status} {answer[:300]!r}")
    return took
