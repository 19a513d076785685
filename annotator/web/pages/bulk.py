"""What is done with many documents at once, chosen in the list of a project."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from annotator.accounts.models import User
from annotator.documents import actions
from annotator.documents.models import Assignment, Document
from annotator.lib.refusals import Conflict
from annotator.permissions import check_can_assign, check_can_edit_document
from annotator.projects.models import Project
from annotator.review import assigning
from annotator.web.answers import accepted, page, see_other
from annotator.web.choosing import AssignForm, ChosenForm, UnassignForm
from annotator.web.listing import Wanted
from annotator.web.pages.project import overview
from annotator.web.scope import project_for, user_of


@require_POST
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the chosen documents to analysts, or spread them evenly."""
    user, found = user_of(request), project_for(request, slug)
    check_can_assign(user, found)
    form = AssignForm(found, user, request.POST)
    made: list[Assignment] = []
    if not accepted(form, lambda values: made.extend(_given(user, values))):
        return _again(request, found, form)
    said = ngettext("%(n)s assignment made.", "%(n)s assignments made.", len(made)) % {"n": len(made)}
    return _back(request, found, said)


def _given(user: User, values: dict[str, Any]) -> list[Assignment]:
    documents = list(values["documents"])
    if values["per_document"]:
        return assigning.spread(by=user, documents=documents, per_document=values["per_document"])
    return assigning.assign(by=user, documents=documents, analysts=list(values["analysts"]))


@require_POST
def unassign(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the chosen documents from the chosen analysts, from all where none is chosen; who has begun keeps his."""
    user, found = user_of(request), project_for(request, slug)
    check_can_assign(user, found)
    form = UnassignForm(found, user, request.POST)
    if not form.is_valid():
        return _again(request, found, form)
    taken, kept = _taken(user, form.assignments())
    if kept:
        messages.warning(request, _stay(kept))
    said = ngettext("%(n)s assignment taken away.", "%(n)s assignments taken away.", taken) % {"n": taken}
    return _back(request, found, said)


def _taken(user: User, assignments: Iterable[Assignment]) -> tuple[int, int]:
    """How many were taken away, and how many were not because they are begun."""
    taken = kept = 0
    for assignment in assignments:
        try:
            assigning.unassign(by=user, assignment=assignment)
            taken += 1
        except Conflict:
            kept += 1
    return taken, kept


def _stay(kept: int) -> str:
    sentence = ngettext(
        "%(n)s stays: its analyst has begun, so hand it in instead.",
        "%(n)s stay: their analysts have begun, so hand them in instead.",
        kept,
    )
    return sentence % {"n": kept}


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw the chosen documents: a page asks first."""
    user, found = user_of(request), project_for(request, slug)
    check_can_edit_document(user, found)
    form = ChosenForm(found, user, request.POST)
    if not form.is_valid():
        return _again(request, found, form)
    documents = list(form.cleaned_data["documents"])
    if request.POST.get("sure") != "yes":
        context = {"project": found, "documents": documents, "list": _list(request).query}
        return page(request, "pages/withdraw.html", context)
    for document in documents:
        actions.withdraw(by=user, document=document)
    said = ngettext("%(n)s document withdrawn.", "%(n)s documents withdrawn.", len(documents))
    return _back(request, found, said % {"n": len(documents)} + " " + _("You find them under “Withdrawn”."))


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring the chosen documents back."""
    user, found = user_of(request), project_for(request, slug)
    check_can_edit_document(user, found)
    form = ChosenForm(found, user, request.POST)
    if not form.is_valid():
        return _again(request, found, form)
    documents: list[Document] = list(form.cleaned_data["documents"])
    for document in documents:
        actions.restore(by=user, document=document)
    said = ngettext("%(n)s document restored.", "%(n)s documents restored.", len(documents))
    return _back(request, found, said % {"n": len(documents)})


def _again(request: HttpRequest, project: Project, form: Any) -> HttpResponse:
    """The list as it was, with what was chosen and why it was refused."""
    chosen = {
        "chosen": set(request.POST.getlist("documents")),
        "given": set(request.POST.getlist("analysts")),
    }
    context = overview(request, project, wanted=_list(request), bulk_form=form, **chosen)
    return page(request, "pages/project.html", context, form)


def _back(request: HttpRequest, project: Project, said: str) -> HttpResponse:
    return see_other(request, "project", project.slug, said=said, query=_list(request).query)


def _list(request: HttpRequest) -> Wanted:
    """The list that the reader chose from."""
    return Wanted.of(QueryDict(request.POST.get("list", "").removeprefix("?")))
