"""The documents of a project as its page lists them: a page at a time, each with what the reader may know of it."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from annotator.accounts.models import User
from annotator.annotations.models import Tag
from annotator.documents.models import Assignment, Document, DocumentQuerySet, DocumentState
from annotator.projects.models import Project

PAGE = 50
LIGHT = ("text",)  # a list of documents does not read their texts


class Wanted(NamedTuple):
    """What the reader asked for, and the query that asks for the same again."""

    state: str
    mine: bool
    words: str
    after: str

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        state = query.get("state", "")
        known = state in {*DocumentState.values, "withdrawn"}
        words, after = query.get("q", "").replace("\0", "").strip(), query.get("after", "")
        return cls(state if known else "", query.get("mine") == "1", words, after)

    @property
    def any(self) -> bool:
        return bool(self.state or self.mine or self.words)

    @property
    def query(self) -> str:
        """The query of the next page, without its place."""
        query = QueryDict(mutable=True)
        wanted = {"state": self.state, "mine": "1" if self.mine else "", "q": self.words}
        query.update({name: value for name, value in wanted.items() if value})
        return query.urlencode()


def listed(user: User, project: Project, wanted: Wanted) -> tuple[list[Document], str]:
    """The documents that `wanted` asks for, and the id after which the next page begins, or empty."""
    documents = Document.objects.visible_to(user).filter(project=project)
    documents = _narrowed(documents, user, wanted).defer(*LIGHT).select_related("source")
    seen = Assignment.objects.visible_to(user).select_related("analyst").order_by("analyst__username")
    documents = documents.annotate(tag_count=_count_of(Tag.objects.visible_to(user).live())).prefetch_related(
        Prefetch("assignments", seen, to_attr="seen_assignments")
    )
    found = list(documents.order_by("id")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def _narrowed(documents: DocumentQuerySet, user: User, wanted: Wanted) -> DocumentQuerySet:
    if wanted.state == "withdrawn":
        documents = documents.exclude(withdrawn_at=None)
    elif wanted.state:
        documents = documents.filter(withdrawn_at=None, state=wanted.state)
    else:
        documents = documents.filter(withdrawn_at=None).exclude(state=DocumentState.SUPERSEDED)
    if wanted.mine:
        documents = documents.filter(pk__in=Document.objects.awaiting(user).values("pk"))
    if wanted.words:
        documents = documents.filter(
            Q(title__icontains=wanted.words) | Q(source__name__icontains=wanted.words)
        )
    try:
        return documents.filter(pk__gt=UUID(wanted.after)) if wanted.after else documents
    except ValueError:
        return documents


def _count_of(tags: "QuerySet[Tag]") -> Coalesce:
    counted = tags.filter(document=OuterRef("pk")).order_by().values("document").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def states(user: User, project: Project) -> dict[str, int]:
    """How many documents are in each state, in all (`total`), and how many wait for the user (`mine`)."""
    live = project.documents.live()
    counts = dict(live.order_by().values_list("state").annotate(n=Count("pk")))
    each = {state: counts.get(state, 0) for state in DocumentState.values}
    waiting = Document.objects.awaiting(user).filter(project=project).count()
    return {**each, "total": sum(each.values()), "mine": waiting}
