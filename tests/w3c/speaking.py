"""What a client of the Web Annotation Protocol sends, and what every answer to it has."""

from typing import TYPE_CHECKING, Any

from tests.api.program import Program
from tests.cast import Cast

if TYPE_CHECKING:
    from django.http import HttpResponse

HOST = "http://127.0.0.1:8000"
ANNO, LDP = "http://www.w3.org/ns/anno.jsonld", "http://www.w3.org/ns/ldp.jsonld"
OURS = f"{HOST}/ns/context.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{ANNO}"'
RESOURCE = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
CONTAINER = (
    '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", '
    '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'
)
MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"
QUOTES = (
    "the pump stopped",
    "an hour earlier",
    "Someone may have cut the cable.",
    "The board denies",
    "مهندس",
)

type Json = dict[str, Any]


def container(cast: Cast) -> str:
    return f"{HOST}/w3c/{cast.project.slug}/annotations/"


def text_of(document: Any) -> str:
    return f"{HOST}/api/v1/documents/{document.pk}/text"


def status(word: str) -> Json:
    return {"type": "SpecificResource", "purpose": "classifying", "source": f"{HOST}/ns/status/{word}"}


def note(value: str, **more: Any) -> Json:
    return {"type": "TextualBody", "purpose": "commenting", "value": value, **more}


def word(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def quote(exact: str, **more: Any) -> Json:
    return {"type": "TextQuoteSelector", "exact": exact, **more}


def target(document: Any, *selectors: Json, **more: Any) -> Json:
    return {"type": "SpecificResource", "source": text_of(document), "selector": list(selectors), **more}


def annotation(cast: Cast, exact: str = QUOTES[0], **more: Any) -> Json:
    """What a client sends: a status and a place; `None` leaves a name out."""
    whole = {
        "@context": ANNO,
        "type": "Annotation",
        "body": status("disputed"),
        "target": target(cast.document, quote(exact)),
        **more,
    }
    return {name: value for name, value in whole.items() if value is not None}


def send(program: Program, cast: Cast, body: Any, **headers: str) -> "HttpResponse":
    return program.post(container(cast), body, content_type=MEDIA_TYPE, **headers)


def made(program: Program, cast: Cast, body: Any) -> Json:
    """The annotation that was made of it."""
    answer = send(program, cast, body)
    assert answer.status_code == 201, answer.content
    found: Json = answer.json()
    return found


def prefer(*wishes: str) -> dict[str, str]:
    return {"prefer": f'return=representation;include="{" ".join(wishes)}"'}


def bodies(found: Json, purpose: str) -> list[Json]:
    return [body for body in found["body"] if body["purpose"] == purpose]
