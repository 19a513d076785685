"""kill -9 of web, worker, broker and PostgreSQL, each in the middle of 500 tag writes and of a release."""

import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from annotator.local import paths
from tests.journey.program import Answer, Program

WRITES = 500
VICTIMS = {100: "granian", 200: "celery", 300: "valkey-server", 400: "postgres -D"}


@pytest.fixture
def program() -> Iterator[Program]:
    """A program of its own, since this one is maltreated."""
    with tempfile.TemporaryDirectory(prefix="annotator survival ") as folder:
        running = Program(Path(folder) / "home")
        try:
            running.start()
            yield running
        finally:
            running.stop()
            shutil.rmtree(paths.run_dir(running.home), ignore_errors=True)


def kill(program: Program, name: str) -> None:
    """kill -9 every process of that kind, with no chance to say goodbye."""
    victims = [pid for pid, command in program.pids().items() if name in command]
    assert victims, program.pids()
    for pid in victims:
        os.kill(pid, signal.SIGKILL)


def insist(program: Program, method: str, path: str, user: str, content: Any) -> Answer:
    """Send until there is an answer that is one: what a browser's outbox and a careful client do."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            answer = program.call(method, path, user, content)
        except (OSError, ConnectionError):
            answer = Answer(503, Message(), b"no answer")
        if answer.status < 500:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{method} {path}: {answer.status} {answer.body!r}")


def test_every_acknowledged_write_is_there_once_and_each_release_completes_once(program: Program) -> None:
    slug = (
        program.demo["project"]
        if isinstance(program.demo["project"], str)
        else program.demo["project"]["slug"]
    )
    words = [f"w{number:04}" for number in range(WRITES)]
    body = {"title": "Many words", "text": " ".join(words)}
    document = program.call("POST", f"/projects/{slug}/documents/", "cleo", body).json["id"]
    acknowledged: list[UUID] = []
    jobs: list[str] = []
    for number, word in enumerate(words):
        if number in VICTIMS:
            wanted = {"title": f"While {VICTIMS[number]} dies", "only_decided": False}
            started = insist(program, "POST", f"/projects/{slug}/releases/", "cleo", wanted)
            jobs.append(started.headers["Location"])
            kill(program, VICTIMS[number])
        key, start = uuid4(), 6 * number
        tag = {"document": document, "start": start, "end": start + 5, "exact": word, "status": "sourced"}
        answer = insist(program, "PUT", f"/tags/{key}/", "ada", tag)
        assert answer.status in {200, 201}, answer.body
        acknowledged.append(key)

    pulled = insist_on_pull(program, slug, document)
    assert Counter(found["id"] for found in pulled) == Counter(str(key) for key in acknowledged)
    ended = [program.done(job, "cleo", 120) for job in jobs]
    assert [job["state"] for job in ended] == ["done"] * len(VICTIMS)
    releases = program.call("GET", f"/projects/{slug}/releases/", "cleo").json["results"]
    assert sorted(release["number"] for release in releases) == list(range(1, len(VICTIMS) + 1))
    verified = program.manage("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def insist_on_pull(program: Program, slug: str, document: str) -> list[dict[str, Any]]:
    path = f"/projects/{slug}/annotations/?document={document}&limit=1000"
    found: list[dict[str, Any]] = insist(program, "GET", path, "ada", None).json["results"]
    return found


def test_the_next_start_recovers_from_a_killed_supervisor_and_ctrl_c_leaves_nothing(program: Program) -> None:
    project = program.call("GET", "/projects/", "ada").json["results"][0]["id"]
    program.kill()
    program.start()
    assert program.call("GET", "/projects/", "ada").json["results"][0]["id"] == project
    program.stop()
    assert program.pids() == {}
