"""What the workbench's outbox sends: one write of a tag a request, answered with what changes on the page."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from annotator.accounts.models import User
from annotator.annotations import actions
from annotator.annotations.details import FIELDS
from annotator.annotations.models import Span, Tag
from annotator.annotations.near import Marked, live_and_own_counts, live_between
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Invalid, Stale
from annotator.web.cards import card_html
from annotator.web.rendering import Mark, lines_around, paragraphs_html
from annotator.web.scope import document_of, one, sent_in, user_of

PLACE = {"start": int, "end": int, "exact": str}
NO_VERSION = 0  # versions begin with 1: a write on this one is stale unless it changes nothing
CONTEXT = {"prefix", "suffix"}  # sent for a day when texts change; the server takes its own


@require_http_methods(["PUT"])
def put_tag(request: HttpRequest, key: UUID, tag: UUID) -> HttpResponse:
    """Create the tag under the browser's UUID, or change it; a repeat changes nothing."""
    return _written(
        request, key, tag,
        lambda user, document: keep(user, document, tag, body_of(request), version_of(request)),
    )  # fmt: skip


@require_POST
def retract(request: HttpRequest, key: UUID, tag: UUID) -> HttpResponse:
    version = version_of(request)
    return _written(
        request, key, tag,
        lambda user, document: actions.retract(by=user, tag=_seen(user, document, tag), version=version),
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, key: UUID, tag: UUID) -> HttpResponse:
    version = version_of(request)
    return _written(
        request, key, tag,
        lambda user, document: actions.restore(by=user, tag=_seen(user, document, tag), version=version),
    )  # fmt: skip


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The place and the details sent. Raises Invalid for anything else."""
    body = sent_in(request)
    for name, kind in PLACE.items():
        if type(body.get(name)) is not kind:
            raise Invalid("type", f"“{name}” is missing or of the wrong type.", field=name)
    if unknown := set(body) - set(PLACE) - CONTEXT - set(FIELDS) - {"evidence"}:
        raise Invalid("unknown", f"Not known: {', '.join(sorted(unknown))}.", field=min(unknown))
    return {name: value for name, value in body.items() if name not in CONTEXT}


def version_of(request: HttpRequest) -> int | None:
    """The version of the tag that the write was made on, from If-Match; None for a creation, which has none."""
    given = request.headers.get("If-Match")
    if given is None:
        return None
    number = given.strip().removeprefix("W/").strip('"')
    return int(number) if number.isdecimal() and len(number) < 10 else NO_VERSION


def _written(
    request: HttpRequest, key: UUID, tag: UUID, write: Callable[[User, Document], Tag]
) -> HttpResponse:
    """Answer a write; where the tag has changed since the page read it, 412 with the tag as it is now."""
    user, document = user_of(request), document_of(request, key)
    try:
        return landed(user, document, write(user, document))
    except Stale as stale:
        return landed(user, document, _seen(user, document, tag), stale)


def keep(user: User, document: Document, key: UUID, body: Mapping[str, Any], version: int | None) -> Tag:
    """The tag as sent. Without a version it is created, a repeated creation changes and revives nothing; with one
    it is changed. Raises Stale for a change that is based on another version than the one that stands."""
    if version is not None:
        return _changed(user, document, key, body, version)
    try:
        found, is_new = actions.tag(by=user, document=document, key=key, **body)
    except Conflict as conflict:
        if conflict.code != "key_used":
            raise
        return _changed(user, document, key, body, NO_VERSION)
    if is_new:
        start, end = body["start"], body["end"]
        found.span = Span(pk=found.span_id, start=start, end=end, exact=document.text[start:end])
    return found


def _changed(user: User, document: Document, key: UUID, body: Mapping[str, Any], version: int) -> Tag:
    found = _seen(user, document, key)
    if (found.span.start, found.span.end) != (body["start"], body["end"]):
        raise Conflict("key_used", "This id is used for another place.")
    details = {name: value for name, value in body.items() if name not in PLACE}
    return actions.change(by=user, tag=found, version=version, **details)


def landed(user: User, document: Document, tag: Tag, stale: Stale | None = None) -> HttpResponse:
    """The answer: the tag, its card, the touched paragraphs under what the user may see, his counts."""
    first, last = lines_around(document.text, tag.span.start, tag.span.end)
    marked, counts = live_and_own_counts(document, user, first, last)
    why = {"status": stale.status, "detail": stale.detail} if stale else {}
    return JsonResponse(
        {
            "tag": {"id": tag.pk, "status": tag.status, "state": tag.state, "version": tag.version},
            "card": card_html(tag),
            "paragraphs": _paragraphs(document, first, last, marked),
            "count": counts,
            **why,
        },
        status=stale.status if stale else 200,
    )


def paragraphs_around(user: User, document: Document, places: Iterable[tuple[int, int]]) -> dict[str, str]:
    """The paragraphs that `places` touch, by their offsets, under what the user may see."""
    found: dict[str, str] = {}
    for first, last in sorted({lines_around(document.text, start, end) for start, end in places}):
        found |= _paragraphs(document, first, last, live_between(document, user, first, last))
    return found


def _paragraphs(document: Document, first: int, last: int, marked: Iterable[Marked]) -> dict[str, str]:
    marks = [(start, end, Mark(str(key), status)) for start, end, key, status in marked]
    return paragraphs_html(document.text, first, last, marks)


def _seen(user: User, document: Document, key: UUID) -> Tag:
    tags = Tag.objects.visible_to(user).filter(document=document.pk, pk=key)
    return one(tags.select_related("span", "document__project"), "There is no such tag.")
