"""The examples of the API are sent as they stand, and answered as they say.

With RECORD=1 (`make schema`) what is answered is written down instead.
"""

import json
import os
import re
from typing import Any

import pytest

from annotator.api import examples
from tests.api.contract import body_of, conforms, described, operations
from tests.api.prepared import Prepared

RECORD = os.environ.get("RECORD") == "1"
TIME = re.compile(r"20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
SECRETS = (
    (re.compile(r"ann_[\w-]{10,}"), "ann_3qvY…"),
    (re.compile(r"(ann_[\w-]{6})(?=\")"), "ann_3qvY…"),
    (re.compile(r"(cursor=)[\w-]+"), r"\1bjAxOWM3YTAw"),
    (re.compile(r'("(?:cursor|next)": ")[\w-]{22,45}"'), r'\1AZx6AAAAcACAAAAAAAAAAQ"'),
    (re.compile(r"(/reset/key/)[^\"]+"), r"\g<1>MQ-c8x2zq/"),
)
MADE = (
    (
        re.compile(r'("sha256": ")[0-9a-f]{64}'),
        r"\g<1>7f9bc73f628d43dd6877d0126f0adaa5926f7acf47ab9edafa9ca85b57642140",
    ),
    (re.compile(r'("size": )\d+'), r"\g<1>1465"),
    (re.compile(r'((?:[^"\\]|\\.){160})(?:[^"\\]|\\.){80,}"'), r'\1…"'),  # long texts are cut
)
SHOWN = ("Content-Type", "ETag", "Location", "Content-Range", "Content-Disposition")


def test_every_operation_has_an_example_and_every_example_an_operation() -> None:
    assert set(examples.REQUESTS) == set(operations())


@pytest.mark.parametrize("name", list(examples.REQUESTS))
def test_an_example_is_answered_as_the_schema_says(prepared: Prepared, name: str) -> None:
    sent: dict[str, str] = {}
    answer = send(prepared, name, sent)
    assert answer.status_code < 300, body_of(answer)
    conforms(name, answer)
    found = recorded(prepared, answer, sent)
    if RECORD:
        known = json.loads(examples.ANSWERS.read_text("utf-8"))
        order = [one for one in examples.REQUESTS if one in known or one == name]
        kept = {one: found if one == name else known[one] for one in order}
        examples.ANSWERS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
        examples.answers.cache_clear()
    assert examples.answers()[name] == found, "`make schema` writes down what is answered now"


def test_every_example_stands_in_the_schema() -> None:
    for name, example in examples.REQUESTS.items():
        check_stands(name, example)


def check_stands(name: str, example: examples.Example) -> None:
    one = described(name)
    for parameter in one.get("parameters", []):
        if parameter["in"] == "path":
            assert parameter["example"] == {**examples.KEYS, **example.path}[parameter["name"]]
            assert parameter["description"]
    bodies = one.get("requestBody", {}).get("content", {})
    shown = [media["example"] for media in bodies.values() if "example" in media]
    assert shown == ([example.shown] if bodies else [])
    answer = examples.answers()[name]
    if "body" in answer:
        content = one["responses"][str(answer["status"])]["content"]
        assert answer["body"] in [media.get("example") for media in content.values()]


def send(prepared: Prepared, name: str, sent: dict[str, str] | None = None) -> Any:
    """The answer to an example, after those that it needs; notes in `sent` the headers that it has to carry."""
    example, known = examples.REQUESTS[name], operations()[name]
    if example.after:
        assert send(prepared, example.after).status_code < 300
    program = prepared.programs[example.by]
    address = real(prepared, examples.address(known.path, name))
    headers = {}
    if known.declared.if_match and known.declared.if_match.required:
        headers = {"if_match": program.etag(tagged(address))}
        if sent is not None:
            sent["If-Match"] = headers["if_match"]
    return program.send(known.verb, address, *written(prepared, example), **headers, **typed(example))


def written(prepared: Prepared, example: examples.Example) -> list[Any]:
    """The body of an example, if it has one, with the ids of the project in it."""
    if example.body is None:
        return []
    found = json.loads(real(prepared, json.dumps(example.body)))
    return ["\n".join(map(json.dumps, found)).encode()] if example.media else [found]


def typed(example: examples.Example) -> dict[str, str]:
    """The header that says what the body is, where it is no JSON."""
    return {"content_type": example.media} if example.media else {}


def tagged(address: str) -> str:
    """The address whose ETag a change of this one needs."""
    return re.sub(r"(handin|decision)/$", "", address)


def real(prepared: Prepared, text: str) -> str:
    """With the ids of the project in place of the examples'."""
    for name, key in prepared.keys.items():
        text = text.replace(examples.KEYS[name], key) if UUID.fullmatch(key) else text
    return text


def recorded(prepared: Prepared, answer: Any, sent: dict[str, str]) -> dict[str, Any]:
    """The answer with ids, times and secrets that are the same each time."""
    found: dict[str, Any] = {"status": answer.status_code}
    if sent:
        found["sent"] = sent
    found["headers"] = {one: answer[one] for one in SHOWN if one in answer}
    kind = answer.get("Content-Type", "")
    if kind.startswith("application/json") or kind == "application/problem+json":
        found["body"] = json.loads(body_of(answer))
    elif kind.startswith("text/plain") and "Content-Disposition" not in answer:
        found["body"] = body_of(answer).decode()
    text = json.dumps(found, ensure_ascii=False)
    for name, key in prepared.keys.items():
        text = text.replace(key, examples.KEYS[name])
    for pattern, shown in SECRETS + MADE:
        text = pattern.sub(shown, text)
    stable: dict[str, Any] = json.loads(_numbered(TIME.sub("2026-05-04T10:00:00.000000Z", text)))
    for held in (stable.get("sent", {}), stable["headers"]):
        for header in {"ETag", "If-Match"} & held.keys():
            held[header] = '"6f1c0d4e2a9b8c7d5e3f6f1c0d4e2a9b8c7d5e3f"'
    return stable


def _numbered(text: str) -> str:
    """Ids that are new, by the order in which they come."""
    known = set(examples.KEYS.values()) | {examples.key(20)}
    new = [key for key in dict.fromkeys(UUID.findall(text)) if key not in known]
    for number, key in enumerate(new, start=30):
        text = text.replace(key, examples.key(number))
    return text
