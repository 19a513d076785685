"""IRIs: of the standards, of what we serve, of the concepts of our vocabulary."""

from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.text import slugify

from annotator.annotations.models import Attribution, Confidence, Likelihood, Modality, Stance, Status

ANNO = "http://www.w3.org/ns/anno.jsonld"
LDP = "http://www.w3.org/ns/ldp.jsonld"
MEDIA_TYPE = "application/ld+json"
CONTENT_TYPE = f'{MEDIA_TYPE}; profile="{ANNO}"'
SERVICE = "http://www.w3.org/ns/oa#annotationService"

SCHEMES = {
    "status": Status,
    "stance": Stance,
    "attribution": Attribution,
    "modality": Modality,
    "confidence": Confidence,
    "likelihood": Likelihood,
}
"""The schemes of our vocabulary and the words that each holds; a word is a concept at `/ns/SCHEME/word`."""


def vocabulary() -> str:
    return f"{settings.PUBLIC_URL}{reverse('ns:vocabulary')}"


def context() -> str:
    """Our own JSON-LD context: what we say beyond the standard."""
    return f"{settings.PUBLIC_URL}{reverse('ns:context')}"


def concept(scheme: str, word: str) -> str:
    return f"{vocabulary()}{scheme}/{slugify(word)}"


def word_of(scheme: str, iri: object) -> str | None:
    """The word of a concept of this scheme; None for any other IRI."""
    return next((word for word in SCHEMES[scheme].values if concept(scheme, word) == iri), None)


def container(project: str) -> str:
    """The container of a project, which is named by its slug or its id, as the reader does."""
    return f"{settings.PUBLIC_URL}{reverse('w3c:container', args=[project])}"


def annotation(project: str, tag: UUID | str) -> str:
    return f"{container(project)}{tag}"


def text(document: UUID | str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('api:text', args=[document])}"


def document_of(iri: str) -> UUID | None:
    """The document whose text this is the IRI of; None for any other."""
    path = iri.removeprefix(settings.PUBLIC_URL)
    if path == iri:
        return None
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found.kwargs["document"] if found.view_name == "api:text" else None


def service(project: str) -> str:
    """The header by which a page says where its annotations are."""
    return f'<{container(project)}>; rel="{SERVICE}"'
