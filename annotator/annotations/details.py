"""The optional details of a tag: from their wire form to columns. To add one, add its column and its line in FIELDS."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from annotator.annotations.models import Attribution, Confidence, Likelihood, Modality, Status
from annotator.annotations.search import LABEL_LENGTH
from annotator.lib.refusals import Invalid
from annotator.lib.words import words

NOTE_LENGTH, NAME_LENGTH = 5000, 300
LABELS, FACTS = 50, 20
LARGEST = 10**18
ATTRIBUTION_KEYS = {"kind", "to", "via"}
FACT_KEYS = {"kind", "as_written", "low", "high", "unit", "as_of", "precision"}
FACT_KINDS = ["figure", "date", "place"]


def columns_of(wire: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a Tag for the details given. Raises Invalid, naming the field, for one that is unknown or bad."""
    columns: dict[str, Any] = {}
    for name, value in wire.items():
        if name not in FIELDS:
            raise Invalid("unknown", f"A tag has no “{name}”.", field=name)
        columns |= FIELDS[name](name, value)
    return columns


def settled(wire: Mapping[str, Any]) -> dict[str, Any]:
    """`wire` as an annotation would show it: checked, labels said once, blanks null. Raises as `columns_of` does."""
    columns = columns_of(wire)
    return {name: _attributed(columns) if name == "attribution" else columns[name] for name in wire}


def _attributed(columns: Mapping[str, Any]) -> dict[str, Any] | None:
    found = {part: columns[f"attribution_{part}"] or None for part in ("kind", "to", "via")}
    return found if found["kind"] else None


def _text(limit: int) -> Callable[[str, Any], dict[str, Any]]:
    return lambda name, value: {name: words(name, value, limit)}


def _choice(
    choices: type[models.TextChoices], *, required: bool = False
) -> Callable[[str, Any], dict[str, Any]]:
    def parse(name: str, value: Any) -> dict[str, Any]:
        if value not in choices.values and (required or value is not None):
            raise Invalid("choice", f"This must be one of: {', '.join(choices.values)}.", field=name)
        return {name: value}

    return parse


def _credibility(name: str, value: Any) -> dict[str, Any]:
    if value is not None and (type(value) is not int or not 1 <= value <= 6):
        raise Invalid("choice", "Credibility is a whole number from 1 to 6.", field=name)
    return {name: value}


def _labels(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, list) or len(value) > LABELS:
        raise Invalid("type", f"Labels are a list of at most {LABELS} words.", field=name)
    found = [words(name, word, LABEL_LENGTH).strip() for word in value]
    if not all(found):
        raise Invalid("type", "A label can not be empty.", field=name)
    return {name: list(dict.fromkeys(found))}


def _attribution(name: str, value: Any) -> dict[str, Any]:
    given = {} if value is None else value
    if not isinstance(given, Mapping) or set(given) - ATTRIBUTION_KEYS:
        raise Invalid("type", "An attribution has kind, to and via.", field=name)
    kind = _choice(Attribution, required=value is not None)(f"{name}.kind", given.get("kind"))
    whom = {part: _text(NAME_LENGTH)(f"{name}.{part}", given.get(part)) for part in ("to", "via")}
    return {"attribution_kind": kind[f"{name}.kind"]} | {
        f"attribution_{part}": found[f"{name}.{part}"] for part, found in whom.items()
    }


def _facts(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, list) or len(value) > FACTS:
        raise Invalid("type", f"Facts are a list of at most {FACTS}.", field=name)
    for fact in value:
        if not isinstance(fact, Mapping) or set(fact) - FACT_KEYS or fact.get("kind") not in FACT_KINDS:
            detail = f"A fact has {', '.join(sorted(FACT_KEYS))}; its kind is one of {', '.join(FACT_KINDS)}."
            raise Invalid("type", detail, field=name)
    return {name: [{part: _plain(name, part, found) for part, found in fact.items()} for fact in value]}


def _plain(name: str, part: str, value: Any) -> Any:
    """A text, or nothing; of low and high also a number."""
    if part in {"low", "high"} and isinstance(value, int | float) and not isinstance(value, bool):
        if not -LARGEST < value < LARGEST:  # neither is what is no number at all
            raise Invalid("too_large", f"“{part}” of a fact is no figure that can be kept.", field=name)
        return value
    return None if value is None else words(name, value, NAME_LENGTH)


FIELDS: dict[str, Callable[[str, Any], dict[str, Any]]] = {
    "status": _choice(Status, required=True),
    "note": _text(NOTE_LENGTH),
    "labels": _labels,
    "attribution": _attribution,
    "modality": _choice(Modality),
    "credibility": _credibility,
    "confidence": _choice(Confidence),
    "likelihood": _choice(Likelihood),
    "facts": _facts,
}
