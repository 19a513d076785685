"""A backup is made while people write; another home is restored from it, and there all goes on."""

import http.cookiejar
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import psycopg
import pytest

from annotator.local import paths
from tests.jobs.test_backup import stopped_while_it_writes
from tests.journey.program import Program

WRITERS = 4
HISTORY = "SELECT id::text, project_id::text, change, at, by_id::text, kind, op, object_id::text, data FROM audit_event"


@pytest.fixture
def other() -> Iterator[Program]:
    """A home where nothing ran yet."""
    with tempfile.TemporaryDirectory(prefix="annotator restored ") as folder:
        new = Program(Path(folder) / "home")
        try:
            yield new
        finally:
            new.stop()
            shutil.rmtree(paths.run_dir(new.home), ignore_errors=True)


class Writers:
    """People who tag without a rest; `acknowledged` are the tags that the program said it has."""

    def __init__(self, program: Program, slug: str) -> None:
        self.program, self.over = program, threading.Event()
        self.acknowledged, self.refused = list[str](), list[str]()
        self.threads = []
        for number in range(WRITERS):
            words = [f"{number}w{word:04}" for word in range(1000)]
            body = {"title": f"Backed up {number}", "text": " ".join(words)}
            document = program.call("POST", f"/projects/{slug}/documents/", "cleo", body).json["id"]
            self.threads.append(threading.Thread(target=self.write, args=[document, words]))

    def write(self, document: str, words: list[str]) -> None:
        for number, word in enumerate(words):
            if self.over.is_set():
                return
            key, start = str(uuid4()), 7 * number
            place = {"document": document, "start": start, "end": start + len(word), "exact": word}
            answer = self.program.call("PUT", f"/tags/{key}/", "ada", {**place, "status": "sourced"})
            time.sleep(
                0.01
            )  # a reader of the text between two claims, in short: the machine is not theirs alone
            (self.acknowledged if answer.status == 201 else self.refused).append(key)

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()


class Follower:
    """A program that mirrors the project by the changes feed; it keeps its cursor and what it was told."""

    def __init__(self, user: str) -> None:
        self.user, self.after = user, ""
        self.told: dict[tuple[str, str], Any] = {}
        self.cursors: list[str] = []

    def follow(self, program: Program, slug: str) -> None:
        while True:
            address = f"/projects/{slug}/changes/?limit=500&after={self.after}"
            page = program.call("GET", address, self.user).json
            for change in page["results"]:
                at = change["kind"], change["id"]
                self.told.pop(at, None) if change["op"] == "retracted" else self.told.update(
                    {at: change["data"]}
                )
            self.cursors += [change["cursor"] for change in page["results"]]
            self.after = page["next"]
            if not page["results"]:
                return

    def check(self, program: Program, slug: str) -> None:
        """What it was told is what the program shows; nothing came twice."""
        listed: list[Any] = []
        address: str | None = f"/projects/{slug}/annotations/?limit=1000"
        while address:
            page = program.call("GET", address, self.user).json
            listed, address = listed + page["results"], page["next"]
        told = {key: row for (kind, key), row in self.told.items() if kind == "tag"}
        assert told == {row["id"]: row for row in listed}
        assert len(self.cursors) == len(set(self.cursors))


def rows(program: Program, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(paths.database_url(program.home)) as connection:
        return connection.execute(statement).fetchall()  # type: ignore[arg-type]


def signs_in(program: Program, user: str, password: str) -> bool:
    """Whether the form lets the user in."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener, url = urllib.request.build_opener(jar), f"{program.url}/accounts/login/"
    page = opener.open(url, timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    fields = {"login": user, "password": password, "csrfmiddlewaretoken": token[1]}
    sent = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), {"Referer": url})
    with opener.open(sent, timeout=30) as answer:
        return bool(answer.url == f"{program.url}/")


def test_what_was_acknowledged_before_a_backup_is_in_it_and_the_install_goes_on_elsewhere(
    program: Program, other: Program, tmp_path: Path
) -> None:
    file, slug = tmp_path / "whole.backup", program.demo["project"]
    asked = program.call(
        "POST", f"/projects/{slug}/releases/", "cleo", {"title": "Kept", "only_decided": False}
    )
    release = program.done(asked.headers["Location"], "cleo")["result"]["release"]
    content = program.call("GET", f"{release}files/documents.jsonl", "dan").body
    followers = [Follower("cleo"), Follower("ada"), Follower("dan")]
    with Writers(program, slug) as writers:
        time.sleep(1)
        before = list(writers.acknowledged)
        for follower in followers:
            follower.follow(program, slug)
        made = program.manage("backup", str(file))
        during = len(writers.acknowledged) - len(before)
    assert (made.returncode, writers.refused) == (0, []), made.stderr
    assert (len(before) > WRITERS, during > WRITERS) == (True, True)
    refused = program.manage("restore", "--replace", str(file))
    assert refused.returncode == 1
    assert "Annotator is already running with the data in" in refused.stderr

    restored = other.manage("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    other.start()
    assert set(before) <= {key for (key,) in rows(other, "SELECT id::text FROM annotations_tag")}
    there = rows(other, HISTORY)
    assert set(map(repr, there)) <= set(map(repr, rows(program, HISTORY)))
    verified = other.manage("verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    path = urllib.parse.urlsplit(release).path
    assert other.call("GET", f"{other.url}{path}files/documents.jsonl", "dan").body == content
    assert signs_in(other, "cleo", program.users["cleo"]["password"])
    assert other.users == program.users
    more = other.call(
        "POST", f"/projects/{slug}/documents/", "cleo", {"title": "After", "text": "It went on."}
    )
    assert more.status == 201
    for follower in followers:
        follower.follow(other, slug)
        follower.check(other, slug)
    documents = rows(other, "SELECT count(*) FROM documents_document")[0][0]
    other.stop()
    kill_half_way(other, file)
    again = other.manage("backup", str(tmp_path / "again.backup"))
    assert again.returncode == 0, again.stderr
    assert f" documents {documents}," in again.stdout


def kill_half_way(other: Program, file: Path) -> None:
    """kill -9 of a restore over what the home has."""
    command = [sys.executable, str(paths.CHECKOUT / "manage.py"), "restore", "--replace", str(file)]
    killed = subprocess.Popen(command, env=other.environ, stderr=subprocess.PIPE)
    try:
        stopped_while_it_writes(killed)
    finally:
        killed.kill()
        killed.communicate()
