"""Annotations as the Web Annotation Data Model writes them, made from the wire form of the API.

The status is a concept of our vocabulary (purpose `classifying`) and its word (`tagging`), labels are further words,
the note is a comment, evidence is linked. What the standard has no word for stands in terms of our own context; a
detail that was not filled in does not stand there at all. A fixed number of queries for any number of annotations.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from annotator.annotations.models import Provenance, Status, Tag
from annotator.api.w3c import terms
from annotator.documents.models import Document
from annotator.review import wire

type Json = dict[str, Any]

PLAIN = ("credibility", "facts")  # as they are
CODED = ("modality", "confidence", "likelihood")  # a concept each


def annotations(tags: QuerySet[Tag], project: str) -> list[Json]:
    """`tags` in the order of their ids; who may see them has been asked."""
    rows = wire.annotations(tags)
    texts = {row["document"]["id"] for row in rows}
    captured = {
        str(key): at for key, at in Document.objects.filter(pk__in=texts).values_list("pk", "created_at")
    }
    brought = {str(one.pk): one for one in Provenance.objects.filter(tag__in=[row["id"] for row in rows])}
    return [
        _annotation(row, project, captured[row["document"]["id"]], brought.get(row["id"])) for row in rows
    ]


def annotation(key: UUID, project: str) -> Json:
    """One that the caller has been found to see."""
    return annotations(Tag.objects.filter(pk=key), project)[0]


def moment(at: datetime) -> str:
    """UTC, with Z."""
    return at.isoformat().removesuffix("+00:00") + "Z"


def _annotation(row: Json, project: str, captured: datetime, brought: Provenance | None) -> Json:
    bodies = _bodies(row)
    return {
        "@context": [terms.ANNO, terms.context()],
        "id": terms.annotation(project, row["id"]),
        "type": "Annotation",
        "motivation": list(dict.fromkeys([*(body["purpose"] for body in bodies), *_further(brought)])),
        "creator": _person(row["project"], row["analyst"]),
        "created": row["created_at"],
        "modified": row["updated_at"],
        "generator": _generator(),
        **_identities(brought),
        "body": bodies,
        "target": _target(row, captured),
        **_own(row, project),
    }


def _person(project: str, username: str) -> Json:
    member = f"{settings.PUBLIC_URL}/api/v1/projects/{project}/members/{username}/"
    return {"id": member, "type": "Person", "name": username, "nickname": username}


def _generator() -> Json:
    address = f"{settings.PUBLIC_URL}/"
    return {"id": address, "type": "Software", "name": "Annotator", "homepage": address}


def _identities(brought: Provenance | None) -> Json:
    if brought is None:
        return {}
    found: Json = {"canonical": brought.canonical} if brought.canonical else {}
    if brought.via:
        found["via"] = brought.via[0] if len(brought.via) == 1 else brought.via
    said = {name: value for name, value in brought.said.items() if name != "motivation"}
    return found | ({"provenance": said} if said else {})


def _further(brought: Provenance | None) -> list[str]:
    """Motivations for which there are no bodies, as they were sent."""
    return brought.said.get("motivation", []) if brought else []


def _bodies(row: Json) -> list[Json]:
    word = row["status"]
    concept = {"type": "SpecificResource", "purpose": "classifying", "source": terms.concept("status", word)}
    words = [_text(label, "tagging") for label in row["labels"] if label not in Status.values]
    note = [_text(row["note"], "commenting")] if row["note"] else []
    return [concept, _text(word, "tagging"), *words, *note, *map(_evidence, row["evidence"])]


def _text(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _evidence(item: Json) -> Json:
    linked = {
        "type": "SpecificResource",
        "purpose": "linking",
        "stance": terms.concept("stance", item["stance"]),
    }
    if item["url"]:
        return {**linked, "source": item["url"]}
    place = {"start": item["start"], "end": item["end"], "exact": item["quote"]}
    return {**linked, "source": terms.text(item["document"]), "selector": _selectors(place)}


def _selectors(span: Json) -> list[Json]:
    quote = {"type": "TextQuoteSelector", "exact": span["exact"]}
    quote |= {side: span[side] for side in ("prefix", "suffix") if span.get(side)}
    return [{"type": "TextPositionSelector", "start": span["start"], "end": span["end"]}, quote]


def _target(row: Json, captured: datetime) -> Json:
    """The text never changes: the state says since when, and under which address and checksum it is had."""
    source = terms.text(row["document"]["id"])
    return {
        "type": "SpecificResource",
        "source": source,
        "sha256": row["document"]["sha256"],
        "selector": _selectors(row["span"]),
        "state": {"type": "TimeState", "sourceDate": moment(captured), "cached": source},
    }


def _own(row: Json, project: str) -> Json:
    """What the standard has no word for."""
    attribution = row["attribution"] or {}
    found: Json = {
        "labels": [label for label in row["labels"] if label in Status.values],
        "attributionKind": attribution and terms.concept("attribution", attribution["kind"]),
        "attributedTo": attribution.get("to"),
        "attributedVia": attribution.get("via"),
        **{name: row[name] and terms.concept(name, row[name]) for name in CODED},
        **{name: row[name] for name in PLAIN},
        "derivedFrom": row["derived_from"] and terms.annotation(project, row["derived_from"]),
        "decision": _decision(row["decision"]),
        "guideline": row["guideline"],
        "version": row["version"],
    }
    return {name: value for name, value in found.items() if value}


def _decision(given: Json | None) -> Json | None:
    if given is None:
        return None
    status = given["status"] and terms.concept("status", given["status"])
    found = {"status": status, "noClaim": given["no_claim"], "by": given["by"], "at": given["at"],
             "reason": given["reason"]}  # fmt: skip
    return {name: value for name, value in found.items() if value not in (None, "")}


def ids(keys: Sequence[UUID], project: str) -> list[str]:
    return [terms.annotation(project, key) for key in keys]
