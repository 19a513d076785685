"""An annotation that is sent here, as the arguments of the actions. Nothing of it is lost silently.

Of the model are honoured: one target (`target`), bodies by purpose (`bodies`), what the annotation says of itself
(`identities`), and the terms of our own context where it is named. A context that we do not know is a 415.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework.request import Request

from annotator.annotations.models import Status
from annotator.annotations.provenance import Identities
from annotator.api.problems import Problem
from annotator.api.w3c import bodies, identities, shape, terms
from annotator.api.w3c.target import Place, place_of
from annotator.lib.refusals import Invalid
from annotator.projects.models import Project

STANDARD = {
    "@context", "id", "type", "motivation", "body", "bodyValue", "target", "canonical", "via", *identities.AGENTS,
    *identities.MOMENTS,
}  # fmt: skip
UNKEPT = {"rights", "audience", "stylesheet", "styleClass", "accessibility"}  # of the standard
ATTRIBUTION = {"attributionKind": "kind", "attributedTo": "to", "attributedVia": "via"}
CODED, PLAIN = ("modality", "confidence", "likelihood"), ("credibility", "facts")
OURS = {"decision", "derivedFrom", "guideline", "version", "provenance"}  # said by the server alone
OWN = {"labels", *ATTRIBUTION, *CODED, *PLAIN, *OURS}


@dataclass(frozen=True)
class Annotation:
    """What was sent, read."""

    place: Place
    details: dict[str, Any]
    evidence: list[Mapping[str, Any]]
    purposes: set[str]
    given: Mapping[str, Any]

    @property
    def identities(self) -> Identities:
        """What a new annotation says of itself; Problem 409 where it says what is the server's to say."""
        if found := sorted(self.given.keys() & OURS):
            raise Problem(409, f"This is the server's to say: {', '.join(found)}.")
        return identities.read(self.given, self.purposes)


def read(request: Request, project: Project, standing: str = "") -> Annotation:
    """The annotation in the body of a request. Problem 400 or 415, or Invalid, say what is wrong with it.

    `standing` is the status that it has now, if it is there: two bodies say the status, and a client that changes one
    of them alone means the new one.
    """
    given = request.data
    if not isinstance(given, Mapping):
        shape.malformed("", "An annotation is a JSON object.", "type")
    own = _names_our_context(given.get("@context"))
    if not shape.has_type(given.get("type"), "Annotation"):
        shape.malformed("type", "Only what is of the type Annotation can be added here.", "type")
    _check_names(given, own)
    if len(shape.several(given.get("target"))) != 1:
        if not given.get("target"):
            shape.malformed("target", "An annotation has a target.", "required")
        shape.unkept("target", "An annotation here has one target.")

    def passage(body: Any, at: str) -> Mapping[str, Any]:
        place = place_of(request, project, body, at, own=own)
        return {
            "document": str(place.document.pk), "start": place.start, "end": place.end, "exact": place.exact
        }  # fmt: skip

    said = bodies.read(given, passage, own=own)
    details = {
        "status": _status(said.statuses, standing),
        "note": "".join(said.notes),
        "labels": _labels(said, given),
    }
    place = place_of(request, project, shape.several(given["target"])[0], "target", own=own)
    return Annotation(place, details | _own(given), said.evidence, said.purposes, given)


def _names_our_context(given: Any) -> bool:
    if given is None:
        shape.malformed("@context", f"An annotation names its context, {terms.ANNO}.", "required")
    if isinstance(given, list) and len(given) == 1:
        shape.malformed("@context", "A single context is a text, not a list.")
    named = shape.several(given)
    known = {terms.ANNO, terms.context()}
    if terms.ANNO not in named or any(not isinstance(one, str) or one not in known for one in named):
        detail = f"Contexts that are understood here: {terms.ANNO} and, beside it, {terms.context()}."
        raise Problem(415, detail)
    return terms.context() in named


def _check_names(given: Mapping[str, Any], own: bool) -> None:
    for name in given:
        if name in UNKEPT:
            shape.unkept(name, f"“{name}” is not kept here.")
        if name in OWN and not own:
            shape.malformed(name, f"“{name}” is a term of {terms.context()}: name that context.", "unknown")
        if name not in STANDARD | OWN:
            shape.malformed(name[:60], f"An annotation has no “{name[:60]}”.", "unknown")


def _status(said: set[str], standing: str) -> str:
    if not said:
        concepts = ", ".join(terms.concept("status", word) for word in Status.values)
        raise Invalid("required", f"A body for classifying must give a status: {concepts}.", field="body")
    found = said if len(said) == 1 else said - {standing}
    if len(found) > 1:
        raise Invalid("ambiguous", "The bodies give several statuses.", field="body")
    return next(iter(found))


def _labels(said: bodies.Bodies, given: Mapping[str, Any]) -> list[Any]:
    return [*said.labels, *shape.several(given.get("labels"))]


def _own(given: Mapping[str, Any]) -> dict[str, Any]:
    """Details in terms of our own context."""
    found = {name: given[name] for name in PLAIN if name in given}
    found |= {name: _word(name, name, given[name]) for name in CODED if name in given}
    attribution = {part: given[name] for name, part in ATTRIBUTION.items() if name in given}
    if "kind" in attribution:
        attribution["kind"] = _word("attribution", "attributionKind", attribution["kind"])
    return found | ({"attribution": attribution} if attribution else {})


def _word(scheme: str, field: str, iri: Any) -> str:
    word = terms.word_of(scheme, iri)
    if word is None:
        detail = f"This is one of: {', '.join(terms.concept(scheme, one) for one in terms.SCHEMES[scheme].values)}."
        raise Invalid("choice", detail, field=field)
    return word
