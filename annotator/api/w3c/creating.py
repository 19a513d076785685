"""A new annotation: the server makes its id, or takes the one that Slug proposes where that is a free UUID."""

import contextlib
from uuid import UUID

from rest_framework.request import Request

from annotator.annotations import provenance
from annotator.annotations.models import Tag
from annotator.api import lookups
from annotator.api.w3c import reading
from annotator.projects.models import Project


def create(request: Request, project: Project) -> UUID:
    """Make the annotation in the body of a request; its id. A sent id is kept as `via`."""
    found = reading.read(request, project)
    place, identities = found.place, found.identities
    tag = provenance.bring(
        by=lookups.user_of(request), document=place.document, identities=identities, key=_proposed(request),
        start=place.start, end=place.end, exact=place.exact, evidence=found.evidence, **found.details,
    )  # fmt: skip
    return tag.pk


def _proposed(request: Request) -> UUID | None:
    with contextlib.suppress(ValueError):
        key = UUID(request.headers.get("Slug", "").strip())
        if not Tag.objects.filter(pk=key).exists():
            return key
    return None
