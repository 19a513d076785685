"""A project's settings."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotator.permissions import check_can_manage
from annotator.projects.models import Project
from annotator.review import assigning
from annotator.web.answers import accepted, page, see_other
from annotator.web.forms import ProjectForm
from annotator.web.scope import project_for, user_of


@require_http_methods(["GET", "HEAD", "POST"])
def project_settings(request: HttpRequest, slug: str) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    check_can_manage(user, project)
    form = ProjectForm(request.POST or None, instance=project)
    changed: list[Project] = []
    if request.method == "POST" and accepted(
        form, lambda values: changed.append(assigning.change_project(by=user, project=project, **values))
    ):
        return see_other(request, "project_settings", changed[0].slug, said=_("Saved."))
    project.refresh_from_db()
    return page(request, "pages/settings.html", {"project": project, "form": form}, form)
