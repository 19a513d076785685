"""Eight analysts tag at once, each in a document of his own: all in one project, and each in a project of his own.

Each is a process of the client's side with a connection that is kept open. One alone and eight together take turns.
"""

import json
import multiprocessing
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from bench import fill
from bench.ground import Ground, session_of
from bench.report import Figure

if TYPE_CHECKING:
    from annotator.projects.models import Project

CLIENTS, ROUNDS, SECONDS, STEP = 8, 5, 3.0, 22


class Desk(NamedTuple):
    """What one client needs: where the server is, its cookies, its document."""

    port: int
    headers: dict[str, str]
    document: str
    text: str


def measure(ground: Ground) -> list[Figure]:
    alone = _desks(ground, [ground.project], "Alone")
    together = _desks(ground, [ground.project] * CLIENTS, "Together")
    apart = _desks(ground, [_project(number) for number in range(CLIENTS)], "Apart")
    rates: dict[str, list[float]] = {"one": [], "together": [], "apart": []}
    with multiprocessing.get_context("spawn").Pool(CLIENTS) as pool:
        for turn in range(ROUNDS + 1):
            for name, desks in (("one", alone), ("together", together), ("apart", apart)):
                found = sum(pool.starmap(_tag, [(desk, turn) for desk in desks])) / SECONDS
                rates[name] += [found] if turn else []  # the first round warms up
    p50 = {name: statistics.median(found) for name, found in rates.items()}
    return [
        Figure(
            "eight clients tag in one project", p50["together"] / p50["one"], "at least", 1.5, "x one",
            f"{p50['together']:.0f}/s, one {p50['one']:.0f}/s",
        ),
        Figure(
            "eight clients tag, each in a project", p50["apart"] / p50["one"], "", None, "x one",
            f"{p50['apart']:.0f}/s",
        ),
    ]  # fmt: skip


def _project(number: int) -> "Project":
    from annotator.projects import actions

    return actions.create_project(by=None, name=f"Desk {number}")


def _desks(ground: Ground, projects: "Sequence[Project]", name: str) -> list[Desk]:
    from annotator.accounts.models import User
    from annotator.projects import actions

    desks = []
    for number, project in enumerate(projects):
        username = f"{name.lower()}-{number}"
        actions.set_member(by=None, project=project, username=username, role="analyst")
        session = session_of(User.objects.get(username=username))
        here = replace(ground, project=project, session=session)
        found = fill.document(here, f"{name} {number}", 3_000)
        desks.append(Desk(ground.port, here.cookies(), str(found.pk), found.text))
    return desks


def _tag(desk: Desk, turn: int) -> int:
    """How many tags one client writes in SECONDS, each round in a part of the text of its own."""
    connection = HTTPConnection("127.0.0.1", desk.port, timeout=60)
    headers = {"Content-Type": "application/json", **desk.headers}
    start, count, end = 20 + turn * (len(desk.text) // (ROUNDS + 2)), 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        body = {
            "start": start,
            "end": start + 20,
            "exact": desk.text[start : start + 20],
            "status": "sourced",
        }
        connection.request("PUT", f"/documents/{desk.document}/tags/{uuid4()}/", json.dumps(body), headers)
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise SystemExit(f"a tag: {response.status} {answer[:300]!r}")
        start, count = start + STEP, count + 1
    connection.close()
    return count
