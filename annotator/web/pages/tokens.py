"""One's own API tokens: make one, which is shown once, and revoke it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotator.accounts.models import ApiToken, User
from annotator.projects import tokens as actions
from annotator.projects.models import Project
from annotator.web.answers import accepted, page, pressed
from annotator.web.forms import TokenForm
from annotator.web.scope import one, user_of


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form, secrets = TokenForm(user, request.POST or None), list[tuple[ApiToken, str]]()
    if request.method == "POST":
        accepted(form, lambda _: secrets.append(actions.issue_token(by=user, **form.values())))
    context = {"form": TokenForm(user) if secrets else form, "tokens": own_tokens(user)}
    if secrets:
        context["token"], context["secret"] = secrets[0]
    response = page(request, "pages/tokens.html", context, form)
    response["Cache-Control"] = "no-store"
    return response


def own_tokens(user: User) -> list[ApiToken]:
    """The user's tokens that were not revoked, each with the `project_name` that limits it."""
    found = list(user.tokens.filter(revoked_at=None).order_by("-created_at"))
    names = dict(Project.objects.visible_to(user).values_list("pk", "name"))
    for token in found:
        limit = token.project_id
        token.project_name = names.get(limit, _("a project left")) if limit else _("all my projects")  # type: ignore[attr-defined]
    return found


@require_POST
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    user = user_of(request)
    token = one(user.tokens.filter(pk=key))
    return pressed(
        request, lambda: actions.revoke_token(by=user, token=token), "tokens",
        said=_("Revoked: %(name)s.") % {"name": token.name},
    )  # fmt: skip
