"""The part of the standard's JSON-LD context that our annotations use, written out by us for tests: nothing is fetched.

Each key stands for the term that the Web Annotation Vocabulary maps it to. A key that is missing here would vanish from
the triples, and the tests would say so.
"""

from typing import Any

OA, DC, DCTERMS, AS, RDF, FOAF, SCHEMA, XSD = (
    "http://www.w3.org/ns/oa#",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/activitystreams#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://xmlns.com/foaf/0.1/",
    "http://schema.org/",
    "http://www.w3.org/2001/XMLSchema#",
)
_TYPES = (
    "Annotation",
    "SpecificResource",
    "TextualBody",
    "TextPositionSelector",
    "TextQuoteSelector",
    "TimeState",
)
_WORDS = ("classifying", "commenting", "linking", "tagging")


def _iri(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "@id"}


def _time(term: str) -> dict[str, str]:
    return {"@id": term, "@type": f"{XSD}dateTime"}


def _number(term: str) -> dict[str, str]:
    return {"@id": term, "@type": f"{XSD}nonNegativeInteger"}


CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{name: f"{OA}{name}" for name in (*_TYPES, *_WORDS)},
    "Person": f"{FOAF}Person",
    "Software": f"{AS}Application",
    "body": _iri(f"{OA}hasBody"),
    "target": _iri(f"{OA}hasTarget"),
    "source": _iri(f"{OA}hasSource"),
    "selector": _iri(f"{OA}hasSelector"),
    "state": _iri(f"{OA}hasState"),
    "cached": _iri(f"{OA}cachedSource"),
    "canonical": _iri(f"{OA}canonical"),
    "via": _iri(f"{OA}via"),
    "creator": _iri(f"{DCTERMS}creator"),
    "generator": _iri(f"{AS}generator"),
    "homepage": _iri(f"{FOAF}homepage"),
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "created": _time(f"{DCTERMS}created"),
    "modified": _time(f"{DCTERMS}modified"),
    "sourceDate": _time(f"{OA}sourceDate"),
    "start": _number(f"{OA}start"),
    "end": _number(f"{OA}end"),
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "format": f"{DC}format",
    "value": f"{RDF}value",
    "name": f"{FOAF}name",
    "nickname": f"{FOAF}nick",
}
