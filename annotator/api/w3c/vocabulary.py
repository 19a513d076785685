"""Our vocabulary: the concepts that statuses and details stand for (SKOS), and the terms of our JSON-LD context.

It is served at `/ns/`, each concept at the IRI that annotations name it by, so that a reader who has nothing but an
annotation can find out what is meant. The words are those of CONTEXT.md.
"""

from dataclasses import dataclass
from typing import Any

from annotator.api.w3c import terms

type Json = dict[str, Any]

SKOS, RDFS, XSD = (
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2001/XMLSchema#",
)


@dataclass(frozen=True)
class Scheme:
    """A question that a tag answers, and what each answer means."""

    question: str
    answers: dict[str, str]


SCHEMES: dict[str, Scheme] = {
    "status": Scheme(
        "What the claim rests on in its document. None of the three means that it is true.",
        {
            "sourced": "The document says where the claim comes from.",
            "disputed": "The document carries another account that can not be true together with the claim.",
            "speculative": "The claim is supposed, forecast, conditional, or nothing in the document stands behind it.",
        },
    ),
    "stance": Scheme(
        "What a cited passage or page does to the claim.",
        {
            "supports": "It speaks for the claim.",
            "contradicts": "It gives an account that can not be true together with the claim.",
            "context": "It helps to understand the claim and speaks neither for nor against it.",
        },
    ),
    "attribution": Scheme(
        "Whom the document names as the origin of the claim. Not filled in is not the same as none.",
        {
            "none": "An origin was looked for, and the document gives none.",
            "anonymous": "Someone without a name, or a collective.",
            "named": "A person or an institution by name.",
            "document": "A paper, a record, an image or a set of data.",
        },
    ),
    "modality": Scheme(
        "How firmly the document puts the claim.",
        {
            "asserted": "It is stated flatly.",
            "hedged": "It may be so, is thought or reported to be so.",
            "predicted": "It is said that it will be so.",
            "hypothetical": "It is said what would be, if something else were.",
        },
    ),
    "confidence": Scheme(
        "How confident the analyst is in his own judgement; says nothing of how likely the claimed thing is.",
        {
            "low": "Little of the judgement would survive one new fact.",
            "moderate": "The judgement is plausible, and other readings remain.",
            "high": "The analyst knows of no other reading that holds.",
        },
    ),
    "likelihood": Scheme(
        "How likely the claimed thing is, in the words of ICD 203.",
        {
            "almost no chance": "1 to 5 in 100.",
            "very unlikely": "5 to 20 in 100.",
            "unlikely": "20 to 45 in 100.",
            "roughly even chance": "45 to 55 in 100.",
            "likely": "55 to 80 in 100.",
            "very likely": "80 to 95 in 100.",
            "almost certain": "95 to 99 in 100.",
        },
    ),
}

# The type of a term's value in JSON-LD (None: plain), and what it says.
TERMS: dict[str, tuple[str | None, str]] = {
    "stance": ("@id", "What linked evidence does to the claim: a concept of the scheme stance."),
    "sha256": (None, "SHA-256 of the target's text in UTF-8, hexadecimal."),
    "labels": (None, "Free words that are also the word of a status; other labels are bodies for tagging."),
    "attributionKind": ("@id", "A concept of the scheme attribution."),
    "attributedTo": (None, "The first speaker of the claim, in words."),
    "attributedVia": (None, "Who passed it on, in words."),
    "modality": ("@id", "A concept of the scheme modality."),
    "credibility": ("xsd:integer", "Of the information, NATO 1 to 6; 6 means that it can not be judged."),
    "confidence": ("@id", "A concept of the scheme confidence."),
    "likelihood": ("@id", "A concept of the scheme likelihood."),
    "facts": ("@list", "Figures, dates and places of the claim, as written and as ranges."),
    "kind": (None, "Of a fact: figure, date or place."),
    "as_written": (None, "Of a fact: its words in the document."),
    "low": (None, "Of a fact: the least that it can be."),
    "high": (None, "Of a fact: the most that it can be."),
    "unit": (None, "Of a fact: what is counted or measured."),
    "as_of": (None, "Of a fact: when it held."),
    "precision": (None, "Of a fact: how exactly it is given."),
    "decision": ("@id", "A supervisor's ruling on the claim."),
    "status": ("@id", "Of a decision: a concept of the scheme status."),
    "noClaim": (None, "Of a decision: whether it says that there is no claim."),
    "by": (None, "Of a decision: the supervisor."),
    "at": ("xsd:dateTime", "Of a decision: when."),
    "reason": (None, "Of a decision: why, in words."),
    "guideline": ("xsd:integer", "The number of the project's guideline that the judgement was made by."),
    "version": ("xsd:integer", "How many states the annotation has had."),
    "derivedFrom": ("@id", "The annotation of an earlier text that this is a copy of."),
    "provenance": ("@id", "What the annotation said of itself where it was brought from."),
}


def context() -> Json:
    """Our JSON-LD context, which stands after that of the standard."""
    found: Json = {"ca": f"{terms.vocabulary()}#", "xsd": XSD}
    for name, (kind, _) in TERMS.items():
        if kind == "@list":
            found[name] = {"@id": f"ca:{name}", "@container": "@list"}
        elif kind:
            found[name] = {"@id": f"ca:{name}", "@type": kind}
        else:
            found[name] = f"ca:{name}"
    return {"@context": found}


def whole() -> Json:
    """Every scheme with its concepts, and every term."""
    graph = [node for name in SCHEMES for node in _scheme(name)]
    return {"@context": _OF_VOCABULARY, "@graph": [*graph, *map(_term, TERMS)]}


def scheme(name: str) -> Json:
    return {"@context": _OF_VOCABULARY, "@graph": _scheme(name)}


def concept(name: str, slug: str) -> Json | None:
    """One concept, by the last part of its IRI; None where there is none."""
    found = {node["id"]: node for node in _scheme(name)[1:]}.get(f"{terms.vocabulary()}{name}/{slug}")
    return found and {"@context": _OF_VOCABULARY, **found}


_OF_VOCABULARY: Json = {
    "skos": SKOS, "rdfs": RDFS, "id": "@id", "type": "@type",
    "prefLabel": {"@id": "skos:prefLabel", "@language": "en"},
    "definition": {"@id": "skos:definition", "@language": "en"},
    "label": {"@id": "rdfs:label", "@language": "en"},
    "comment": {"@id": "rdfs:comment", "@language": "en"},
    **{name: {"@id": f"skos:{name}", "@type": "@id"} for name in ("inScheme", "hasTopConcept", "topConceptOf")},
    "isDefinedBy": {"@id": "rdfs:isDefinedBy", "@type": "@id"},
}  # fmt: skip


def _scheme(name: str) -> list[Json]:
    address, found = f"{terms.vocabulary()}{name}/", SCHEMES[name]
    concepts = [
        {
            "id": terms.concept(name, word), "type": "skos:Concept", "prefLabel": word, "definition": meaning,
            "inScheme": address, "topConceptOf": address,
        }
        for word, meaning in found.answers.items()
    ]  # fmt: skip
    head = {
        "id": address, "type": "skos:ConceptScheme", "prefLabel": name, "definition": found.question,
        "hasTopConcept": [concept["id"] for concept in concepts],
    }  # fmt: skip
    return [head, *concepts]


def _term(name: str) -> Json:
    return {
        "id": f"{terms.vocabulary()}#{name}", "type": "rdfs:Property", "label": name, "comment": TERMS[name][1],
        "isDefinedBy": terms.vocabulary(),
    }  # fmt: skip
