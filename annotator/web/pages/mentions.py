"""Where I was mentioned: who said it, where it stands, what I have not opened yet."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotator.annotations import commenting
from annotator.annotations.models import Mention
from annotator.web.answers import see_other
from annotator.web.scope import one, user_of

SHOWN = 100  # the latest; older ones have been seen or will not be


@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    found = list(_mine(request)[:SHOWN])
    context = {"mentions": found, "unseen": any(mention.seen_at is None for mention in found)}
    return render(request, "pages/mentions.html", context)


@require_POST
def open_mention(request: HttpRequest, key: UUID) -> HttpResponse:
    """It counts as seen, and its place is shown."""
    user, mention = user_of(request), one(_mine(request).filter(pk=key))
    commenting.see_mentions(by=user, mentions=Mention.objects.filter(pk=mention.pk))
    tag = mention.comment.tag
    return see_other(request, "workbench", tag.document_id, query=f"#tag-{tag.pk}")


@require_POST
def see_all(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    commenting.see_mentions(by=user, mentions=Mention.objects.visible_to(user))
    return see_other(request, "mentions")


def _mine(request: HttpRequest) -> QuerySet[Mention]:
    found = Mention.objects.visible_to(user_of(request)).select_related(
        "comment__by", "comment__tag__span", "comment__tag__document__project"
    )
    return found.defer("comment__tag__document__text").order_by("-id")
