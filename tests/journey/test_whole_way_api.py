"""From a text to a released dataset, by programs alone."""

import hashlib
import json

from tests.journey.program import Program

TEXT = "Ferry note\n\nThe ferry left at 06:10, the harbour log shows 🛳️. It may have hit the pier.\n"
CLAIMS = [("The ferry left at 06:10", "sourced"), ("It may have hit the pier", "speculative")]


def tag(program: Program, user: str, document: str, quote: str, status: str) -> None:
    start = TEXT.index(quote)
    body = {"start": start, "end": start + len(quote), "exact": quote, "status": status}
    answer = program.call("POST", f"/documents/{document}/tags/", user, body)
    assert answer.status == 201, answer.body
    assert answer.json["span"]["exact"] == quote


def hand_in(program: Program, user: str, document: str) -> None:
    etag = program.call("GET", f"/documents/{document}/", user).headers["ETag"]
    assert program.call("POST", f"/documents/{document}/handin/", user, {}, If_Match=etag).status in {
        200,
        201,
        204,
    }


def test_a_text_becomes_a_released_dataset(program: Program) -> None:
    project = program.call("POST", "/projects/", "cleo", {"name": "Ferry", "coders_per_document": 2}).json
    for name, role in (("ada", "analyst"), ("ben", "analyst"), ("dan", "client")):
        member = program.call("PUT", f"/projects/{project['slug']}/members/{name}/", "cleo", {"role": role})
        assert member.status in {200, 201}, member.body
    body = {"title": "Ferry note", "text": TEXT}
    document = program.call("POST", f"/projects/{project['id']}/documents/", "cleo", body).json["id"]
    text = program.call("GET", f"/documents/{document}/text", "dan")
    assert text.body.decode() == TEXT
    for user in ("ada", "ben"):
        for quote, status in CLAIMS:
            tag(program, user, document, quote, status)
        hand_in(program, user, document)

    items = program.call("GET", f"/projects/{project['slug']}/review-items/?state=open", "cleo").json[
        "results"
    ]
    assert [(item["span"]["exact"], item["agreed"]) for item in items] == [
        (quote, True) for quote, _ in CLAIMS
    ]
    for item in items:
        path = f"/review-items/{item['id']}/"
        etag = program.call("GET", path, "cleo").headers["ETag"]
        decided = program.call(
            "PUT", path + "decision/", "cleo", {"accept": item["tags"][0]["id"]}, If_Match=etag
        )
        assert decided.status in {200, 201}, decided.body

    started = program.call("POST", f"/projects/{project['slug']}/releases/", "cleo", {"title": "First"})
    assert started.status == 202
    assert program.done(started.headers["Location"], "cleo")["state"] == "done"
    release = started.json["result"]["release"]
    manifest = program.call("GET", release, "dan").json
    lines = program.call("GET", release + "files/annotations.jsonl", "dan").body
    assert hashlib.sha256(lines).hexdigest() in json.dumps(manifest)
    quotes = [json.loads(line) for line in lines.splitlines()]
    assert sorted(found["span"]["exact"] for found in quotes) == sorted(2 * [quote for quote, _ in CLAIMS])
    assert all(
        TEXT[found["span"]["start"] : found["span"]["end"]] == found["span"]["exact"] for found in quotes
    )
    assert {found["decision"]["by"] for found in quotes} == {"cleo"}

    pulled = program.call(
        "GET", f"/projects/{project['slug']}/annotations/", "dan", Accept="application/x-ndjson"
    )
    *rows, end = pulled.body.splitlines()
    assert json.loads(end) == {"end": True, "count": 4}
    assert len(rows) == 4
    assert program.call("GET", f"/projects/{project['slug']}/", "ben").status == 200
