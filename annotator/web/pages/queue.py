"""What to do next: the next document, hand in and go on, and afterwards what was decided and why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotator.accounts.models import User
from annotator.annotations.models import Tag
from annotator.documents.models import Document, document_for
from annotator.projects.models import Project
from annotator.review import actions, queue
from annotator.web.answers import EXPLAINED, pressed, refused, see_other
from annotator.web.decided import decided_differently, rulings_on
from annotator.web.scope import document_of, project_for, user_of

SHOWN = 200  # claims that a list of them shows at once


@require_POST
def next_document(request: HttpRequest, slug: str) -> HttpResponse:
    """On to the document to read next; `after` names the one on the page."""
    user, project = user_of(request), project_for(request, slug)
    after = _seen(user, request.POST.get("after", ""))
    return _onward(request, user, project, after)


@require_POST
def hand_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reader is done with a document; `next` leads on to the next one."""
    user, document = user_of(request), document_of(request, key)
    try:
        actions.hand_in(by=user, document=document)
    except EXPLAINED as refusal:
        return refused(request, refusal, "workbench", document.pk)
    said = _("Handed in: “%(title)s”.") % {"title": document.title}
    if "next" in request.POST:
        return _onward(request, user, document.project, None, said)
    return see_other(request, "project", document.project.slug, said=said)


@require_POST
def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    return pressed(
        request, lambda: actions.reopen(by=user, document=document), "workbench", document.pk,
        said=_("Reopened: you can change your marks again."),
    )  # fmt: skip


@require_safe
def loose_ends(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reader's own claims that lack what explains their status: nothing that keeps anyone from handing in."""
    user, document = user_of(request), document_of(request, key)
    own = Tag.objects.live_on(document, user).filter(analyst=user).unexplained()
    found = own.select_related("span").order_by("span__start", "id")
    return render(request, "fragments/loose_ends.html", {"claims": found[:SHOWN]})


@require_safe
def decided(request: HttpRequest, slug: str) -> HttpResponse:
    """The reader's own claims that were decided differently, and why."""
    user, project = user_of(request), project_for(request, slug)
    tags = decided_differently(user, project).select_related("span", "document").defer("document__text")
    found = list(tags.order_by("-document", "span__start")[:SHOWN])
    rulings = rulings_on(user, found)
    claims = [(tag, rulings[tag.pk]) for tag in found if tag.pk in rulings]
    return render(request, "pages/decided.html", {"project": project, "claims": claims})


def _onward(
    request: HttpRequest, user: User, project: Project, after: Document | None, said: str = ""
) -> HttpResponse:
    """To the next document, else to the project's page, which says what is next when all is done."""
    try:
        found = queue.next_for(by=user, project=project, after=after)
    except EXPLAINED as refusal:
        return refused(request, refusal, "project", project.slug)
    if found is not None:
        return see_other(request, "workbench", found.pk, said=said)
    if after is not None and not said:
        said = _("There is no other document for you.")
    return see_other(request, "project", project.slug, said=said, query="#queue")


def _seen(user: User, key: str) -> Document | None:
    try:
        return document_for(user, UUID(key), text=False)
    except ValueError:
        return None
