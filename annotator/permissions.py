"""Who may do what: one table of roles, read by `can_x(user, project)` and its twin `check_can_x`.

*When* something may be done (a state, a lock) is asked elsewhere. Who is no member has no right at all; what such a
user asks for is not found, which the look-ups (`visible_to`) see to.
"""

from collections.abc import Callable
from typing import Protocol

from django.db import models

from annotator.accounts.models import Scope, User
from annotator.lib.refusals import Forbidden


class Role(models.TextChoices):
    """What a member is in a project."""

    ANALYST = "analyst"  # reads documents and tags claims
    SUPERVISOR = "supervisor"  # captures, assigns, decides, releases, manages
    CLIENT = "client"  # reads by the API


class HasRoles(Protocol):
    """A project, as far as rights go."""

    def role_of(self, user: User) -> str | None: ...


ANALYST, SUPERVISOR, CLIENT = Role.ANALYST, Role.SUPERVISOR, Role.CLIENT

ROLES: dict[str, frozenset[str]] = {
    "read": frozenset({ANALYST, SUPERVISOR, CLIENT}),
    "capture": frozenset({ANALYST, SUPERVISOR}),
    "tag": frozenset({ANALYST, SUPERVISOR}),
    "comment": frozenset({ANALYST, SUPERVISOR}),
    "hand_in": frozenset({ANALYST}),
    "hand_in_for_others": frozenset({SUPERVISOR}),
    "assign": frozenset({SUPERVISOR}),
    "edit_document": frozenset({SUPERVISOR}),
    "edit_source": frozenset({SUPERVISOR}),
    "decide": frozenset({SUPERVISOR}),
    "release": frozenset({SUPERVISOR}),
    "manage": frozenset({SUPERVISOR}),
}

SCOPES: dict[str, frozenset[str]] = {
    CLIENT: frozenset({Scope.READ}),
    ANALYST: frozenset({Scope.READ, Scope.WRITE}),
    SUPERVISOR: frozenset(Scope.values),
}


def _twins(
    right: str, sentence: str
) -> tuple[Callable[[User, HasRoles], bool], Callable[[User, HasRoles], None]]:
    def can(user: User, project: HasRoles) -> bool:
        return project.role_of(user) in ROLES[right]

    def check(user: User, project: HasRoles) -> None:
        if not can(user, project):
            raise Forbidden(f"may_not_{right}", sentence)

    return can, check


can_read, check_can_read = _twins("read", "Only members may read this project.")
can_capture, check_can_capture = _twins("capture", "Only analysts and supervisors may add documents.")
can_tag, check_can_tag = _twins("tag", "Only analysts and supervisors may tag.")
can_comment, check_can_comment = _twins("comment", "Only analysts and supervisors may comment.")
can_hand_in, check_can_hand_in = _twins("hand_in", "Only analysts hand in documents.")
can_hand_in_for_others, check_can_hand_in_for_others = _twins(
    "hand_in_for_others", "Only supervisors may hand in for someone else."
)
can_assign, check_can_assign = _twins("assign", "Only supervisors may assign documents.")
can_edit_document, check_can_edit_document = _twins("edit_document", "Only supervisors may change documents.")
can_edit_source, check_can_edit_source = _twins("edit_source", "Only supervisors may change sources.")
can_decide, check_can_decide = _twins("decide", "Only supervisors may decide.")
can_release, check_can_release = _twins("release", "Only supervisors may make releases.")
can_manage, check_can_manage = _twins("manage", "Only supervisors may manage this project.")


def can_create_projects(user: User) -> bool:
    """Staff, and who is supervisor anywhere."""
    return user.is_staff or user.memberships.filter(role=SUPERVISOR).exists()


def check_can_create_projects(user: User) -> None:
    if not can_create_projects(user):
        raise Forbidden("may_not_create_projects", "Only staff and supervisors may create projects.")


def scopes_of(user: User) -> frozenset[str]:
    """The scopes that a token of `user` may have: what his roles allow, all of them for staff."""
    if user.is_staff:
        return frozenset(Scope.values)
    roles = set(user.memberships.values_list("role", flat=True))
    return frozenset().union(*(SCOPES[role] for role in roles))
