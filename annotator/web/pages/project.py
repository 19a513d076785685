"""A project: its documents and how far they are, and who is to code what."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from annotator.accounts.models import User
from annotator.documents.models import Assignment
from annotator.permissions import can_assign, can_capture, can_hand_in
from annotator.projects.models import Project
from annotator.review import actions as review
from annotator.review import assigning
from annotator.web.answers import page, pressed
from annotator.web.choosing import UnassignForm
from annotator.web.forms import PasteForm
from annotator.web.listing import Wanted, facets, listed, states
from annotator.web.progress import strip
from annotator.web.scope import one, project_for, user_of


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = project_for(request, slug)
    return page(request, "pages/project.html", overview(request, found))


def overview(
    request: HttpRequest, project: Project, wanted: Wanted | None = None, **more: Any
) -> dict[str, Any]:
    """What the project's page shows; `more` are forms that were sent, and results of an upload."""
    user, wanted = user_of(request), wanted or Wanted.of(request.GET)
    return {
        "project": project,
        "wanted": wanted,
        "listed": listed(user, project, wanted),
        "states": states(user, project),
        "queue": strip(user, project),
        "paste": PasteForm(),
        **facets(user, project),
        **rights(user, project),
        **more,
    }


def rights(user: User, project: Project) -> dict[str, Any]:
    """What the page offers the reader; who may assign also chooses among analysts."""
    may_assign = can_assign(user, project)
    analysts = UnassignForm(project, user).fields["analysts"].queryset if may_assign else []  # type: ignore[attr-defined]
    return {
        "can_assign": may_assign,
        "can_capture": can_capture(user, project),
        "can_code": can_hand_in(user, project),
        "analysts": analysts,
    }


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
