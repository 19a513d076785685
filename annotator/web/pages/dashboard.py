"""A project in numbers, as far as the reader may know them."""

from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.accounts.models import User
from annotator.annotations.models import Status, Tag
from annotator.documents.models import Assignment, DocumentState
from annotator.permissions import Role
from annotator.projects.models import Project
from annotator.review.models import ItemState, ReviewItem
from annotator.web.charts import Bar, stacked
from annotator.web.listing import states
from annotator.web.scope import project_for, user_of


class Work(NamedTuple):
    """What one analyst has done and has still to do, as far as the reader may know."""

    analyst: User
    given: int
    handed_in: int
    statuses: dict[str, int]

    @property
    def tags(self) -> int:
        return sum(self.statuses.values())

    @property
    def bars(self) -> list[Bar]:
        return stacked([(status, count) for status, count in self.statuses.items()])


@require_safe
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    return render(request, "pages/dashboard.html", figures(user, project))


def figures(user: User, project: Project) -> dict[str, Any]:
    """Every count here begins with what `user` may see."""
    documents, tags = states(user, project), _tags(user, project)
    by_status = _by_status(tags.order_by().values_list("status").annotate(n=Count("pk")))
    return {
        "project": project,
        "documents": documents,
        "document_bars": stacked([(state, documents[state]) for state in DocumentState.values]),
        "statuses": by_status,
        "status_bars": stacked(list(by_status.items())),
        "tags": sum(by_status.values()),
        "work": work(user, project),
        "review": _review(user, project),
        "partial": project.blind and project.role_of(user) != Role.SUPERVISOR,
    }


def work(user: User, project: Project) -> list[Work]:
    """A line for each analyst whose work `user` may see some of: in a blind project his own at first."""
    assignments = Assignment.objects.visible_to(user).filter(document__project=project).order_by()
    given = assignments.values_list("analyst").annotate(n=Count("pk"), done=Count("handed_in_at"))
    loads = {analyst: (count, done) for analyst, count, done in given}
    statuses: dict[Any, dict[str, int]] = {}
    for analyst, status, count in (
        _tags(user, project).order_by().values_list("analyst", "status").annotate(n=Count("pk"))
    ):
        statuses.setdefault(analyst, {})[status] = count
    people = User.objects.filter(pk__in={*loads, *statuses}).order_by("username")
    return [
        Work(person, *loads.get(person.pk, (0, 0)), _by_status(statuses.get(person.pk, {}).items()))
        for person in people
    ]


def _tags(user: User, project: Project) -> Any:
    return Tag.objects.visible_to(user).live().filter(document__project=project)


def _by_status(rows: Any) -> dict[str, int]:
    counts = dict(rows)
    return {status: counts.get(status, 0) for status in Status.values}


def _review(user: User, project: Project) -> dict[str, int]:
    items = ReviewItem.objects.visible_to(user).filter(document__project=project)
    return items.aggregate(
        total=Count("pk"), agreed=Count("pk", filter=Q(agreed=True)),
        decided=Count("pk", filter=Q(state=ItemState.DECIDED)),
    )  # fmt: skip
