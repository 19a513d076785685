"""Members of a project: add, change a role, remove; someone new gets a link that is shown once."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotator.accounts.invitations import link_for
from annotator.accounts.models import User
from annotator.permissions import Role, check_can_manage
from annotator.projects.models import Membership, Project
from annotator.review import assigning
from annotator.web.answers import accepted, page, pressed, see_other
from annotator.web.forms import ROLES, MemberForm
from annotator.web.invitation import may_be_invited_by
from annotator.web.scope import one, project_for, user_of


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    check_can_manage(user, project)
    form = MemberForm(request.POST or None, initial={"role": Role.ANALYST})
    made: list[tuple[Membership, bool]] = []
    if request.method == "POST" and accepted(
        form, lambda values: made.append(assigning.set_member(by=user, project=project, **values))
    ):
        membership, is_new = made[0]
        if is_new:
            return invited(request, project, membership.user)
        return see_other(request, "members", slug, said=now_is(membership.user, membership.role))
    return page(request, "pages/members.html", listing(project, user) | {"form": form}, form)


def now_is(user: User, role: str) -> str:
    return _("%(name)s is now %(role)s here.") % {
        "name": user.shown_name,
        "role": dict(ROLES).get(role, role),
    }


def listing(project: Project, user: User) -> dict[str, object]:
    """The members, each with whether he has signed in."""
    return {
        "project": project,
        "memberships": project.memberships.select_related("user"),
        "roles": ROLES,
    }


def invited(request: HttpRequest, project: Project, guest: User) -> HttpResponse:
    """The page with the guest's link, which is in this answer only."""
    context = listing(project, user_of(request)) | {
        "form": MemberForm(initial={"role": Role.ANALYST}),
        "guest": guest,
        "link": link_for(guest),
    }
    response = page(request, "pages/members.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def change_role(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    check_can_manage(user, project)
    membership = one(project.memberships.select_related("user").filter(user__username=username))
    role = request.POST.get("role", "")
    return pressed(
        request, lambda: assigning.set_member(by=user, project=project, username=username, role=role), "members", slug,
        said=now_is(membership.user, role),
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    check_can_manage(user, project)
    membership = one(project.memberships.select_related("user", "project").filter(user__username=username))
    to = ("projects",) if membership.user_id == user.pk else ("members", slug)
    return pressed(
        request, lambda: assigning.remove_member(by=user, membership=membership), *to,
        said=_("%(name)s is no longer a member.") % {"name": membership.user.shown_name},
    )  # fmt: skip


@require_POST
def new_link(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """Another link for someone who has not set a password yet."""
    user, project = user_of(request), project_for(request, slug)
    check_can_manage(user, project)
    membership = one(project.memberships.select_related("user").filter(user__username=username))
    if not may_be_invited_by(user, membership.user):
        return see_other(
            request, "members", slug, said=_("This person signs in already: passwords are reset by mail.")
        )
    return invited(request, project, membership.user)
