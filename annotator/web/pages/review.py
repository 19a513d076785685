"""The review of a document: settle item by item; for its analysts, what was decided and why."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotator.documents.models import Document, DocumentState
from annotator.permissions import can_decide, can_hand_in_for_others
from annotator.review import actions
from annotator.review.models import ItemState, ReviewItem
from annotator.web.answers import EXPLAINED, pressed, see_other
from annotator.web.pages.workbench import reading
from annotator.web.reviewing import around, chosen, coders_of, next_open, queue_of, ruling_of, voices_of
from annotator.web.scope import document_of, one, user_of
from annotator.web.talk import talks


@require_safe
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    context = reviewing(request, document_of(request, key), request.GET.get("item", ""))
    return render(request, "pages/review.html", context)


def reviewing(request: HttpRequest, document: Document, item: str, **more: Any) -> dict[str, Any]:
    """What the page shows; `more` is what was typed and why it was refused."""
    user, project = user_of(request), document.project
    assignments = coders_of(user, document)
    coders = [assignment.analyst for assignment in assignments]
    queue = queue_of(user, document, coders)
    current = chosen(queue, item)
    waiting = [queued for queued in queue if queued.item.state == ItemState.OPEN]
    return reading(user, document) | {
        "assignments": assignments,
        "queue": queue,
        "current": current,
        "voices": (voices := voices_of(current.item, coders) if current else []),
        "talks": talks(user, document, [voice.tag for voice in voices if voice.tag]),
        **(around(queue, current) if current else {}),
        "waiting": len(waiting),
        "decided": len(queue) - len(waiting),
        "agreed": sum(queued.item.agreed for queued in queue),
        "agreed_waiting": sum(queued.item.agreed for queued in waiting),
        "can_decide": can_decide(user, project) and document.state != DocumentState.OPEN,
        "can_hand_in_for": can_hand_in_for_others(user, project),
        **more,
    }


@require_POST
def decide(request: HttpRequest, key: UUID, item: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    found = _item(request, document, item)
    before = queue_of(user, document, [])
    try:
        actions.decide(by=user, item=found, **ruling_of(request.POST, found))  # type: ignore[arg-type]
    except EXPLAINED as refusal:
        typed = {"reason": request.POST.get("reason", ""), "status": request.POST.get("status", "")}
        context = reviewing(request, document, str(item), typed=typed, refusal=refusal)
        return render(request, "pages/review.html", context, status=422)
    query = next_open(before, item)
    return see_other(
        request, "review", document.pk, query=query, said="" if query else "Every item is settled."
    )


@require_POST
def reopen_item(request: HttpRequest, key: UUID, item: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    found = _item(request, document, item)
    return pressed(
        request, lambda: actions.reopen_item(by=user, item=found), "review", document.pk, query=f"?item={item}",
        said="The decision was taken back. It stays in the history.",
    )  # fmt: skip


@require_POST
def settle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Accept what the coders agree on."""
    user, document = user_of(request), document_of(request, key)
    count = actions.settle_agreed(by=user, document=document)
    messages.success(request, f"{count} agreed item{'s' * (count != 1)} settled.")
    return see_other(request, "review", document.pk)


def _item(request: HttpRequest, document: Document, key: UUID) -> ReviewItem:
    items = ReviewItem.objects.visible_to(user_of(request)).filter(document=document, pk=key)
    return one(items.select_related("document__project"), "This item is not there any more.")
