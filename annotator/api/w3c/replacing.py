"""The whole new state of an annotation, by PUT. What is the server's to say, and its identities, stay as they are."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from annotator.annotations.models import Tag
from annotator.api import placing
from annotator.api.w3c import bodies, identities, reading, shape
from annotator.lib.refusals import Conflict

MOVING = {"modified", "version"}  # they move with every change: what the client read may be sent back
FIXED = (*identities.AGENTS, *identities.MOMENTS, *reading.OURS)


def arguments(request: Request, tag: Tag, standing: Mapping[str, Any]) -> dict[str, Any]:
    """Every detail and the evidence, for `actions.change`; raises Conflict for a change of anything else."""
    found = reading.read(request, tag.document.project, tag.status)
    _check_same(found.given, standing)
    place = found.place
    if (place.document.pk, place.start, place.end) != (tag.document_id, tag.span.start, tag.span.end):
        detail = "An annotation does not move: retract it and annotate the other place."
        raise Conflict("place", detail, field="target")
    return {**placing.NOT_FILLED_IN, **found.details, "evidence": found.evidence}


def _check_same(given: Mapping[str, Any], standing: Mapping[str, Any]) -> None:
    """`canonical` and `via` are never changed or left out; the rest may be left out."""
    identities.read(given)
    wrong = [name for name in ("id", *FIXED) if name in given and given[name] != standing.get(name)]
    wrong = [name for name in wrong if name not in MOVING]
    if given.get("canonical") != standing.get("canonical"):
        wrong.append("canonical")
    if set(shape.several(given.get("via"))) != set(shape.several(standing.get("via"))):
        wrong.append("via")
    if "motivation" in given and _further(given) != _further(standing):
        wrong.append("motivation")
    if wrong:
        raise Conflict("fixed", f"This can not be changed: {', '.join(wrong)}.", field=wrong[0])


def _further(said: Mapping[str, Any]) -> set[str]:
    """Its motivations but for those that follow from its bodies."""
    return set(bodies.motivations(said.get("motivation"))) - set(bodies.KEPT)
