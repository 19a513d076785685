"""What is said about a tag: read it, say something, take it back. The outbox sends JSON, forms send forms."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.accounts.models import User
from annotator.annotations import commenting
from annotator.annotations.models import Comment, Tag
from annotator.annotations.near import own_counts
from annotator.documents.models import Document
from annotator.lib.refusals import Invalid
from annotator.web.answers import pressed
from annotator.web.errors import wants_json
from annotator.web.scope import document_of, one, sent_in, user_of
from annotator.web.talk import talks

MARKS = 20  # of others at one place, shown at once


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, key: UUID, tag: UUID) -> HttpResponse:
    """The thread of a tag as a fragment; a form that is sent adds to it and goes back to the review."""
    user, document = user_of(request), document_of(request, key)
    found = _tag(user, document, tag)
    if request.method != "POST":
        context = {"document": document, "talk": talks(user, document, [found])[0]}
        return render(request, "fragments/talk.html", context)
    said = {"text": request.POST.get("text", ""), "reply_to": request.POST.get("reply_to")}
    return pressed(
        request, lambda: _say(user, found, said), "review", document.pk, query=_item(request)
    )  # fmt: skip


@require_http_methods(["PUT"])
def put_comment(request: HttpRequest, key: UUID, tag: UUID, comment: UUID) -> HttpResponse:
    """Say something under the browser's UUID; a repeat changes nothing."""
    user, document = user_of(request), document_of(request, key)
    found = _tag(user, document, tag)
    _say(user, found, _sent(request), comment)
    return _landed(request, user, document, found)


@require_POST
def retract(request: HttpRequest, key: UUID, tag: UUID, comment: UUID) -> HttpResponse:
    return _turned(request, key, tag, comment, commenting.retract_comment)


@require_POST
def restore(request: HttpRequest, key: UUID, tag: UUID, comment: UUID) -> HttpResponse:
    return _turned(request, key, tag, comment, commenting.restore_comment)


@require_safe
def others(request: HttpRequest, key: UUID) -> HttpResponse:
    """Marks of other people, named by `tag` in the query, as far as the reader may see them; with what is said."""
    user, document = user_of(request), document_of(request, key)
    tags = Tag.objects.live_on(document, user).filter(pk__in=_ids(request.GET.getlist("tag")))
    found = tags.exclude(analyst=user).select_related("span", "analyst").order_by("span__start", "id")[:MARKS]
    return render(
        request, "fragments/others.html", {"document": document, "talks": talks(user, document, found)}
    )


def _say(user: User, tag: Tag, sent: dict[str, Any], key: UUID | None = None) -> Comment:
    reply_to = _ids([sent["reply_to"]])[0] if sent.get("reply_to") else None
    return commenting.comment(by=user, tag=tag, text=sent.get("text", ""), reply_to=reply_to, key=key)[0]


def _sent(request: HttpRequest) -> dict[str, Any]:
    body = sent_in(request)
    if set(body) - {"text", "reply_to"}:
        raise Invalid("type", "A comment has text and reply_to.")
    return body


def _turned(
    request: HttpRequest, key: UUID, tag: UUID, comment: UUID, act: Callable[..., Comment]
) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    found = _tag(user, document, tag)
    said = Comment.objects.visible_to(user).filter(tag=found, pk=comment)
    chosen = one(said.select_related("tag__document__project"), "There is no such comment.")
    if not wants_json(request):
        return pressed(
            request, lambda: act(by=user, comment=chosen), "review", document.pk, query=_item(request)
        )  # fmt: skip
    act(by=user, comment=chosen)
    return _landed(request, user, document, found)


def _landed(request: HttpRequest, user: User, document: Document, tag: Tag) -> HttpResponse:
    """The answer to the outbox: the thread as it is now."""
    (found,) = talks(user, document, [tag])
    html = render_to_string("fragments/talk.html", {"document": document, "talk": found}, request)
    said = {"tag": tag.pk, "html": html}
    return JsonResponse({"paragraphs": {}, "count": own_counts(document, user), "talk": said})


def _tag(user: User, document: Document, key: UUID) -> Tag:
    tags = Tag.objects.visible_to(user).filter(document=document, pk=key).select_related("analyst")
    found = one(tags, "There is no such tag.")
    found.document = document
    return found


def _ids(given: Sequence[Any]) -> list[UUID]:
    """The ids among `given`; what is none is as unknown as one that nothing has."""
    found = []
    for key in given:
        try:
            found.append(UUID(str(key)))
        except ValueError:
            found.append(UUID(int=0))
    return found


def _item(request: HttpRequest) -> str:
    """The query of the item of review that the form stood beside."""
    return f"?item={_ids([request.POST.get('item', '')])[0]}"
