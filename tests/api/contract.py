"""What the API says of itself, by operation; and whether an answer is what it says."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

VERBS = ("get", "post", "put", "patch", "delete")
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Known:
    """An operation with its address; `path` has its parameters in braces."""

    verb: str
    path: str
    declared: Any

    @property
    def name(self) -> str:
        return str(self.declared.name)

    def address(self, keys: dict[str, str]) -> str:
        return self.path.format(**keys)


def routes() -> list[tuple[str, Any]]:
    """Every address of the API with its view; parameters in braces."""
    from annotator.api.urls import resources

    found = []
    for pattern in resources:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        found.append((f"/api/v1/{path}", pattern.callback.cls))
    return found


@cache
def operations() -> dict[str, Known]:
    """Every operation by its name."""
    found = {}
    for path, view in routes():
        for verb in VERBS:
            declared = getattr(getattr(view, verb, None), "operation", None)
            assert (declared is not None) == hasattr(view, verb), (path, verb, "has no `operation`")
            if declared:
                assert declared.name not in found, declared.name
                found[declared.name] = Known(verb, path, declared)
    return found


@cache
def schema() -> dict[str, Any]:
    """The description as it is served."""
    from django.test import Client

    found: dict[str, Any] = json.loads(Client().get("/api/schema/").content)
    return found


def described(name: str) -> dict[str, Any]:
    """What the schema says of an operation."""
    known = operations()[name]
    found: dict[str, Any] = schema()["paths"][known.path][known.verb]
    return found


def conforms(name: str, answer: Any) -> None:
    """The answer has a status, a media type, headers and a body that the schema gives the operation, and no other.

    Objects that are answered may hold what the schema names and nothing else, so that a member that is forgotten there
    is found.
    """
    at = (name, answer.status_code)
    assert str(answer.status_code) in described(name)["responses"], (at, body_of(answer)[:500])
    said = _resolved(described(name)["responses"][str(answer.status_code)])
    headers = said.get("headers", {})
    missing = [header for header, one in headers.items() if one.get("required") and header not in answer]
    assert missing == [], (at, missing)
    for header in {"ETag", "Location", "Retry-After", "Content-Range"} - headers.keys():
        assert header not in answer or (name, header) in UNSAID, (at, header)
    if answer.status_code in {204, 304}:
        assert (body_of(answer), "Content-Type" in answer) == (b"", False), at
        return
    media = answer["Content-Type"].partition(";")[0]
    assert media in said["content"] or "*/*" in said["content"], (at, media, list(said["content"]))
    if "json" in media and media in said["content"]:
        for part in parts(media, body_of(answer)):
            problems = [
                f"{'.'.join(map(str, error.instance_path))}: {error.message}"
                for error in _validator(json.dumps(said["content"][media]["schema"])).iter_errors(part)
            ]
            assert problems == [], (at, problems)


# The address of what is there already, or of what one was sent to: beside a 200 it is a courtesy.
UNSAID = {("document_create", "Location"), ("assignment_next", "Location")}


def parts(media: str, content: bytes) -> Iterator[Any]:
    """The JSON of a body; of lines each but the last, which says that there are no more."""
    if not media.endswith("ndjson"):
        yield json.loads(content)
        return
    *rows, end = content.splitlines()
    assert json.loads(end) == {"end": True, "count": len(rows)}
    for row in rows:
        yield json.loads(row)


def body_of(answer: Any) -> bytes:
    """The whole content, also of a stream, which is kept for the next who asks."""
    if answer.streaming:
        if not hasattr(answer, "kept"):
            answer.kept = b"".join(answer.streaming_content)
        return bytes(answer.kept)
    return bytes(answer.content)


def _resolved(said: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in said:
        return said
    found: Any = schema()
    for part in said["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


@cache
def _validator(shape: str) -> Any:
    components = {
        name: {**one, "additionalProperties": False}
        if name.endswith(("Out", "IO")) and _closed(name)
        else one
        for name, one in schema()["components"]["schemas"].items()
    }
    whole = {**json.loads(shape), "components": {"schemas": components}}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def _closed(name: str) -> bool:
    return name != "ErrorOut"  # a refusal says what stands in the way, by names of its own
