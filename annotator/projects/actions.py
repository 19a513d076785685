"""Writes to projects, members and guidelines."""

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from annotator.accounts.actions import create_user
from annotator.accounts.models import User
from annotator.audit.models import Op
from annotator.audit.record import action, record
from annotator.lib.refusals import Conflict, Invalid, Stale
from annotator.lib.words import words
from annotator.permissions import Role, check_can_create_projects, check_can_manage
from annotator.projects.models import Detail, Guideline, Membership, Project

DEFAULT_GUIDELINE = Path(__file__).with_name("guideline.md")
GUIDELINE_LENGTH = 200_000
CHANGEABLE = {"name", "slug", "labels", "coders_per_document", "blind", "details", "suggestions"}


@action
def create_project(
    *,
    by: User | None,
    name: str,
    slug: str = "",
    blind: bool = False,
    coders_per_document: int = 1,
    labels: list[str] | None = None,
    details: list[str] | None = None,
    guideline: str | None = None,
) -> Project:
    """A new project with its first guideline; `by` becomes its supervisor. `by=None` is the operator at the shell."""
    if by is not None:
        check_can_create_projects(by)
    project = Project(
        name=name, slug=slug or slug_of(name), blind=blind, coders_per_document=coders_per_document,
        labels=labels or [], details=_known_details(details),
    )  # fmt: skip
    _checked_save(project)
    text = words("guideline", guideline, GUIDELINE_LENGTH) or DEFAULT_GUIDELINE.read_text("utf-8")
    Guideline.objects.create(project=project, number=1, text=text, created_by=by)
    if by is not None:
        Membership.objects.create(project=project, user=by, role=Role.SUPERVISOR)
        record(
            by=by.pk, project=project.pk, kind="member", op=Op.CREATED, object_id=by.pk, role=Role.SUPERVISOR
        )  # fmt: skip
    record(by=by.pk if by else None, project=project.pk, kind="project", op=Op.CREATED, object_id=project.pk)
    return project


def slug_of(name: str) -> str:
    """The address made from a name: its Latin letters and digits, or `project`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "project"


@action
def change_project(*, by: User, project: Project, version: int | None = None, **changes: Any) -> Project:
    """Change what CHANGEABLE names; whether the project is blind only if the caller's room allows it.

    Raises Stale where `version`, which the caller saw, has passed.
    """
    check_can_manage(by, project)
    if unknown := set(changes) - CHANGEABLE:
        raise Invalid("unknown", f"Not to be changed: {', '.join(sorted(unknown))}.", field=min(unknown))
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if version is not None and project.version != version:
        raise Stale("stale", "This project has changed since you read it. Read it again.")
    if "details" in changes:
        changes["details"] = _known_details(changes["details"])
    before = {name: getattr(project, name) for name in changes if getattr(project, name) != changes[name]}
    for name in before:
        setattr(project, name, changes[name])
    if before:
        project.version += 1
        _checked_save(project)
        Project.objects.filter(pk=project.pk).update(updated_at=Now())
        after = {name: changes[name] for name in before}
        record(
            by=by.pk, project=project.pk, kind="project", op=Op.UPDATED, object_id=project.pk, before=before,
            after=after,
        )  # fmt: skip
    return project


def _checked_save(project: Project) -> None:
    project.name = words("name", project.name, 200).strip()
    project.labels = [words("labels", label, 60).strip() for label in project.labels or []]
    try:
        project.clean_fields(exclude=["id"])
        if project.coders_per_document < 1:
            raise Invalid("coders_per_document", "At least one must code.", field="coders_per_document")
        with transaction.atomic():
            project.save()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(field, " ".join(messages), field=field) from error
    except IntegrityError as error:
        raise Conflict("slug_taken", "This address is taken by another project.", field="slug") from error


def _known_details(wanted: list[str] | None) -> list[str]:
    """Each detail once, in the order of `Detail`."""
    if unknown := set(wanted or []) - set(Detail.values):
        raise Invalid("details", f"There is no detail “{min(unknown)}”.", field="details")
    return [name for name in Detail.values if name in (wanted or [])]


@action
def set_member(
    *,
    by: User | None,
    project: Project,
    username: str,
    role: str,
    email: str = "",
    was: str | None = None,
) -> tuple[Membership, bool]:
    """Give `username` a role; returns the membership and whether the user was created just now.

    The last supervisor can not be made anything else. An existing user's e-mail address is never changed. `was` is
    the role that the caller saw.
    """
    if by is not None:
        check_can_manage(by, project)
    if role not in Role.values:
        raise Invalid("role", f"A role is one of {', '.join(Role.values)}.", field="role")
    user = User.objects.filter(
        username__iexact=User.normalize_username(words("username", username, 150))
    ).first()
    is_new = user is None
    if was is not None:
        _check_role(project, username, was)
    user = user or create_user(by=by, username=username, email=email)
    if role != Role.SUPERVISOR:
        _keep_a_supervisor(project, user)
    membership, is_joining = Membership.objects.update_or_create(
        project=project, user=user, defaults={"role": role}
    )
    op = Op.CREATED if is_joining else Op.UPDATED
    record(by=by.pk if by else None, project=project.pk, kind="member", op=op, object_id=user.pk, role=role)
    return membership, is_new


@action
def remove_member(*, by: User, membership: Membership) -> None:
    """End a membership; what the member wrote stays. The last supervisor can not be removed."""
    project = membership.project
    check_can_manage(by, project)
    _keep_a_supervisor(project, membership.user)
    membership.delete()
    record(by=by.pk, project=project.pk, kind="member", op=Op.RETRACTED, object_id=membership.user_id)


def _check_role(project: Project, username: str, was: str) -> None:
    """Raise Stale unless the member still has the role that the caller saw."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if not project.memberships.filter(user__username__iexact=username, role=was).exists():
        raise Stale("stale", "This member has changed since you read it. Read it again.")


def _keep_a_supervisor(project: Project, user: User) -> None:
    """Refuse when `user` is the only supervisor; two supervisors who remove each other at once wait for the lock."""
    Project.objects.select_for_update(no_key=True).filter(pk=project.pk).first()
    supervisors = project.memberships.filter(role=Role.SUPERVISOR)
    if supervisors.filter(user=user).exists() and supervisors.count() == 1:
        raise Conflict("last_supervisor", "A project needs a supervisor: make someone else one first.")


@action
def add_guideline(*, by: User, project: Project, text: str) -> Guideline:
    """A new version of the guideline; the earlier ones stay as they were."""
    check_can_manage(by, project)
    text = words("guideline", text, GUIDELINE_LENGTH)
    if not text.strip():
        raise Invalid("guideline", "The guideline is empty.", field="guideline")
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    number = (project.guidelines.values_list("number", flat=True).first() or 0) + 1
    guideline = Guideline.objects.create(project=project, number=number, text=text, created_by=by)
    record(
        by=by.pk, project=project.pk, kind="guideline", op=Op.CREATED, object_id=guideline.pk, number=number
    )
    return guideline
