"""Searching a project: what was asked for in the address, and the page of documents or tags that answers it.

Everything shown or counted begins with what the reader may see.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left
from django.http import QueryDict

from annotator.accounts.models import User
from annotator.annotations.models import Status, Tag, TagQuerySet
from annotator.annotations.search import labelled
from annotator.documents.models import Document, DocumentState
from annotator.documents.search import LENGTH, Query
from annotator.projects.models import Project
from annotator.web.keyset import Order, moment, nearest, paged, united
from annotator.web.listing import analysts
from annotator.web.snippets import Found, Piece, found_in, marked

PAGE = 25
COUNTED = 1000  # where counting ends: “more than”
READ = 500_000  # characters of a text that snippets are looked for in
LAST_YEAR = 9999  # has no day after its last
NEWEST = Order(
    F("created_at"), moment, descending=True
)  # no index has this order: documents are found by words first
CHANGED_LAST = Order(F("updated_at"), moment, descending=True)  # of tags, of which there are many, one has
FILTERS = ("q", "in", "status", "analyst", "label", "source", "state", "from", "to")


class Asked(NamedTuple):
    """The filters in the address; one that means nothing is empty."""

    words: str = ""
    where: str = "documents"
    status: str = ""
    analyst: str = ""
    label: str = ""
    source: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    after: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        given = {name: query.get(name, "").replace("\0", "").strip()[:LENGTH] for name in (*FILTERS, "after")}
        return cls(
            given["q"], "tags" if given["in"] == "tags" else "documents", _one_of(Status.values, given["status"]),
            given["analyst"], given["label"], given["source"], _one_of(DocumentState.values, given["state"]),
            _day(given["from"]), _day(given["to"]), given["after"],
        )  # fmt: skip

    @property
    def of_tags(self) -> bool:
        """Whether something is asked for that only tags have."""
        return bool(self.status or self.analyst or self.label)

    @property
    def narrowed(self) -> bool:
        return bool(self.of_tags or self.source or self.state or self.since or self.until)

    @property
    def everywhere(self) -> str:
        """The query that asks for the same words without the filters."""
        wanted = {"q": self.words, "in": "tags" if self.where == "tags" else ""}
        return urlencode({name: value for name, value in wanted.items() if value})


class Hit[M](NamedTuple):
    """A row that was found, and what of it to show."""

    row: M
    found: Found | None = None
    quote: list[Piece] = []
    note: list[Piece] = []


def documents_found(user: User, project: Project, asked: Asked, query: Query) -> tuple[list[Hit[Any]], str]:
    """A page of documents with their snippets, newest first, and the place of the next page."""
    rows = documents_of(user, project, asked, query).select_related("source").defer("text")
    found, after = paged(rows, NEWEST, asked.after, PAGE)
    shown = Document.objects.filter(pk__in=[row.pk for row in found])  # a sort of all would read every text
    texts = dict(shown.values_list("pk", Left("text", READ)))
    return [Hit(row, found_in(texts[row.pk], query.wanted)) for row in found], after


def tags_found(user: User, project: Project, asked: Asked, query: Query) -> tuple[list[Hit[Any]], str]:
    """A page of tags, changed last first, and the place of the next page."""
    keys = nearest(tags_of(user, project, asked, query), CHANGED_LAST, asked.after, PAGE)
    rows = Tag.objects.filter(pk__in=keys).select_related("span", "analyst", "document__source")
    found, after = paged(rows.defer("document__text"), CHANGED_LAST, asked.after, PAGE)
    wanted = query.wanted
    return [
        Hit(row, quote=marked(row.span.exact, wanted), note=marked(row.note, wanted)) for row in found
    ], after


def documents_of(user: User, project: Project, asked: Asked, query: Query) -> QuerySet[Document]:
    rows = Document.objects.visible_to(user).live().filter(project=project).matching(query)
    return rows.filter(*_about_document(asked, ""))


def tags_of(user: User, project: Project, asked: Asked, query: Query) -> list[TagQuerySet]:
    """In parts, of which each is found by an index of its own."""
    tags = Tag.objects.visible_in(project, user).live()
    tags = tags.filter(*_about_document(asked, "document__"), *_about_tag(asked))
    return tags.parts_matching(query)


def counted(parts: Sequence[QuerySet[Any]]) -> int:
    """How many are in any of these, up to one more than are counted."""
    return united([part.values("pk").order_by()[: COUNTED + 1] for part in parts])[: COUNTED + 1].count()


def choices(user: User, project: Project) -> dict[str, Any]:
    """What the filters offer."""
    return {
        "analysts": analysts(user, project),
        "sources": project.sources.values_list("name", flat=True)[:500],
        "statuses": Status.values,
    }


def _about_document(asked: Asked, way: str) -> Iterator[Q]:
    wanted: dict[str, Any] = {
        "source__name": asked.source, "state": asked.state, "published_at__gte": asked.since and _start(asked.since),
        "published_at__lt": asked.until and _start(asked.until) + timedelta(days=1),
    }  # fmt: skip
    for lookup, value in wanted.items():
        if value:
            yield Q(**{way + lookup: value})


def _about_tag(asked: Asked) -> Iterator[Q]:
    if asked.status:
        yield Q(status=asked.status)
    if asked.analyst:
        yield Q(analyst__username=asked.analyst)
    if asked.label:
        yield labelled(asked.label)


def _one_of(values: list[str], value: str) -> str:
    return value if value in values else ""


def _day(value: str) -> date | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if found.year < LAST_YEAR else None


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
