"""Scoped look-ups: what this user, through this token, may see; anything else is Missing (404)."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import F, Model, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Substr
from django.urls import Resolver404, resolve
from rest_framework.request import Request

from annotator.accounts.models import User
from annotator.annotations.models import Comment, CommentQuerySet, Tag
from annotator.documents.models import Assignment, Document, Source, document_for
from annotator.jobs.models import Job
from annotator.lib.refusals import Missing
from annotator.projects.models import Guideline, Membership, Project, project_for
from annotator.releases.models import Release
from annotator.review.models import Decision, ReviewItem


def user_of(request: Request) -> User:
    user: Any = request.user
    found: User = user
    return found


def within[M: Model](request: Request, rows: QuerySet[M], project: str = "project") -> QuerySet[M]:
    """The rows that the token opens; `project` is the way from a row to its project's id."""
    key = limit_of(request)
    return rows if key is None else rows.filter(**{project: key})


def limit_of(request: Request) -> UUID | None:
    """The only project of the token; None where it opens all of its owner's."""
    token: Any = request.auth
    return token.project_id if token is not None else None


def missing() -> NoReturn:
    raise Missing("not_found", "There is no such thing, or it is not for you to see.")


def project(request: Request, key: str) -> Project:
    found = project_for(user_of(request), key)
    if found is None or limit_of(request) not in {None, found.pk}:
        missing()
    return found


def projects(request: Request) -> QuerySet[Project]:
    """The projects with the caller's role and their newest guideline."""
    newest = Guideline.objects.filter(project=OuterRef("pk")).order_by("-number")
    rows = Project.objects.visible_to(user_of(request)).annotate(
        guideline_text=Subquery(newest.values("text")[:1]),
        guideline_number=Subquery(newest.values("number")[:1]),
    )
    return within(request, rows, "pk")


def documents(request: Request) -> QuerySet[Document]:
    """Every document that may be seen, withdrawn ones too, with the assignments that this reader may see."""
    user = user_of(request)
    shown = Assignment.objects.visible_to(user).select_related("analyst")
    rows = Document.objects.visible_to(user).defer("text").select_related("source")
    return within(request, rows.prefetch_related(Prefetch("assignments", shown, to_attr="shown_assignments")))


def document(request: Request, key: UUID, *, text: bool = False) -> Document:
    """With its project and the caller's role there; its text only where asked for."""
    found = document_for(user_of(request), key, text=text)
    if found is None or limit_of(request) not in {None, found.project_id}:
        missing()
    return found


def sources(request: Request) -> QuerySet[Source]:
    return within(request, Source.objects.visible_to(user_of(request)).select_related("project"))


def source(request: Request, key: UUID) -> Source:
    return sources(request).filter(pk=key).first() or missing()


def tags(request: Request) -> QuerySet[Tag]:
    """Every tag that may be seen, retracted ones too."""
    return within(request, Tag.objects.visible_to(user_of(request)), "document__project")


def tag(request: Request, key: UUID) -> Tag:
    rows = tags(request).select_related("document__project", "span").defer("document__text")
    return rows.filter(pk=key).first() or missing()


def comments(request: Request, tag: Tag) -> CommentQuerySet:
    """Every comment on a tag that may be seen, retracted ones too."""
    rows = Comment.objects.visible_to(user_of(request)).filter(tag=tag)
    return rows.select_related("by", "tag__document__project").defer("tag__document__text")


def items(request: Request) -> QuerySet[ReviewItem]:
    """Every item that may be seen, with its quote and its decision."""
    quote = Substr("document__text", F("start") + 1, F("end") - F("start"))
    live = Prefetch(
        "decisions", Decision.objects.filter(withdrawn_at=None).select_related("by"), to_attr="live_decisions"
    )
    rows = ReviewItem.objects.visible_to(user_of(request)).select_related("document__project")
    rows = rows.defer("document__text").annotate(exact=quote).prefetch_related(live)
    return within(request, rows, "document__project")


def item(request: Request, key: UUID) -> ReviewItem:
    return items(request).filter(pk=key).first() or missing()


def assignments(request: Request, project: Project) -> QuerySet[Assignment]:
    rows = Assignment.objects.visible_to(user_of(request)).filter(document__project=project)
    return rows.select_related("analyst", "assigned_by", "document__project").defer("document__text")


def member(project: Project, username: str) -> Membership | None:
    return (
        project.memberships.select_related("user", "project").filter(user__username__iexact=username).first()
    )


def releases(request: Request) -> QuerySet[Release]:
    rows = Release.objects.visible_to(user_of(request)).select_related("created_by", "project")
    return within(request, rows)


def release(request: Request, key: UUID) -> Release:
    return releases(request).filter(pk=key).first() or missing()


def job(request: Request, key: UUID) -> Job:
    rows = within(request, Job.objects.visible_to(user_of(request)).select_related("project"))
    return rows.filter(pk=key).first() or missing()


_NAMED: dict[str, Callable[[Request, Any], Model]] = {
    "project": project,
    "document": document,
    "source": source,
    "tag": tag,
    "item": item,
    "release": release,
    "job": job,
}


def check_named(request: Request, keys: Mapping[str, Any], location: str = "") -> None:
    """Raise Missing where something that an address names, by its `keys` or at `location`, is not to be seen now."""
    try:
        found = resolve(urlsplit(location).path).kwargs if location else {}
    except Resolver404:
        found = {}
    for name, key in {**found, **keys}.items():
        if look_up := _NAMED.get(name):
            look_up(request, key)
