"""The coding guideline: read any version, write the next one."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotator.permissions import can_manage, check_can_manage
from annotator.projects import actions
from annotator.projects.models import Guideline, Project
from annotator.web.answers import accepted, page, see_other
from annotator.web.forms import GuidelineForm
from annotator.web.markdown import html_of
from annotator.web.scope import one, project_for, user_of


@require_http_methods(["GET", "HEAD", "POST"])
def guideline(request: HttpRequest, slug: str) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    shown = version_of(project, request.GET.get("version", ""))
    form = GuidelineForm(request.POST or None, initial={"guideline": shown.text})
    if request.method == "POST":
        check_can_manage(user, project)
        if "preview" not in request.POST and accepted(
            form, lambda values: actions.add_guideline(by=user, project=project, text=values["guideline"])
        ):
            return see_other(request, "guideline", slug, said=_("Saved as a new version."))
    versions = project.guidelines.defer("text").select_related("created_by")
    context = {
        "project": project, "shown": shown, "versions": versions, "newest": versions[0].number, "form": form,
        "html": html_of(shown.text), "can_manage": can_manage(user, project), "preview": preview(form),
    }  # fmt: skip
    return page(request, "pages/guideline.html", context, form)


def preview(form: GuidelineForm) -> str:
    """What was typed as it would be shown; empty where nothing was."""
    return html_of(form.cleaned_data["guideline"]) if form.is_bound and form.is_valid() else ""


def version_of(project: Project, number: str) -> Guideline:
    """The version asked for, else the newest; Http404 for one that is not there."""
    versions = project.guidelines.select_related("created_by")
    if number:
        versions = (
            versions.filter(number=int(number)) if number.isdecimal() and len(number) < 9 else versions.none()
        )
    return one(versions, "There is no such version of the guideline.")
