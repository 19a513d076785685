"""The documents of a project as its page lists them: filtered, ordered, a page at a time, each with what the reader
may know of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower
from django.http import QueryDict

from annotator.accounts.models import User
from annotator.annotations.models import Tag
from annotator.documents.models import Assignment, Document, DocumentQuerySet, DocumentState
from annotator.permissions import Role
from annotator.projects.models import Project
from annotator.web.keyset import Order, moment, paged

PAGE = 50
NOBODY = "-"  # for documents that were given to no one; no username can be this
FILTERS = ("state", "source", "language", "assigned", "mine", "q")
_NEVER, _EVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


class Wanted(NamedTuple):
    """What the reader asked for in the address; what means nothing there is empty."""

    state: str = ""
    source: str = ""
    language: str = ""
    assigned: str = ""
    mine: bool = False
    words: str = ""
    sort: str = "added"
    after: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        given = {name: query.get(name, "").replace("\0", "").strip() for name in (*FILTERS, "sort", "after")}
        state = given["state"] if given["state"] in {*DocumentState.values, "withdrawn"} else ""
        sort = given["sort"] if given["sort"].removeprefix("-") in COLUMNS else "added"
        return cls(
            state, given["source"], given["language"], given["assigned"], given["mine"] == "1", given["q"], sort,
            given["after"],
        )  # fmt: skip

    @property
    def number(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.state, self.source, self.language, self.assigned, self.mine, self.words)))

    @property
    def any(self) -> bool:
        return self.number > 0

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def query(self) -> str:
        """The address's query for this very list, from its question mark on."""
        asked = {
            "state": self.state, "source": self.source, "language": self.language, "assigned": self.assigned,
            "mine": "1" if self.mine else "", "q": self.words, "sort": "" if self.sort == "added" else self.sort,
            "after": self.after,
        }  # fmt: skip
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in asked.items() if value})
        return f"?{query.urlencode()}" if query else ""


class Line(NamedTuple):
    """A document in the list. `needed` is 0 where how far others are is not for the reader to know."""

    document: Document
    assignments: list[Assignment]
    tags: int
    done: int
    needed: int


class Listed(NamedTuple):
    """A page of the list, the place after which the next one begins, and how many documents fit in all."""

    lines: list[Line]
    next: str
    total: int


def listed(user: User, project: Project, wanted: Wanted) -> Listed:
    documents = narrowed(Document.objects.visible_to(user).filter(project=project), user, wanted)
    order = COLUMNS[wanted.column](user, wanted.descending)._replace(descending=wanted.descending)
    seen = Assignment.objects.visible_to(user).select_related("analyst").order_by("analyst__username")
    shown = documents.defer("text").select_related("source")
    shown = shown.prefetch_related(Prefetch("assignments", seen, to_attr="seen_assignments"))
    found, after = paged(shown, order, wanted.after, PAGE)
    tags = dict(_counted(Tag.objects.visible_to(user).live().filter(document__in=found)))
    knows_all = not project.blind or project.role_of(user) == Role.SUPERVISOR
    lines = [_line(document, tags.get(document.pk, 0), project, knows_all) for document in found]
    return Listed(lines, after, documents.count())


def _line(document: Any, tags: int, project: Project, knows_all: bool) -> Line:
    given = document.seen_assignments
    done = sum(1 for assignment in given if assignment.handed_in_at)
    needed = max(project.coders_per_document, len(given)) if knows_all or document.complete else 0
    return Line(document, given, tags, done, needed)


def narrowed(documents: DocumentQuerySet, user: User, wanted: Wanted) -> DocumentQuerySet:
    """Those of `documents` that fit the filters; without a state, what is neither withdrawn nor superseded."""
    if wanted.state == "withdrawn":
        documents = documents.exclude(withdrawn_at=None)
    elif wanted.state:
        documents = documents.filter(withdrawn_at=None, state=wanted.state)
    else:
        documents = documents.live()
    return documents.filter(*_conditions(user, wanted))


def _conditions(user: User, wanted: Wanted) -> Iterator[Q | Exists]:
    if wanted.source:
        yield Q(source__name=wanted.source)
    if wanted.language:
        yield Q(language=wanted.language)
    if wanted.mine:
        yield Q(pk__in=Document.objects.awaiting(user).values("pk"))
    if wanted.words:
        yield Q(title__icontains=wanted.words) | Q(source__name__icontains=wanted.words)
    seen = Assignment.objects.visible_to(user).filter(document=OuterRef("pk"))
    if wanted.assigned == NOBODY:
        yield ~Q(Exists(seen))
    elif wanted.assigned:
        yield Exists(seen.filter(analyst__username=wanted.assigned))


def _by_title(user: User, descending: bool) -> Order:
    return Order(Lower("title"), str)


def _by_source(user: User, descending: bool) -> Order:
    """Documents without one come last either way."""
    return Order(Coalesce(Lower("source__name"), Value("" if descending else "\U0010ffff")), str)


def _by_published(user: User, descending: bool) -> Order:
    """Documents without a date come last either way."""
    return Order(Coalesce("published_at", Value(_NEVER if descending else _EVER)), moment)


def _by_added(user: User, descending: bool) -> Order:
    """Ids grow with time, and the index on them has this order."""
    return Order(F("id"), UUID)


def _by_length(user: User, descending: bool) -> Order:
    return Order(F("length"), int)


def _by_claims(user: User, descending: bool) -> Order:
    """Counted for every document that fits: what the reader may see is no column that an index could have."""
    tags = _counted(Tag.objects.visible_to(user).live().filter(document=OuterRef("pk")))
    return Order(Coalesce(Subquery(tags.values("n"), output_field=IntegerField()), 0), int)


def _by_state(user: User, descending: bool) -> Order:
    places = [When(state=state, then=place) for place, state in enumerate(DocumentState.values)]
    return Order(Case(*places, output_field=IntegerField()), int)


COLUMNS: dict[str, Callable[[User, bool], Order]] = {
    "title": _by_title, "source": _by_source, "published": _by_published, "added": _by_added, "length": _by_length,
    "state": _by_state, "claims": _by_claims,
}  # fmt: skip


def _counted(tags: "QuerySet[Tag]") -> Any:
    """Documents with their number of `tags`."""
    return tags.order_by().values("document").annotate(n=Count("pk")).values_list("document", "n")


def facets(user: User, project: Project) -> dict[str, Any]:
    """What the list can be narrowed to: sources and languages with their documents, and analysts with work here."""
    live = project.documents.live().order_by()
    sources = (
        live.exclude(source=None).values_list("source__name").annotate(n=Count("pk")).order_by("source__name")
    )
    languages = live.exclude(language="").values_list("language").annotate(n=Count("pk")).order_by("language")
    return {"sources": sources, "languages": languages, "people": analysts(user, project)}


def analysts(user: User, project: Project) -> QuerySet[User]:
    """Those with work in the project that the reader may know of."""
    seen = Assignment.objects.visible_to(user).filter(document__project=project).order_by()
    return User.objects.filter(pk__in=seen.values("analyst")).order_by("username")


def states(user: User, project: Project) -> dict[str, int]:
    """How many documents are in each state, in all (`total`), and how many wait for the user (`mine`)."""
    live = project.documents.live()
    counts = dict(live.order_by().values_list("state").annotate(n=Count("pk")))
    each = {state: counts.get(state, 0) for state in DocumentState.values}
    waiting = Document.objects.awaiting(user).filter(project=project).count()
    return {**each, "total": sum(each.values()), "mine": waiting}
