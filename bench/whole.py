"""Programs that take all there is: whole annotations, with evidence and decision, as a stream, by pages, by the feed.

The raw side is `psql \\copy` of the same JSON to /dev/null; both sides take turns. What readers and analysts of the
largest project wait for is held against the smallest, which was measured before the others were there.
"""

import http.client
import json
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from bench import fill, mass, pull
from bench.ground import Ground
from bench.report import Figure

SENTENCES = 100  # a document, each tagged by two
PROBES, ROUNDS = 300, 3


def measure(ground: Ground) -> Iterator[Figure]:
    small = _project(ground, "Ten thousand", documents=50)
    waits = {name: _p95(act) for name, act in _acts(small).items()}
    yield from _taken(_project(ground, "Hundred thousand", documents=500), "100,000", rounds=5)
    large = _project(ground, "Million", documents=5_000)
    for name, act in _acts(large).items():
        found = _p95(act)
        note = f"{found * 1000:.1f} ms, at 10,000 {waits[name] * 1000:.1f} ms"
        yield Figure(
            f"p95 of {name}, 1,000,000 against 10,000", found / waits[name], "at most", 1.3, "x", note
        )
    yield from _taken(large, "1,000,000", rounds=ROUNDS)


def _project(ground: Ground, name: str, documents: int) -> Ground:
    from annotator.projects import actions

    project = actions.create_project(by=None, name=name)
    actions.set_member(by=None, project=project, username="ada", role="analyst")
    mass.annotations(ground, project, documents, SENTENCES)
    fill.vacuum(ground)
    return replace(ground, project=project)


def _taken(ground: Ground, count: str, rounds: int) -> Iterator[Figure]:
    """A pull against `\\copy`, then pages and feed against the pull."""
    statement, before = pull.statement(ground), _memory(ground)
    raw, pulled, size = [], [], 0
    for _ in range(rounds):
        raw.append(pull.raw(ground, statement))
        took, size = pull.pulled(ground)
        pulled.append(took)
    share = statistics.median(a / b for a, b in zip(raw, pulled, strict=True))
    took = statistics.median(pulled)
    note = f"{took:.1f} s, raw {statistics.median(raw):.1f} s, {size / 1e6:.0f} MB"
    yield Figure(f"NDJSON pull of {count} whole annotations", share * 100, "at least", 80, "% of COPY", note)
    yield Figure(
        f"memory of the web process, pull of {count}", _memory(ground) - before, "at most", 50, "MB more"
    )
    rate = int(count.replace(",", "")) / took
    for name, walk in (("pages", _pages), ("changes feed", _feed)):
        found = statistics.median(walk(ground) for _ in range(rounds))
        yield Figure(
            f"{name} of 1,000, of {count}", found / rate * 100, "at least", 35, "% of NDJSON", f"{found:.0f}/s"
        )  # fmt: skip


def _pages(ground: Ground, most: int = 50) -> float:
    """Annotations a second, by pages of 1,000."""
    return _walked(ground, "annotations", most, lambda page: _cursor(page["next"]), "cursor")


def _feed(ground: Ground, most: int = 50) -> float:
    """Changes a second, 1,000 at a time, from the beginning."""
    return _walked(ground, "changes", most, lambda page: str(page["next"]), "after")


def _walked(
    ground: Ground, name: str, most: int, onward: Callable[[dict[str, object]], str], parameter: str
) -> float:
    """Rows a second over at most so many pages; what the reader does with a page does not count."""
    connection, path = ground.connect(), f"/api/v1/projects/{ground.project.slug}/{name}/?limit=1000"
    rows, took, after = 0, 0.0, ""
    for _ in range(most):
        begun = time.perf_counter()
        content = _got(connection, f"{path}&{parameter}={after}" if after else path, ground.bearer())
        took += time.perf_counter() - begun
        page = json.loads(content)
        rows += len(page["results"])
        if not page["results"] or not page["next"]:
            break
        after = onward(page)
    return rows / took


def _cursor(address: object) -> str:
    found = re.search(r"cursor=([\w-]+)", str(address))
    return found[1] if found else ""


def _got(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise SystemExit(f"{path}: {response.status} {content[:300]!r}")
    return content


def _acts(ground: Ground) -> dict[str, Callable[[], None]]:
    """What is waited for: a tag's write, a page of the list, the page of a document."""
    from annotator.documents.models import Document

    http = ground.connect()
    room = fill.document(ground, f"Room of {ground.project.name}", 2_000)
    document = Document.objects.filter(project=ground.project, title="Report 7").get()
    cursor = _cursor(json.loads(_got(http, _list(ground), ground.bearer()))["next"])
    places = iter(range(20, room.length - 30, 22))

    def tag() -> None:
        start = next(places)
        body = {
            "start": start,
            "end": start + 20,
            "exact": room.text[start : start + 20],
            "status": "sourced",
        }
        headers = {"Content-Type": "application/json", **ground.cookies()}
        http.request("PUT", f"/documents/{room.pk}/tags/{uuid4()}/", json.dumps(body), headers)
        response = http.getresponse()
        if response.status != 200:
            raise SystemExit(f"a tag: {response.status} {response.read()[:300]!r}")
        response.read()

    return {
        "tag write": tag,
        "list page": lambda: _read(http, f"{_list(ground)}&cursor={cursor}", ground.bearer()),
        "document page": lambda: _read(http, f"/documents/{document.pk}/", ground.cookies()),
    }


def _list(ground: Ground) -> str:
    return f"/api/v1/projects/{ground.project.slug}/annotations/?limit=100"


def _read(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> None:
    _got(connection, path, headers)


def _p95(act: Callable[[], None]) -> float:
    """Seconds that 95 of 100 do not exceed, after a warm-up; the least of three runs, as noise only adds."""
    for _ in range(30):
        act()
    return min(_once(act) for _ in range(3))


def _once(act: Callable[[], None]) -> float:
    times = []
    for _ in range(PROBES):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return statistics.quantiles(times, n=20)[-1]


def _memory(ground: Ground) -> float:
    """The most that the largest process of the web server has had in memory, in MB."""
    found = subprocess.run(
        ["pgrep", "-f", f"granian.*{ground.port}"], capture_output=True, text=True, check=True
    ).stdout.split()
    peaks = (re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in found)
    return max(int(peak[1]) for peak in peaks if peak) / 1024
