"""The workbench: a document's text, one's claims in it, the guideline beside it, hand-in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from annotator.accounts.models import User
from annotator.annotations.models import Tag
from annotator.annotations.near import own_counts
from annotator.documents.models import Document, Passage
from annotator.permissions import can_edit_document, can_tag
from annotator.review.models import ReviewItem
from annotator.web.cards import cards_before, own_cards
from annotator.web.decided import own_rulings
from annotator.web.details import CHOICES, STANCES
from annotator.web.markdown import html_of
from annotator.web.pages.live import version_for
from annotator.web.pages.origin import may_be_asked
from annotator.web.progress import progress
from annotator.web.rendering import document_html, is_dense, places_of
from annotator.web.scope import document_of, user_of
from annotator.web.standing import standing


@require_safe
def workbench(request: HttpRequest, key: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    # Asked for first: what happens while the page is made is news to it.
    context = {"live_version": version_for(user, document)}
    passages = list(document.passages.all())
    context |= reading(user, document, passages) | {"passages": [wire(one) for one in passages]}
    answer = render(request, "pages/workbench.html", context | beside(user, document))
    answer["Link"] = annotation_service(document)
    return answer


def annotation_service(document: Document) -> str:
    """Where programs find the annotations of what is shown (Web Annotation Protocol 4.4)."""
    container = f"{settings.PUBLIC_URL}{reverse('w3c:container', args=[document.project.slug])}"
    return f'<{container}>; rel="http://www.w3.org/ns/oa#annotationService"'


def wire(passage: Passage) -> dict[str, Any]:
    """A passage as scripts read it: the words of the API."""
    return {name: getattr(passage, name) for name in ("start", "end", "kind", "of", "why")}


def reading(user: User, document: Document, passages: Sequence[Passage] = ()) -> dict[str, Any]:
    """The text under every tag that `user` may see, with these passages folded."""
    tags = Tag.objects.live_on(document, user)
    text = document_html(document.text, places_of(tags), passages)
    return {
        "document": document,
        "project": document.project,
        "text": text,
        "dense": is_dense(text),
    }


def beside(user: User, document: Document) -> dict[str, Any]:
    """What stands around the text: where the user stands with it, his cards, the guideline."""
    cards, more = own_cards(user, document)
    guideline = document.project.guidelines.first()
    where = standing(user, document)
    return where._asdict() | {
        "cards": cards,
        "more_cards": more,
        "counts": own_counts(document, user),
        "rulings": own_rulings(user, document),
        "progress": progress(user, document.project),
        "guideline_html": html_of(guideline.text) if guideline else "",
        "guideline": guideline,
        "asks_origin": may_be_asked(user, document),
        "can_cite": can_tag(user, document.project) and document.withdrawn_at is None,
        "choices": CHOICES,
        "stances": STANCES,
        "can_edit": can_edit_document(user, document.project),
        "can_review": can_see_review(user, document),
    }


def can_see_review(user: User, document: Document) -> bool:
    """Whether the review page has anything for `user`: he sees items, or the document is complete."""
    return document.complete or ReviewItem.objects.visible_to(user).filter(document=document).exists()


@require_GET
def cards(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next cards, as a fragment; with `before`, those that begin before an offset."""
    user, document = user_of(request), document_of(request, key)
    before, after = request.GET.get("before"), request.GET.get("after", "")
    try:
        own = (
            own_cards(user, document, after)
            if before is None
            else (cards_before(user, document, int(before)), "")
        )
    except ValueError as error:
        raise Http404("There is no such place in the list.") from error
    can_tag = standing(user, document).can_tag
    context = {"document": document, "cards": own[0], "more_cards": own[1], "can_tag": can_tag}
    return render(request, "fragments/cards.html", context)
