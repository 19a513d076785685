"""A tag's body as the arguments of `annotations.actions.tag`: its shape only, its values are judged there."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from annotator import anchoring
from annotator.annotations import evidence as citing
from annotator.annotations.details import ATTRIBUTION_KEYS, FACT_KEYS, FIELDS
from annotator.api.problems import Problem
from annotator.documents.models import Document
from annotator.lib.refusals import Invalid

PLACE = frozenset({"id", "start", "end", "exact", "prefix", "suffix", "selectors", "evidence"})
CREATE = PLACE | FIELDS.keys()
PUT = CREATE | {"document"}
CHANGE = frozenset({"evidence", *FIELDS})
LISTS = {"labels", "facts"}
PARTS: dict[str, Collection[str]] = {
    "attribution": ATTRIBUTION_KEYS, "facts": FACT_KEYS, "evidence": citing.KEYS
}  # fmt: skip
# What a PUT that leaves a detail out means by it: not filled in.
NOT_FILLED_IN: dict[str, Any] = {name: [] if name in LISTS else None for name in FIELDS}


def object_of(given: Any, known: frozenset[str] | set[str], at: str = "") -> dict[str, Any]:
    """A JSON object with known names only, in its parts too; Problem 400 names the others, which stand `at` a part of
    the body."""
    if not isinstance(given, dict):
        detail = "A tag must be a JSON object."
        raise Problem(400, detail, [{"field": "", "code": "type", "detail": detail}])
    if unknown := sorted(_unknown(given, known)):
        errors = [
            {"field": f"{at}{name}", "code": "unknown", "detail": f"A tag has no “{name}”."}
            for name in unknown
        ]
        raise Problem(400, " ".join(error["detail"] for error in errors), errors)
    return given


def _unknown(given: Mapping[str, Any], known: Collection[str], at: str = "") -> Iterator[str]:
    for name, value in given.items():
        if name not in known:
            yield f"{at}{name}"
        elif not at and name in PARTS:
            several = enumerate(value) if isinstance(value, list) else [("", value)]
            for place, part in several:
                if isinstance(part, dict):
                    yield from _unknown(part, PARTS[name], f"{name}.{place}".strip(".") + ".")


def arguments(document: Document, given: Mapping[str, Any]) -> dict[str, Any]:
    """Place, key, evidence and details. Raises Invalid for what has no place in a tag."""
    start, end, exact = _place(document, given)
    details = {name: given[name] for name in given if name in FIELDS}
    return {"start": start, "end": end, "exact": exact, "evidence": evidence(given), **details}


def change(given: Mapping[str, Any]) -> dict[str, Any]:
    """The details that are given, and the evidence where it is."""
    return {**given, "evidence": evidence(given)} if "evidence" in given else dict(given)


def key_of(value: Any, field: str = "id") -> UUID:
    """A UUID that a body holds."""
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise Invalid("type", "This must be a UUID.", field=field) from error


def evidence(given: Mapping[str, Any]) -> list[Any]:
    found = given.get("evidence") or []
    if not isinstance(found, list):
        raise Invalid("type", "Evidence is a list.", field="evidence")
    return found


def _place(document: Document, given: Mapping[str, Any]) -> tuple[int, int, str]:
    for part in ("prefix", "suffix"):
        if not isinstance(given.get(part) or "", str):
            raise Invalid("type", "This must be text.", field=part)
    if given.get("selectors") is not None:
        return _selected(document, given)
    for part, kind in (("start", int), ("end", int), ("exact", str)):
        if part not in given:
            raise Invalid("required", f"Give {part}, or selectors.", field=part)
        if type(given[part]) is not kind:
            raise Invalid(
                "type", "This must be text." if kind is str else "This must be a whole number.", field=part
            )
    return given["start"], given["end"], given["exact"]


def _selected(document: Document, given: Mapping[str, Any]) -> tuple[int, int, str]:
    """Where the selectors lead; a quote that stands beside them is one more of them."""
    if any(part in given for part in ("start", "end")):
        raise Invalid("doubled", "Give either selectors or start and end.", field="selectors")
    selectors = given["selectors"]
    if not isinstance(selectors, dict | list):
        raise Invalid("type", "Selectors are an object or a list of them.", field="selectors")
    if "exact" in given:
        quote = {part: given[part] for part in ("exact", "prefix", "suffix") if given.get(part) is not None}
        several = [selectors] if isinstance(selectors, dict) else selectors
        selectors = [*several, {"type": "TextQuoteSelector", **quote}]
    try:
        span = anchoring.from_selectors(document.text, selectors)
    except anchoring.SpanRefused as refused:
        raise Invalid(refused.code, refused.detail, field="selectors", accepted=refused.accepted) from refused
    return span.start, span.end, span.exact
