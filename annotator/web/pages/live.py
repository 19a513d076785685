"""What is new in a document for the page that has it open: asked every few seconds, and nearly always answered 304.

The version has two parts: how the reader stands with the document, and the last event there that he may know of.
"""

import hashlib
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.template.loader import get_template
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_GET

from annotator.accounts.models import User
from annotator.annotations import news
from annotator.annotations.models import Tag
from annotator.annotations.near import own_counts
from annotator.documents.models import Document, DocumentState, document_for
from annotator.web.cards import cards_of, spoken_of
from annotator.web.pages.tags import paragraphs_around
from annotator.web.scope import document_of, user_of
from annotator.web.standing import standing
from annotator.web.talk import counts_of


@require_GET
def live(request: HttpRequest, key: UUID) -> HttpResponse:
    """304 while nothing has happened since the version in If-None-Match, else what has."""
    user = user_of(request)
    document = document_for(user, key, text=False)
    if document is None:
        raise Http404("There is no such document.")
    known = request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')
    version = version_for(user, document)
    headers = {"ETag": f'"{version}"', "Cache-Control": "no-store"}
    if version == known:
        return HttpResponseNotModified(headers=headers)
    return JsonResponse({"version": version} | since(user, document_of(request, key), known), headers=headers)


def version_for(user: User, document: Document) -> str:
    """What moves when something happens that `user` may know of, and at no other time."""
    return f"{_stand(user, document)}.{news.last_event(document, user) or ''}"


def since(user: User, document: Document, known: str) -> dict[str, Any]:
    """The touched paragraphs, the reader's own cards, counts, comments; or why the page is better read anew."""
    stand, _, event = known.partition(".")
    if stand != _stand(user, document):
        where = standing(user, document)
        return {"moved": where.why_not or str(SAYS[DocumentState(document.state)]), "can_tag": where.can_tag}
    moved = news.moved_since(document, user, _event(event))
    if moved is None:
        return {"moved": gettext("Much has changed in this document since."), "can_tag": True}
    return {
        "paragraphs": paragraphs_around(user, document, [(place.start, place.end) for place in moved]),
        "cards": _own_cards(user, document, [place.tag for place in moved if place.mine]),
        "count": own_counts(document, user),
        "comments": _comments(user, [place.tag for place in moved]),
    }


def _stand(user: User, document: Document) -> str:
    """Changes with what the reader may do here: the document's state, his role, his hand-in."""
    mine = news.handed_in_at(document, user)
    role = document.project.role_of(user)
    parts = (document.state, document.withdrawn_at, role, document.project.blind, mine)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def _own_cards(user: User, document: Document, keys: list[UUID]) -> list[str]:
    """As the page has them: with what was decided, and without buttons where nothing can be changed."""
    if not keys:
        return []
    tags = list(Tag.objects.filter(pk__in=keys).select_related("span"))
    card, can_tag = get_template("parts/card.html"), standing(user, document).can_tag
    cards = spoken_of(user, tags, cards_of(tags, document))
    return [card.render({"card": found, "can_tag": can_tag}) for found in cards]


def _comments(user: User, keys: list[UUID]) -> dict[str, int]:
    """How many comments the reader can read on each of these tags."""
    counts = counts_of(user, keys) if keys else {}
    return {str(key): counts.get(key, 0) for key in keys}


def _event(text: str) -> UUID | None:
    """None for a page that was made before the first event."""
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404("There is no such version.") from error


SAYS = {
    DocumentState.OPEN: gettext_lazy("This document is open again: marks can be changed."),
    DocumentState.IN_REVIEW: gettext_lazy("All coders have handed in: this document is in review."),
    DocumentState.DECIDED: gettext_lazy("Everything in this document is decided."),
    DocumentState.SUPERSEDED: gettext_lazy("A corrected text has taken the place of this one."),
}
