"""What the workbench's outbox sends: one write of a tag a request, answered with what changes on the page."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from annotator.accounts.models import User
from annotator.annotations import actions
from annotator.annotations.details import FIELDS
from annotator.annotations.models import Span, Tag, TagState
from annotator.annotations.store import live_between
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Invalid
from annotator.web.cards import card_html, own_counts
from annotator.web.rendering import Mark, lines_around, paragraphs_html
from annotator.web.scope import document_of, one, user_of

PLACE = {"start": int, "end": int, "exact": str}
CONTEXT = {"prefix", "suffix"}  # sent for a day when texts change; the server takes its own


@require_http_methods(["PUT"])
def put_tag(request: HttpRequest, key: UUID, tag: UUID) -> HttpResponse:
    """Create the tag under the browser's UUID, or change it; a repeat changes nothing."""
    user, document = user_of(request), document_of(request, key)
    return landed(user, document, keep(user, document, tag, body_of(request)))


@require_POST
def retract(request: HttpRequest, key: UUID, tag: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    return landed(user, document, actions.retract(by=user, tag=_seen(user, document, tag)))


@require_POST
def restore(request: HttpRequest, key: UUID, tag: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    return landed(user, document, actions.restore(by=user, tag=_seen(user, document, tag)))


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The place and the details sent. Raises Invalid for anything else."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:  # the second: bottomless nesting
        raise Invalid("json", "The request is not JSON.") from error
    if not isinstance(body, dict):
        raise Invalid("type", "The request is not a JSON object.")
    for name, kind in PLACE.items():
        if type(body.get(name)) is not kind:
            raise Invalid("type", f"“{name}” is missing or of the wrong type.", field=name)
    if unknown := set(body) - set(PLACE) - CONTEXT - set(FIELDS) - {"evidence"}:
        raise Invalid("unknown", f"Not known: {', '.join(sorted(unknown))}.", field=min(unknown))
    return {name: value for name, value in body.items() if name not in CONTEXT}


def keep(user: User, document: Document, key: UUID, body: Mapping[str, Any]) -> Tag:
    """The tag as sent: created, or where it is there already, changed to it; a repeated creation revives nothing."""
    try:
        found, is_new = actions.tag(by=user, document=document, key=key, **body)
    except Conflict as conflict:
        if conflict.code != "key_used":
            raise
        found = _seen(user, document, key)
        if (found.span.start, found.span.end) != (body["start"], body["end"]):
            raise
        return actions.change(by=user, tag=found, **_details(body))
    if is_new:
        start, end = body["start"], body["end"]
        found.span = Span(pk=found.span_id, start=start, end=end, exact=document.text[start:end])
        return found
    same = all(getattr(found, name, None) == value for name, value in _details(body).items())
    retracted = found.state == TagState.RETRACTED
    return found if same or retracted else actions.change(by=user, tag=found, **_details(body))


def landed(user: User, document: Document, tag: Tag) -> HttpResponse:
    """The answer: the tag, its card, the touched paragraphs under what the user may see, his counts."""
    start, end = tag.span.start, tag.span.end
    first, last = lines_around(document.text, start, end)
    seen = live_between(document, user, first, last)
    places = [(begin, stop, Mark(str(key), status)) for begin, stop, key, status in seen]
    return JsonResponse(
        {
            "tag": {"id": tag.pk, "status": tag.status, "state": tag.state, "version": tag.version},
            "card": card_html(tag),
            "paragraphs": paragraphs_html(document.text, start, end, places),
            "count": own_counts(user, document),
        }
    )


def _seen(user: User, document: Document, key: UUID) -> Tag:
    tags = Tag.objects.visible_to(user).filter(document=document.pk, pk=key)
    return one(tags.select_related("span", "document__project"), "There is no such tag.")


def _details(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name in FIELDS}
