"""How far an analyst is with a project, and what he can still take back."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from annotator.accounts.models import User
from annotator.documents.models import Assignment, Document, DocumentState
from annotator.permissions import can_hand_in
from annotator.projects.models import Project
from annotator.review.models import ItemState, ReviewItem
from annotator.web.decided import decided_differently

OFFERED = 5  # hand-ins that the project's page offers to take back, the latest first


class Progress(NamedTuple):
    """Documents by where they are for one analyst; `waiting` are those he has still to hand in, or may begin."""

    waiting: int
    open: int
    in_review: int
    decided: int

    @property
    def handed_in(self) -> int:
        return self.open + self.in_review + self.decided

    @property
    def total(self) -> int:
        return self.handed_in + self.waiting


class Strip(NamedTuple):
    """What the project's page tells an analyst of his own work."""

    progress: Progress
    differently: int
    reopenable: list[Assignment]


def progress(user: User, project: Project) -> Progress | None:
    """How far `user` is; None for who hands nothing in."""
    if not can_hand_in(user, project):
        return None
    counted = _handed_in(user, project).order_by().values_list("document__state").annotate(Count("pk"))
    states = dict(counted)
    waiting = Document.objects.awaiting(user).filter(project=project).count()
    return Progress(waiting, *(states.get(state, 0) for state in list(DocumentState)[:3]))


def strip(user: User, project: Project) -> Strip | None:
    """The same with what was decided otherwise, and what can be taken back."""
    found = progress(user, project)
    if found is None:
        return None
    differently = decided_differently(user, project).count() if found.handed_in else 0
    return Strip(found, differently, list(_reopenable(user, project)[:OFFERED]))


def _handed_in(user: User, project: Project) -> QuerySet[Assignment]:
    live = Q(document__withdrawn_at=None) & ~Q(document__state=DocumentState.SUPERSEDED)
    return Assignment.objects.filter(
        live, analyst=user, document__project=project, handed_in_at__isnull=False
    )


def _reopenable(user: User, project: Project) -> QuerySet[Assignment]:
    """The rule of `review.actions.reopen` for many documents at once."""
    decided = ReviewItem.objects.filter(document=OuterRef("document"), state=ItemState.DECIDED)
    found = _handed_in(user, project).exclude(Exists(decided))
    if project.blind:
        found = found.filter(document__state=DocumentState.OPEN)
    return found.select_related("document").defer("document__text").order_by("-handed_in_at")
