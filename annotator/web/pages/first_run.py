"""The first page of an empty install, which makes its first user and project. Closed for ever once there is a user."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from annotator.accounts.models import User
from annotator.projects import first_run as install
from annotator.projects.models import Project
from annotator.web.answers import accepted, page, see_other
from annotator.web.first_run_form import FirstRunForm


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    if not install.is_open():
        return see_other(request, "projects")
    form = FirstRunForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    made: list[tuple[User, Project]] = []
    if request.method == "POST" and accepted(
        form, lambda _values: made.append(install.open_install(**form.values()))
    ):
        user, project = made[0]
        login(request, user, backend="annotator.accounts.sessions.Backend")
        return see_other(request, "project", project.slug, said=_("Welcome. Add your first documents below."))
    return page(request, "pages/first_run.html", {"form": form}, form)


def unless_empty(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, but the first run where nobody has an account yet; who is signed in has one."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated and install.is_open():
            return see_other(request, "first_run")
        return view(request, *args, **kwargs)

    return seen
