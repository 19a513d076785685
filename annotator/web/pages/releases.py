"""Releases: make one, watch it being made, download its files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.accounts.models import User
from annotator.jobs import actions
from annotator.jobs.models import Job
from annotator.permissions import can_release, check_can_release
from annotator.projects.models import Project
from annotator.releases.files import open_file
from annotator.releases.models import Release, ReleaseState
from annotator.web.answers import accepted, page, pressed, see_other
from annotator.web.forms import ReleaseForm
from annotator.web.scope import one, project_for, user_of

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST":
        check_can_release(user, project)
        if accepted(form, lambda values: actions.request_release(by=user, project=project, **values)):
            return see_other(request, "releases", slug)
    rows = Paginator(of_project(user, project), PAGE).get_page(request.GET.get("page"))
    context = {"project": project, "releases": with_jobs(user, list(rows)), "rows": rows, "form": form}
    return page(request, "pages/releases.html", context | {"can_release": can_release(user, project)}, form)


def of_project(user: User, project: Project) -> Any:
    """The project's releases that `user` may see, the newest first."""
    seen = Release.objects.visible_to(user).filter(project=project)
    return seen.select_related("created_by").order_by("-number")


def with_jobs(user: User, releases: list[Release]) -> list[Release]:
    """The releases, each with the `job` that made or makes it where `user` may see that."""
    jobs = Job.objects.visible_to(user).filter(subject__in=[release.pk for release in releases])
    of = {job.subject: job for job in jobs.order_by("created_at")}
    for release in releases:
        release.job = of.get(release.pk)  # type: ignore[attr-defined]
    return releases


@require_safe
def progress(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One release as the page shows it; it asks again by itself while the release is being made."""
    user, project = user_of(request), project_for(request, slug)
    release = one(of_project(user, project).filter(number=number))
    context: dict[str, Any] = {"project": project, "release": with_jobs(user, [release])[0]}
    context["can_release"] = can_release(user, project)
    return render(request, "pages/releases.html#release", context)


@require_POST
def cancel(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    release = one(of_project(user, project).filter(number=number, state=ReleaseState.BUILDING))
    job = one(Job.objects.visible_to(user).filter(subject=release.pk).select_related("project"))
    return pressed(
        request,
        lambda: actions.cancel(by=user, job=job),
        "releases",
        slug,
        said=_("Release %(number)s was cancelled.") % {"number": number},
    )


@require_safe
def download(request: HttpRequest, slug: str, number: int, name: str) -> FileResponse:
    """A file of a published release; always an attachment, never shown by the browser as a page of ours."""
    project = project_for(request, slug)
    release = one(of_project(user_of(request), project).filter(number=number))
    response = FileResponse(open_file(release, name), as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "sandbox"
    return response
