"""The shape of JSON-LD that is sent here: what breaks a MUST of the model is a 400, what we can not keep a 422."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NoReturn

from annotator.api.problems import Problem
from annotator.lib.refusals import Invalid

LONGEST = 2000
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


def malformed(field: str, detail: str, code: str = "malformed") -> NoReturn:
    """It does not follow the standard."""
    raise Problem(400, detail, [{"field": field, "code": code, "detail": detail}])


def unkept(field: str, detail: str) -> NoReturn:
    """It follows the standard and would be lost here."""
    raise Invalid("unkept", detail, field=field)


def several(value: Any) -> list[Any]:
    """A value that may stand once, often or not at all, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def object_of(value: Any, field: str, known: Collection[str]) -> Mapping[str, Any]:
    """An object with no names but the known ones."""
    if not isinstance(value, Mapping):
        malformed(field, "This must be an object.")
    if unknown := sorted(value.keys() - set(known)):
        unkept(f"{field}.{unknown[0]}", f"“{unknown[0][:60]}” is not kept here.")
    return value


def text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        malformed(field, "This must be exactly one text.")
    return value


def iri(value: Any, field: str) -> str:
    """Exactly one IRI."""
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        malformed(field, "This must be exactly one IRI.")
    if len(value) > LONGEST:
        unkept(field, f"An IRI of more than {LONGEST} characters is not kept.")
    return value


def reference(value: Any, field: str) -> str:
    """Exactly one IRI, or an object that has nothing but it as its id."""
    plain = value["id"] if isinstance(value, Mapping) and value.keys() == {"id"} else value
    return iri(plain, field)


def moment(value: Any, field: str) -> datetime:
    """A time in UTC, written with Z."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    malformed(field, "This must be exactly one time in UTC, such as 2026-05-04T10:00:00Z.")


def has_type(value: Any, wanted: str) -> bool:
    """The type, or one of the types."""
    return any(one == wanted for one in several(value))
