"""The rows that the feed tells of, as their own addresses show them, found through the reader's own look-ups."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request

from annotator.annotations.models import Comment, Tag, TagState
from annotator.api import lookups
from annotator.api.renderers import encode
from annotator.api.serializers.comments import CommentOut
from annotator.api.serializers.projects import AssignmentOut, MemberOut
from annotator.api.serializers.sources import SourceOut
from annotator.api.views import documents, releases, review
from annotator.documents.models import DocumentState
from annotator.projects.models import Project
from annotator.review import wire

type Rows = QuerySet[Any, Any]
type Find = Callable[[Request, Project, list[str]], dict[str, bytes]]


def show(request: Request, project: Project, kind: str, keys: list[str], *, live: bool) -> dict[str, bytes]:
    """Those of a kind that the reader finds now, on documents that are neither withdrawn nor superseded.

    Retracted tags too, which their own addresses show, unless only `live` ones are asked for.
    """
    if kind == "tag":
        return _tags(request, project, keys, live=live)
    return FINDS[kind](request, project, keys) if kind in FINDS else {}


def _tags(request: Request, project: Project, keys: list[str], *, live: bool) -> dict[str, bytes]:
    """Found in the project as it is now: its rules and the reader's role may have changed since it was looked up, by
    events that are among those just read."""
    now = lookups.project(request, str(project.pk))
    tags = _of_live(Tag.objects.visible_in(now, lookups.user_of(request)), "document").filter(pk__any=keys)
    tags = tags.filter(state=TagState.SUBMITTED) if live else tags
    return {key: text.encode() for key, text in wire.texts(tags).items()}


def _documents(request: Request, project: Project, keys: list[str]) -> dict[str, bytes]:
    rows: Any = lookups.documents(request).filter(project=project, pk__in=keys)
    found = list(rows.live())
    return dict(zip([str(row.pk) for row in found], documents.shown(found), strict=True))


def _comments(request: Request, project: Project, keys: list[str]) -> dict[str, bytes]:
    rows = lookups.within(
        request, Comment.objects.visible_to(lookups.user_of(request)).live(), "tag__document__project"
    )
    rows = _of_live(rows, "tag__document", project).filter(pk__in=keys).select_related("by")
    return {str(row.pk): encode(CommentOut(row).data) for row in rows}


def _assignments(request: Request, project: Project, keys: list[str]) -> dict[str, bytes]:
    rows = _of_live(lookups.assignments(request, project), "document", project).filter(pk__in=keys)
    return {str(row.pk): encode(AssignmentOut(row).data) for row in rows}


def _items(request: Request, project: Project, keys: list[str]) -> dict[str, bytes]:
    rows = list(_of_live(lookups.items(request), "document", project).filter(pk__in=keys))
    return dict(zip([str(row.pk) for row in rows], review.shown(lookups.tags(request), rows), strict=True))


def _sources(request: Request, project: Project, keys: list[str]) -> dict[str, bytes]:
    rows = lookups.sources(request).filter(project=project, pk__in=keys)
    return {str(row.pk): encode(SourceOut(row).data) for row in rows}


def _releases(request: Request, project: Project, keys: list[str]) -> dict[str, bytes]:
    rows = lookups.releases(request).filter(project=project, pk__in=keys)
    return {str(row.pk): encode(releases.release_of(row)) for row in rows}


def _members(request: Request, project: Project, keys: list[str]) -> dict[str, bytes]:
    rows = project.memberships.select_related("user").filter(user__in=map(UUID, keys))
    return {str(row.user_id): encode(MemberOut(row).data) for row in rows}


def _of_live(rows: Rows, document: str, project: Project | None = None) -> Rows:
    """Those on documents that are neither withdrawn nor superseded; of one project where it is not known already."""
    live = {f"{document}__withdrawn_at": None} | ({f"{document}__project": project} if project else {})
    return rows.filter(**live).exclude(**{f"{document}__state": DocumentState.SUPERSEDED})


FINDS: Mapping[str, Find] = {
    "document": _documents, "comment": _comments, "assignment": _assignments, "review_item": _items,
    "source": _sources, "release": _releases, "member": _members,
}  # fmt: skip
