"""My projects: which there are, how far they are, what to do next."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from annotator.accounts.models import User
from annotator.documents.models import Document, DocumentState
from annotator.permissions import can_create_projects, check_can_create_projects
from annotator.projects import actions
from annotator.projects.models import Project
from annotator.web.answers import accepted, page, see_other
from annotator.web.forms import NewProjectForm
from annotator.web.scope import user_of


@require_http_methods(["GET", "HEAD", "POST"])
def projects(request: HttpRequest) -> HttpResponse:
    user, form = user_of(request), NewProjectForm(request.POST or None)
    if request.method == "POST":
        check_can_create_projects(user)
        made: list[Project] = []
        if accepted(form, lambda values: made.append(actions.create_project(by=user, **values))):
            return see_other(
                request, "project", made[0].slug, said="The project is there. Add documents and members."
            )
    context = {"projects": with_progress(user), "can_create": can_create_projects(user), "form": form}
    return page(request, "pages/projects.html", context, form)


def with_progress(user: User) -> QuerySet[Project]:
    """The user's projects with `total`, `decided`, `in_review` documents, those `mine` to hand in and those
    `handed_in`."""
    live = Document.objects.live()
    return Project.objects.visible_to(user).annotate(
        total=_per_project(live),
        decided=_per_project(live.filter(state=DocumentState.DECIDED)),
        in_review=_per_project(live.filter(state=DocumentState.IN_REVIEW)),
        mine=_per_project(Document.objects.awaiting(user)),
        handed_in=_per_project(
            live.filter(assignments__analyst=user, assignments__handed_in_at__isnull=False)
        ),
    )


def _per_project(documents: QuerySet[Document]) -> Coalesce:
    counted = documents.filter(project=OuterRef("pk")).order_by().values("project").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
