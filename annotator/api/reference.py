"""The readable form of the schema: what the page at `/api/docs/` shows, as plain values."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

from annotator.api import examples
from annotator.api.described import PROBLEMS, VERBS
from annotator.api.renderers import JSONRenderer

type Schema = dict[str, Any]
type Words = list[tuple[bool, str]]  # a sentence in pieces; True: code


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of an object."""

    name: str
    kind: str
    required: bool
    help: Words


@dataclass(frozen=True)
class Mention:
    """A body in words, and the name of the object that it holds, if any."""

    words: str
    shape: str


@dataclass(frozen=True)
class Shown:
    """An example: the request as a line for the shell, and what was answered."""

    request: str
    status: str
    headers: list[tuple[str, str]]
    body: str


@dataclass(frozen=True)
class Entry:
    """One operation of the API."""

    key: str
    verb: str
    path: str
    summary: str
    scope: str
    parameters: list[Field]
    body: list[Mention]
    answers: list[tuple[str, list[Mention]]]
    problems: list[str]
    example: Shown | None


@dataclass(frozen=True)
class Topic:
    """Operations that belong together."""

    name: str
    help: Words
    entries: list[Entry]

    @property
    def title(self) -> str:
        return self.name.replace("-", " ").capitalize()


@dataclass(frozen=True)
class Refused:
    """A status of refusals: its name, its meaning, its codes each with a sentence."""

    status: int
    name: str
    help: Words
    codes: list[list[str]]


@dataclass(frozen=True)
class Shape:
    """One object that is sent or answered."""

    name: str
    help: Words
    fields: list[Field]


@cache
def schema() -> Schema:
    """The OpenAPI description, made once: it changes with the code only."""
    found: Schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@cache
def topics() -> list[Topic]:
    """The operations by topic, in the order of the topics."""
    found: dict[str, list[Entry]] = {one["name"]: [] for one in schema()["tags"]}
    for path, verbs in schema()["paths"].items():
        for verb in VERBS:
            if verb in verbs:
                found[verbs[verb]["tags"][0]].append(_entry(path, verb, verbs[verb]))
    return [Topic(one["name"], pieces(one["description"]), found[one["name"]]) for one in schema()["tags"]]


@cache
def problems() -> list[Refused]:
    """The statuses of refusals, and the codes that come with each."""
    return [
        Refused(status, HTTPStatus(status).phrase, pieces(said), _codes(status))
        for status, said in PROBLEMS.items()
    ]


@cache
def takes(header: str) -> bool:
    """Whether there are operations that take this header."""
    given = [one.get("parameters", []) for _, verbs in schema()["paths"].items() for one in verbs.values()]
    return any(one["name"] == header for parameters in given for one in parameters)


@cache
def shapes() -> list[Shape]:
    """The objects that operations speak of, by name."""
    found = schema()["components"]["schemas"]
    return [_shape(name, one) for name, one in found.items() if one.get("type") == "object"]


def _codes(status: int) -> list[list[str]]:
    return [[code, said] for found, code, said in examples.codes() if found == status]


def _entry(path: str, verb: str, one: Schema) -> Entry:
    statuses: Schema = one["responses"]
    name = one["operationId"]
    return Entry(
        key=name, verb=verb.upper(), path=path, summary=one["summary"], scope=one["x-scope"],
        parameters=[_parameter(known) for known in one.get("parameters", []) if known["in"] != "path"],
        body=_content(one.get("requestBody", {})),
        answers=[(status, _content(answer)) for status, answer in statuses.items() if status < "400"],
        problems=[status for status in statuses if status >= "400"],
        example=_shown(path, verb, name) if name in examples.answers() else None,
    )  # fmt: skip


def _shown(path: str, verb: str, name: str) -> Shown:
    answer = examples.answers()[name]
    body = answer.get("body", "")
    return Shown(
        request=" \\\n  ".join(_curl(path, verb, name)),
        status=f"{answer['status']} {HTTPStatus(answer['status']).phrase}",
        headers=list(answer["headers"].items()),
        body=body if isinstance(body, str) else _pretty(body),
    )


def _curl(path: str, verb: str, name: str) -> Iterator[str]:
    example = examples.REQUESTS[name]
    body = example.body
    verb = "" if verb == "get" or (verb == "post" and body is not None) else f"-X {verb.upper()} "
    yield f"curl {verb}'{settings.PUBLIC_URL}{examples.address(path, name)}'"
    yield '-H "Authorization: Bearer $TOKEN"'
    for header, value in examples.answers()[name].get("sent", {}).items():
        yield f"-H '{header}: {value}'"
    if body is not None:
        lines = example.media and "\n".join(json.dumps(one, ensure_ascii=False) for one in body)
        yield f"-H 'Content-Type: {example.media or JSONRenderer.media_type}'"
        yield "--data-binary '" + (lines or _pretty(body)).replace("'", "'\\''") + "'"


def _pretty(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


def _parameter(given: Schema) -> Field:
    where = "" if given["in"] == "query" else f", {given['in']}"
    kind = f"{kind_of(given['schema'])}{where}"
    return Field(given["name"], kind, given.get("required", False), pieces(given.get("description", "")))


def _content(given: Schema) -> list[Mention]:
    """The objects that a body or an answer holds, and its media types where it is no JSON."""
    found = []
    for name, media in given.get("content", {}).items():
        words = kind_of(media["schema"]) if "json" in name else name
        shape = words.removeprefix("list of ") if "json" in name else ""
        found.append(Mention(f"lines of {words}" if name.endswith("ndjson") else words, shape))
    return found


def _shape(name: str, given: Schema) -> Shape:
    required = set(given.get("required", []))
    fields = [
        Field(field, kind_of(one), field in required, pieces(one.get("description", "")))
        for field, one in given.get("properties", {}).items()
    ]
    return Shape(name, pieces(given.get("description", "")), fields)


def pieces(said: str) -> Words:
    """A sentence with code between backticks, in pieces."""
    return [(number % 2 == 1, part) for number, part in enumerate(said.split("`"))]


def kind_of(given: Schema) -> str:
    """A schema in words: `text`, `list of Tag`, `one of a, b`, `number or null`."""
    if "$ref" in given:
        return str(given["$ref"].rpartition("/")[2])
    for several in ("allOf", "oneOf", "anyOf"):
        if several in given:
            return " or ".join(dict.fromkeys(kind_of(one) for one in given[several]))
    if "enum" in given:
        return "one of " + ", ".join(str(value) for value in given["enum"] if value is not None)
    if given.get("type") == "array":
        return f"list of {kind_of(given['items'])}"
    kinds = given.get("type", "any")
    found = given.get("format") or (" or ".join(kinds) if isinstance(kinds, list) else kinds)
    return {"string": "text", "uri": "address", "date-time": "time", "binary": "bytes"}.get(found, str(found))
