"""Input: query parameters and bodies through serializers, where an unknown name is an error that says so."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from django.http import QueryDict
from rest_framework.serializers import Serializer

from annotator.api.parsers import JSONParser
from annotator.api.problems import Problem


def read_query(serializer: type[Serializer[Any]] | None, given: QueryDict) -> dict[str, Any]:
    """Query parameters by name; Problem 400 names those that are unknown, doubled or wrong."""
    known = set(serializer().fields) if serializer else set()
    wrong = [_unknown(name) for name in given if name not in known]
    wrong += [
        {"field": name, "code": "doubled", "detail": f"“{name}” is given twice."}
        for name in given
        if name in known and len(given.getlist(name)) > 1
    ]
    if wrong:
        raise Problem(400, " ".join(error["detail"] for error in wrong), wrong)
    return _valid(serializer, given.dict(), 400) if serializer else {}


def read_body(serializer: type[Serializer[Any]], given: Any, *, partial: bool = False) -> dict[str, Any]:
    """A body by field; Problem 400 for unknown fields or no object, 422 for values."""
    if not isinstance(given, Mapping):
        raise Problem(
            400, "The body must be a JSON object.", [_error("", "type", "The body must be a JSON object.")]
        )
    if wrong := [_unknown(name) for name in given if name not in serializer().fields]:
        raise Problem(400, " ".join(error["detail"] for error in wrong), wrong)
    return _valid(serializer, given, 422, partial=partial)


def read_nothing(given: bytes) -> None:
    """What is sent where nothing is taken: nothing, or an empty object; Problem 400 names its fields."""
    if not given.strip():
        return
    found = JSONParser().parse(BytesIO(given))
    if not isinstance(found, dict):
        raise Problem(400, "This takes no body.", [_error("", "unknown", "This takes no body.")])
    if wrong := [_unknown(name) for name in found]:
        raise Problem(400, " ".join(error["detail"] for error in wrong), wrong)


def _valid(
    serializer: type[Serializer[Any]], given: Any, status: int, *, partial: bool = False
) -> dict[str, Any]:
    bound = serializer(data=given, partial=partial)
    if bound.is_valid():
        return dict(bound.validated_data)
    errors = list(_flat("", bound.errors))
    raise Problem(status, " ".join(f"{error['field']}: {error['detail']}" for error in errors), errors)


def _flat(field: str, found: Any) -> Iterator[dict[str, Any]]:
    """DRF's nested errors as a flat list; `facts.0.low` is the path of a field."""
    if isinstance(found, Mapping):
        for name, value in found.items():
            at = field if name == "non_field_errors" else f"{field}.{name}".strip(".")
            yield from _flat(at, value)
    elif isinstance(found, list):
        for value in found:
            yield from _flat(field, value)
    else:
        yield _error(field, getattr(found, "code", "invalid"), str(found))


def _unknown(name: str) -> dict[str, Any]:
    return _error(name, "unknown", f"“{name}” is not known here.")


def _error(field: str, code: str, detail: str) -> dict[str, Any]:
    return {"field": field, "code": code, "detail": detail}
