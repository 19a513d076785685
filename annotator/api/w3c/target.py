"""The target of an annotation: a place in the text of one document of the container's project."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework.request import Request

from annotator import anchoring
from annotator.api import lookups
from annotator.api.w3c import shape, terms
from annotator.documents.models import Document
from annotator.lib.refusals import Invalid, Missing
from annotator.projects.models import Project

KNOWN = {"type", "source", "selector", "state"}


@dataclass(frozen=True)
class Place:
    """`[start, end)` in code points, and the quote that stands there."""

    document: Document
    start: int
    end: int
    exact: str


def place_of(request: Request, project: Project, given: Any, field: str, *, own: bool) -> Place:
    """The place that a target, or a linked passage, speaks of; `own` where it may use terms of our context."""
    found = _resource(given, field, own)
    document = _document(request, project, found["source"], f"{field}.source")
    _check_state(found.get("state"), document, f"{field}.state")
    if "sha256" in found and found["sha256"] != document.sha256:
        raise Invalid("sha256", "The text has another checksum.", field=f"{field}.sha256")
    if found.get("selector") is None:
        raise Invalid("required", "A selector must say which place of the text.", field=f"{field}.selector")
    try:
        span = anchoring.resolve(document.text, found["selector"])
    except anchoring.SpanRefused as refused:
        at = f"{field}.selector"
        raise Invalid(refused.code, refused.detail, field=at, accepted=refused.accepted) from refused
    return Place(document, span.start, span.end, span.exact)


def _resource(given: Any, field: str, own: bool) -> Mapping[str, Any]:
    """A SpecificResource; an IRI with a fragment is one with a FragmentSelector."""
    if isinstance(given, str) or (isinstance(given, Mapping) and given.keys() == {"id"}):
        source, _, fragment = shape.reference(given, field).partition("#")
        return {"source": source} | (
            {"selector": {"type": "FragmentSelector", "value": fragment}} if fragment else {}
        )
    known = KNOWN | {"sha256"} if own else KNOWN
    found = shape.object_of(given, field, known)
    if "type" in found and not shape.has_type(found["type"], "SpecificResource"):
        shape.unkept(f"{field}.type", "A target is a SpecificResource.")
    return {**found, "source": shape.reference(found.get("source"), f"{field}.source")}


def _document(request: Request, project: Project, source: str, field: str) -> Document:
    key = terms.document_of(source)
    try:
        found = lookups.document(request, key, text=True) if key else None
    except Missing:
        found = None
    if found is None or found.project_id != project.pk:
        raise Invalid("document", "This is not the text of a document of this project.", field=field)
    return found


def _check_state(given: Any, document: Document, field: str) -> None:
    """Our texts never change: any moment since a text was captured, and its own address, name the state it is in."""
    for state in shape.several(given):
        found = shape.object_of(
            state, field, {"type", "id", "sourceDate", "sourceDateStart", "sourceDateEnd", "cached"}
        )
        if found.get("type") != "TimeState":
            shape.unkept(field, "A state of a text is a TimeState.")
        if found.get("id") is not None:
            shape.iri(found["id"], f"{field}.id")
        _check_dates(found, document, field)
        for cached in shape.several(found.get("cached")):
            if shape.reference(cached, f"{field}.cached") != terms.text(document.pk):
                shape.unkept(f"{field}.cached", "No other copy of the text is kept.")


def _check_dates(state: Mapping[str, Any], document: Document, field: str) -> None:
    edges = [one for name in ("sourceDateStart", "sourceDateEnd") if (one := state.get(name)) is not None]
    if edges and (len(edges) != 2 or state.get("sourceDate") is not None):
        shape.malformed(field, "A range of time has sourceDateStart and sourceDateEnd, and no sourceDate.")
    dates = [*shape.several(state.get("sourceDate")), *edges]
    moments = [shape.moment(date, f"{field}.sourceDate") for date in dates]
    if any(moment < document.created_at for moment in moments):
        raise Invalid("state", "The text was not captured yet then.", field=f"{field}.sourceDate")
