"""The readable form of the schema: what the page at `/api/docs/` shows, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

type Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of an object."""

    name: str
    kind: str
    required: bool
    help: str


@dataclass(frozen=True)
class Mention:
    """A body in words, and the name of the object that it holds, if any."""

    words: str
    shape: str


@dataclass(frozen=True)
class Entry:
    """One operation of the API."""

    key: str
    verb: str
    path: str
    summary: str
    parameters: list[Field]
    body: list[Mention]
    answers: list[tuple[str, list[Mention]]]


@dataclass(frozen=True)
class Shape:
    """One object that is sent or answered."""

    name: str
    help: str
    fields: list[Field]


@cache
def schema() -> Schema:
    """The OpenAPI description, made once: it changes with the code only."""
    found: Schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@cache
def resources() -> list[tuple[str, list[Entry]]]:
    """The operations by address, in the order of the addresses."""
    return [(path, list(_entries(path, verbs))) for path, verbs in schema()["paths"].items()]


@cache
def shapes() -> list[Shape]:
    """The objects that operations speak of, by name."""
    found = schema()["components"]["schemas"]
    return [_shape(name, one) for name, one in found.items() if one.get("type") == "object"]


def _entries(path: str, verbs: Schema) -> Iterator[Entry]:
    for verb, one in verbs.items():
        answers = [
            (status, _content(answer)) for status, answer in one["responses"].items() if status < "400"
        ]
        yield Entry(
            key=one["operationId"], verb=verb.upper(), path=path, summary=one.get("summary", ""), answers=answers,
            parameters=[_parameter(known) for known in one.get("parameters", []) if known["in"] != "path"],
            body=_content(one.get("requestBody", {})),
        )  # fmt: skip


def _parameter(given: Schema) -> Field:
    where = "" if given["in"] == "query" else f", {given['in']}"
    kind = f"{kind_of(given['schema'])}{where}"
    return Field(given["name"], kind, given.get("required", False), given.get("description", ""))


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
        Field(field, kind_of(one), field in required, one.get("description", ""))
        for field, one in given.get("properties", {}).items()
    ]
    return Shape(name, given.get("description", ""), fields)


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
