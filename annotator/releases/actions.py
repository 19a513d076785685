"""Writes to releases: ask for one, publish it, give it up."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from annotator.accounts.models import User
from annotator.audit.models import Op, Veil
from annotator.audit.record import action, record
from annotator.lib.refusals import Conflict, Invalid
from annotator.permissions import check_can_release
from annotator.projects.models import Project
from annotator.releases.formats import FORMATS
from annotator.releases.models import Release, ReleaseState


@action
def create(
    *,
    by: User,
    project: Project,
    title: str = "",
    formats: Sequence[str] = tuple(FORMATS),
    only_decided: bool = True,
) -> Release:
    """A release with the project's next number, still to be built. Raises Invalid for an unknown format."""
    check_can_release(by, project)
    if not formats or set(formats) - set(FORMATS):
        raise Invalid("formats", f"Choose one or more of {', '.join(FORMATS)}.", field="formats")
    if len(title.strip()) > 200:
        raise Invalid("title", "A title has at most 200 characters.", field="title")
    # Two requests at once take turns, so that each has a number of its own.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    number = (project.releases.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    release = Release.objects.create(
        project=project, number=number, title=title.strip(), created_by=by, only_decided=only_decided,
        formats=[name for name in FORMATS if name in formats],
    )  # fmt: skip
    _note(by, release, Op.CREATED, number=number)
    return release


@action
def publish(*, by: User, release: Release, folder: str, manifest: dict[str, Any]) -> Release:
    """Make a built release public, for ever. Raises Conflict where it is no longer being built."""
    _leave_building(
        release, state=ReleaseState.PUBLISHED, folder=folder, manifest=manifest, published_at=timezone.now()
    )
    _note(by, release, Op.UPDATED, state=release.state)
    return release


@action
def fail(*, by: User, release: Release) -> Release:
    """Give up a release that is being built; its number stays used."""
    _leave_building(release, state=ReleaseState.FAILED)
    _note(by, release, Op.UPDATED, state=release.state)
    return release


def _leave_building(release: Release, **columns: Any) -> None:
    if not Release.objects.filter(pk=release.pk, state=ReleaseState.BUILDING).update(**columns):
        raise Conflict("not_building", "This release is not being built.")
    for name, value in columns.items():
        setattr(release, name, value)


def _note(by: User, release: Release, op: Op, **data: Any) -> None:
    under = None if release.state == ReleaseState.PUBLISHED else Veil.NONE  # supervisors alone see others
    record(
        by=by.pk, project=release.project_id, kind="release", op=op, object_id=release.pk, under=under, **data
    )  # fmt: skip
