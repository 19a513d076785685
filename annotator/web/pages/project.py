"""A project: its documents and how far they are, and who is to code what."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from annotator.accounts.models import User
from annotator.documents.models import Assignment
from annotator.permissions import can_assign, can_capture, can_hand_in, check_can_assign
from annotator.projects.models import Project
from annotator.review import actions as review
from annotator.review import assigning
from annotator.web.answers import accepted, page, pressed, see_other
from annotator.web.forms import AssignForm, PasteForm
from annotator.web.listing import Wanted, listed, states
from annotator.web.progress import strip
from annotator.web.scope import one, project_for, user_of


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = project_for(request, slug)
    return page(request, "pages/project.html", overview(request, found))


def overview(request: HttpRequest, project: Project, **more: Any) -> dict[str, Any]:
    """What the project's page shows; `more` are forms that were sent, and results of an upload."""
    user, wanted = user_of(request), Wanted.of(request.GET)
    documents, after = listed(user, project, wanted)
    return {
        "project": project,
        "wanted": wanted,
        "documents": documents,
        "next_page": after,
        "states": states(user, project),
        "queue": strip(user, project),
        "paste": PasteForm(),
        **rights(user, project),
        **more,
    }


def rights(user: User, project: Project) -> dict[str, Any]:
    """What the page offers the reader; who may assign also chooses among analysts."""
    may_assign = can_assign(user, project)
    analysts = AssignForm(project, user).fields["analysts"].queryset if may_assign else []  # type: ignore[attr-defined]
    return {
        "can_assign": may_assign,
        "can_capture": can_capture(user, project),
        "can_code": can_hand_in(user, project),
        "analysts": analysts,
    }


@require_POST
def assign(request: HttpRequest, slug: str) -> HttpResponse:
    user, found = user_of(request), project_for(request, slug)
    check_can_assign(user, found)
    form = AssignForm(found, user, request.POST)
    made: list[Assignment] = []
    if accepted(form, lambda values: made.extend(_given(user, values))):
        said = f"{len(made)} assignment{'s' * (len(made) != 1)} made."
        return see_other(request, "project", found.slug, said=said)
    chosen = set(request.POST.getlist("documents"))
    context = overview(request, found, assign_form=form, chosen_documents=chosen)
    return page(request, "pages/project.html", context, form)


def _given(user: User, values: dict[str, Any]) -> list[Assignment]:
    documents = list(values["documents"])
    if values["per_document"]:
        return assigning.spread(by=user, documents=documents, per_document=values["per_document"])
    return assigning.assign(by=user, documents=documents, analysts=list(values["analysts"]))


@require_POST
def unassign(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    user, found = user_of(request), project_for(request, slug)
    assignment = one(_assignments(user, found).filter(pk=key))
    return pressed(
        request, lambda: assigning.unassign(by=user, assignment=assignment), "project", found.slug,
        said=f"{assignment.analyst.shown_name} no longer has “{assignment.document.title}”.",
    )  # fmt: skip


@require_POST
def hand_in_for(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """A supervisor hands in for an analyst who can not."""
    user, found = user_of(request), project_for(request, slug)
    assignment = one(_assignments(user, found).filter(pk=key))
    analyst, document = assignment.analyst, assignment.document
    return pressed(
        request, lambda: review.hand_in(by=user, document=document, analyst=analyst), "project", found.slug,
        said=f"Handed in for {analyst.shown_name}: “{document.title}”.",
    )  # fmt: skip


def _assignments(user: User, project: Project) -> Any:
    seen = Assignment.objects.visible_to(user).filter(document__project=project)
    return seen.select_related("analyst", "document__project")
