"""Documents come in: files, several at once, or a pasted text."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from annotator.accounts.models import User
from annotator.documents.actions import capture
from annotator.documents.models import Document
from annotator.permissions import check_can_capture
from annotator.projects.models import Project
from annotator.web.answers import accepted, page, see_other
from annotator.web.forms import PasteForm
from annotator.web.pages.project import overview
from annotator.web.scope import project_for, user_of
from annotator.web.uploads import captured, seen_by


@require_POST
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Files. A script sends them one by one and gets a line each; without it the page comes back with all lines."""
    user, found = user_of(request), project_for(request, slug)
    check_can_capture(user, found)
    outcomes = captured(user, found, request.FILES.getlist("files"))
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "pages/project.html#outcomes", {"outcomes": outcomes})
    return page(
        request, "pages/project.html", overview(request, found, outcomes=outcomes, sent_nothing=not outcomes)
    )


@require_POST
def paste(request: HttpRequest, slug: str) -> HttpResponse:
    user, found = user_of(request), project_for(request, slug)
    check_can_capture(user, found)
    form, made = PasteForm(request.POST), list[tuple[Document, bool]]()
    if not accepted(form, lambda values: made.append(frozen(user, found, **values))):
        return page(request, "pages/project.html", overview(request, found, paste=form), form)
    document, is_new = made[0]
    if is_new:
        return see_other(request, "project", slug, said=f"Added: “{document.title}”.")
    if not seen_by(user, document):
        return see_other(request, "project", slug, said="This text was here before, and was withdrawn.")
    return see_other(request, "workbench", document.pk, said="This text is there already: here it is.")


def frozen(user: User, project: Project, *, text: str, **metadata: Any) -> tuple[Document, bool]:
    """The typed text as a document; `metadata` is what was typed beside it."""
    return capture(by=user, project=project, content=text.encode(), **metadata)
