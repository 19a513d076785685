"""Look-ups of the pages: who asks, what was sent; a row that the signed-in user may not see is not found."""

import json
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.middleware import get_user
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import LazyObject

from annotator.accounts.models import User
from annotator.documents.models import Document, document_for
from annotator.lib.refusals import Invalid
from annotator.projects.models import Project


def user_of(request: HttpRequest) -> User:
    """Who is signed in; pages that ask are behind the sign-in. Himself, no proxy: he is asked for his id often."""
    if isinstance(request.user, LazyObject):
        request.user = get_user(request)
    return cast(User, request.user)


def sent_in(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that a script sent. Raises Invalid for anything else."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:  # the second: bottomless nesting
        raise Invalid("json", "The request is not JSON.") from error
    if not isinstance(body, dict):
        raise Invalid("type", "The request is not a JSON object.")
    return body


def project_for(request: HttpRequest, slug: str) -> Project:
    """The project at this address, or Http404."""
    return one(Project.objects.visible_to(user_of(request)).filter(slug=slug), "There is no such project.")


def document_of(request: HttpRequest, key: UUID) -> Document:
    """The document with this id, its project and source loaded, or Http404."""
    found = document_for(user_of(request), key)
    if found is None:
        raise Http404("There is no such document.")
    return found


def one[M](rows: "QuerySet[M]", sentence: str = "There is no such page.") -> M:  # type: ignore[type-var]
    """The only row of `rows`, which are what the user may see, or Http404."""
    found = rows.first()
    if found is None:
        raise Http404(sentence)
    return found
