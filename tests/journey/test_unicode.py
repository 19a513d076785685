"""10,000 generated Unicode cases: the browser quotes, the API takes, the database keeps, the release holds."""

import json
import random
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.anchoring.alphabet import PIECES
from tests.journey.program import Program

CASES, DOCUMENTS = 10_000, 20

QUOTES = """async ([module, places]) => {
  const { toRange, toOffsets } = await import(module);
  const root = document.querySelector("[data-document]");
  return places.map(([start, end]) => toOffsets(root, toRange(root, { start, end })));
}"""


def generated(seed: int) -> str:
    """A text of several paragraphs from an alphabet of everything that goes wrong elsewhere."""
    chance = random.Random(seed)
    return "\r\n".join(
        f"{seed}." + "".join(chance.choice(PIECES) for _ in range(60)) for _ in range(chance.randint(4, 8))
    )


def spans(text: str, seed: int) -> list[tuple[int, int]]:
    """Distinct places of whole clusters that do not begin or end in a line break."""
    from annotator.anchoring import widen

    chance, found = random.Random(seed), set()
    while len(found) < CASES // DOCUMENTS:
        start = chance.randrange(len(text) - 1)
        start, end = widen(text, start, min(len(text), start + chance.randint(1, 60)))
        if text[start:end].strip("\n") == text[start:end]:
            found.add((start, end))
    return sorted(found)


def test_generated_cases_hold_from_the_browser_to_the_release(
    program: Program, signed_in: Callable[[str], Page]
) -> None:
    project = program.call("POST", "/projects/", "cleo", {"name": "Unicode"}).json["slug"]
    program.call("PUT", f"/projects/{project}/members/ada/", "cleo", {"role": "analyst"})
    page = signed_in("ada")
    sent = 0
    for seed in range(DOCUMENTS):
        sent += tag_all(program, page, project, seed)
    assert sent == CASES
    release = program.call("POST", f"/projects/{project}/releases/", "cleo", {"only_decided": False})
    assert program.done(release.headers["Location"], "cleo", 120)["state"] == "done"
    check_release(program, release.json["result"]["release"])
    verified = program.manage("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def tag_all(program: Program, page: Page, project: str, seed: int) -> int:
    """Put one text in, let the browser quote its places, and tag what the browser said."""
    body = {"title": f"Case {seed}", "text": generated(seed)}
    document = program.call("POST", f"/projects/{project}/documents/", "cleo", body).json["id"]
    text = program.call("GET", f"/documents/{document}/text", "ada").body.decode()
    places = spans(text, seed)
    page.goto(f"/documents/{document}/")
    quoted: list[dict[str, Any]] = page.evaluate(QUOTES, [f"{program.url}/static/js/offsets.js", places])
    assert [(found["start"], found["end"], found["exact"]) for found in quoted] == [
        (start, end, text[start:end]) for start, end in places
    ]
    tags = [
        {**{name: found[name] for name in ("start", "end", "exact")}, "status": "sourced"} for found in quoted
    ]
    answer = program.call("POST", f"/documents/{document}/tags/bulk/", "ada", tags)
    assert answer.status in {200, 201}, answer.body[:500]
    return len(tags)


def check_release(program: Program, release: str) -> None:
    texts = {
        found["id"]: found["text"]
        for found in map(
            json.loads, program.call("GET", release + "files/documents.jsonl", "cleo").body.splitlines()
        )
    }
    lines = program.call("GET", release + "files/annotations.jsonl", "cleo").body.split(b"\n")[:-1]
    assert len(lines) == CASES
    for found in map(json.loads, lines):
        span = found["span"]
        assert texts[found["document"]["id"]][span["start"] : span["end"]] == span["exact"]
