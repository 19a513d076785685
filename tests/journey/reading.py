"""A document and a page that reads it: what the tests of loss and return have in common."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journey.program import Program

SENTENCES = [
    "The ferry left the pier at noon.",
    "Its captain says that nobody saw the buoy.",
    "A fisherman on the pier saw it well ⛵.",
    "The insurer may pay by spring.",
    "Two passengers were bruised, a nurse said.",
]
WAITS = "Not sent yet. Kept on this device and sent by itself."
BACK = 40_000  # milliseconds until what waited has been sent: the sender asks ever more seldom


def document(program: Program, title: str, project: str = "demo") -> str:
    """The id of a new document."""
    body = {"title": title, "text": "\n".join([*SENTENCES, f"{title} {uuid4()}"])}
    found = program.call("POST", f"/projects/{project}/documents/", "cleo", body)
    assert found.status == 201, found.body
    return str(found.json["id"])


def open_project(program: Program, name: str) -> str:
    """The slug of a new project in which analysts see each other's marks."""
    found = program.call("POST", "/projects/", "cleo", {"name": name, "coders_per_document": 2})
    assert found.status == 201, found.body
    for analyst in ("ada", "ben"):
        program.call("PUT", f"/projects/{found.json['slug']}/members/{analyst}/", "cleo", {"role": "analyst"})
    return str(found.json["slug"])


def read(page: Page, key: str) -> None:
    """Open the workbench with the focus in the text."""
    page.goto(f"/documents/{key}/")
    page.locator("[data-document]").focus()


def sign_in(page: Page, program: Program, name: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", program.users[name]["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{program.url}/")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Menu of").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/**")


def mark(page: Page, *keys: str) -> None:
    """Mark the sentences that follow, one a key."""
    for key in keys:
        page.keyboard.press("ArrowDown")
        page.keyboard.press(key)


def says(page: Page, state: str, timeout: int = 10_000) -> None:
    """The save state in words."""
    expect(page.locator("[data-saved]")).to_have_text(state, timeout=timeout)


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_have_text(words)


def card(page: Page, number: int) -> Locator:
    """The card of a sentence as the reader sees it."""
    return page.locator("[data-cards] > .card:visible", has_text=SENTENCES[number])


def stored(program: Program, key: str, user: str = "ada") -> list[tuple[int, str]]:
    """The live tags of `user` there: number of the sentence, status."""
    project = program.call("GET", f"/documents/{key}/", "cleo").json["project"]
    path = f"/projects/{project}/annotations/?document={key}&analyst={user}&limit=1000"
    rows: list[dict[str, Any]] = program.call("GET", path, "cleo").json["results"]
    return sorted((SENTENCES.index(row["span"]["exact"]), row["status"]) for row in rows)


def kill(program: Program, name: str) -> None:
    """kill -9 every process of that kind."""
    victims = [pid for pid, command in program.pids().items() if name in command]
    assert victims, program.pids()
    for pid in victims:
        os.kill(pid, signal.SIGKILL)


@contextmanager
def without(program: Program, name: str) -> Iterator[None]:
    """Time in which a kind of process is dead, and its supervisor too stunned to start another."""
    assert program.process
    os.kill(program.process.pid, signal.SIGSTOP)
    try:
        kill(program, name)
        yield
    finally:
        os.kill(program.process.pid, signal.SIGCONT)


def processes_with(word: str) -> dict[int, str]:
    """The processes whose command line has `word`: those of a browser, by its profile's folder."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if word in command:
            found[int(folder.name)] = command
    return found


def other_tab(context: BrowserContext, key: str) -> Page:
    page = context.new_page()
    read(page, key)
    return page
