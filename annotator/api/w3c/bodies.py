"""The bodies of an annotation: status, labels, note and evidence, by their purposes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from annotator.annotations.models import Stance, Status
from annotator.api.w3c import shape, terms
from annotator.lib.refusals import Invalid

MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
KEPT = ("classifying", "tagging", "commenting", "linking")
TEXT, RESOURCE = {"type", "value", "purpose", "format"}, {"type", "source", "purpose"}
SETS = {"Choice", "Composite", "List", "Independents"}

type Passage = Callable[[Any, str], Mapping[str, Any]]


@dataclass
class Bodies:
    """What the bodies of one annotation say.

    `passage` reads a linked place in a text; `own`: terms of our context may be used; `default`: the purpose of a body
    that says none.
    """

    passage: Passage
    own: bool
    default: str
    statuses: set[str] = field(default_factory=set)
    labels: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    evidence: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def purposes(self) -> set[str]:
        """What the annotation is motivated by, as far as it follows from its bodies."""
        found = {"classifying", "tagging"}
        return found | ({"commenting"} if self.notes else set()) | ({"linking"} if self.evidence else set())

    def add(self, body: Any, at: str) -> None:
        body = _as_object(body)
        if isinstance(body, Mapping) and (
            lost := [one for one in SETS if shape.has_type(body.get("type"), one)]
        ):
            shape.unkept(f"{at}.type", f"A {lost[0]} of bodies is not kept: send the bodies themselves.")
        if isinstance(body, Mapping) and "value" in body:
            self._add_textual(body, at)
        else:
            self._add_resource(body, at)

    def add_text(self, value: str, purpose: str, at: str) -> None:
        if purpose == "commenting":
            self.notes.append(value)
        elif purpose == "linking":
            shape.unkept(at, "Evidence is linked by its IRI, not by text.")
        elif value in Status.values:
            self.statuses.add(value)
        elif purpose == "tagging":
            self.labels.append(value)
        else:
            raise Invalid("choice", f"A status is one of: {', '.join(Status.values)}.", field=at)

    def _add_textual(self, body: Mapping[str, Any], at: str) -> None:
        body = shape.object_of(body, at, TEXT)
        if "type" in body and not shape.has_type(body["type"], "TextualBody"):
            shape.unkept(f"{at}.type", "A body with a value is a TextualBody.")
        if body.get("format", "text/plain") != "text/plain":
            shape.unkept(f"{at}.format", "Text is kept as text/plain only.")
        purpose = _purpose(body, at) or self.default or "commenting"
        self.add_text(shape.text(body["value"], f"{at}.value"), purpose, at)

    def _add_resource(self, body: Any, at: str) -> None:
        own = {"stance", "sha256"} if self.own else set()
        body = shape.object_of(body, at, RESOURCE | {"selector", "state"} | own)
        source = shape.reference(body.get("source"), f"{at}.source")
        status = terms.word_of("status", source)
        purpose = _purpose(body, at) or self.default or ("classifying" if status else "linking")
        if purpose == "linking":
            self.evidence.append(self._evidence(body, source, at))
        elif purpose == "commenting":
            shape.unkept(at, "A note is text: send a TextualBody.")
        else:
            shape.object_of(body, at, RESOURCE)
            self.statuses.add(status or _no_word("status", "A status", f"{at}.source"))

    def _evidence(self, body: Mapping[str, Any], source: str, at: str) -> Mapping[str, Any]:
        """Without a stance it is context: it neither supports nor contradicts."""
        given = body.get("stance", terms.concept("stance", Stance.CONTEXT))
        stance = terms.word_of("stance", given) or _no_word("stance", "A stance", f"{at}.stance")
        if "selector" not in body:
            shape.object_of(body, at, RESOURCE | {"stance"})
            return {"stance": stance, "url": source}
        place = {name: value for name, value in body.items() if name not in {"purpose", "stance"}}
        return {"stance": stance, **self.passage(place, at)}


def read(given: Mapping[str, Any], passage: Passage, *, own: bool) -> Bodies:
    """The bodies of an annotation, by the purposes that they have."""
    wanted = motivations(given.get("motivation"))
    found = Bodies(passage, own, wanted[0] if len(wanted) == 1 and wanted[0] in KEPT else "")
    if "bodyValue" in given:
        if "body" in given:
            shape.malformed("bodyValue", "bodyValue does not stand beside body.")
        found.add_text(
            shape.text(given["bodyValue"], "bodyValue"), found.default or "commenting", "bodyValue"
        )
    for index, body in enumerate(shape.several(given.get("body"))):
        found.add(body, f"body.{index}")
    if len(found.notes) > 1:
        shape.unkept("body", "One note is kept: send one body for commenting.")
    return found


def motivations(given: Any) -> list[str]:
    """Each a word of the standard, whose IRI is the same, or an IRI of one's own."""
    found = []
    for one in shape.several(given):
        word = shape.text(one, "motivation").removeprefix("http://www.w3.org/ns/oa#").removeprefix("oa:")
        if word not in MOTIVATIONS:
            shape.iri(word, "motivation")
        found.append(word)
    return found


def _as_object(body: Any) -> Any:
    """An IRI, or a resource by its id, as the source that it is."""
    if isinstance(body, str):
        return {"source": body}
    if isinstance(body, Mapping) and "id" in body and not body.keys() & {"source", "value"}:
        return {"source": body["id"], **{name: value for name, value in body.items() if name != "id"}}
    return body


def _purpose(body: Mapping[str, Any], at: str) -> str:
    """The one purpose of a body; empty where none is said."""
    found = motivations(body.get("purpose"))
    if len(found) > 1:
        shape.unkept(f"{at}.purpose", "One purpose of a body is kept.")
    if found and found[0] not in KEPT:
        shape.unkept(f"{at}.purpose", f"Bodies are kept for {', '.join(KEPT)}.")
    return found[0] if found else ""


def _no_word(scheme: str, what: str, field: str) -> NoReturn:
    choices = ", ".join(terms.concept(scheme, word) for word in terms.SCHEMES[scheme].values)
    raise Invalid("choice", f"{what} is one of: {choices}.", field=field)
