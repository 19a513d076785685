"""Spans in other units beside code points, for readers that count so."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from annotator.anchoring import utf8, utf16
from annotator.api.renderers import encode
from annotator.documents.models import Document

UNITS = {"utf16": utf16, "utf8": utf8}


def with_offsets(annotations: Iterable[str], unit: str | None) -> list[bytes]:
    """The annotations as JSON; where a unit is given, each with `span.<unit>`: start and end.

    The text of a document is read once for all of its annotations, one document at a time.
    """
    if unit is None:
        return [annotation.encode() for annotation in annotations]
    found = [json.loads(annotation) for annotation in annotations]
    by_document: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        by_document.setdefault(one["document"]["id"], []).append(one["span"])
    for key, spans in by_document.items():
        text = Document.objects.values_list("text", flat=True).get(pk=UUID(key))
        for span in spans:
            span[unit] = UNITS[unit](text, span["start"], span["end"])
    return [encode(one) for one in found]
