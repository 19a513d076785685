"""Pages of a container: its tags in the order of their ids, each page an IRI of its own.

A page is "the next so many after an id", named by a cursor that no one can read or make. So a tag that is there during
a whole walk is seen exactly once, however many come and go meanwhile, and `last` is the page that a walk ends with.
Going back, what stands before a page may not fill one: then that page is named by where it ends.

A container of two annotations or more has at least two pages, so that whoever reads it walks from page to page.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from annotator.annotations.models import Tag
from annotator.api import pages
from annotator.api.problems import Problem
from annotator.lib.refusals import Missing

FIRST = "first"
MOST = 100


@dataclass(frozen=True)
class Leaf:
    """The tags of one page, and the names of the pages beside it."""

    keys: list[UUID]
    prev: str | None
    next: str | None


def size_of(total: int) -> int:
    """How many annotations a page has in a container of `total`."""
    return max(1, min(MOST, (total + 1) // 2))


def leaf(tags: QuerySet[Tag], name: str, size: int) -> Leaf:
    """The page of this name. Problem 400 for a name that is not ours, Missing where nothing stands on it (any more)."""
    ids = _ids(tags)
    back, key = (False, None) if name == FIRST else _read(name)
    if back:
        keys = list(ids.filter(pk__lt=key).order_by("-pk")[:size])[::-1]
        more = ids.filter(pk__gte=key).exists()
    else:
        keys = list((ids.filter(pk__gt=key) if key else ids)[: size + 1])
        more, keys = len(keys) > size, keys[:size]
    if not keys:
        raise Missing("empty", "There is nothing on this page any more: begin with the container.")
    return Leaf(keys, _before(ids, keys[0], size), pages.make_cursor(keys[-1], back=False) if more else None)


def last(tags: QuerySet[Tag], total: int) -> str:
    """The name of the page that a walk from the first by `next` ends with."""
    size = size_of(total)
    held = (total - 1) % size + 1
    keys = list(_ids(tags).order_by("-pk")[: held + 1])
    return pages.make_cursor(keys[held], back=False) if len(keys) > held else FIRST


def _before(ids: QuerySet[Tag, UUID], key: UUID, size: int) -> str | None:
    keys = list(ids.filter(pk__lt=key).order_by("-pk")[: size + 1])
    if not keys:
        return None
    if len(keys) > size:
        return pages.make_cursor(keys[-1], back=False)
    return FIRST if len(keys) == size else pages.make_cursor(key, back=True)


def _ids(tags: QuerySet[Tag]) -> QuerySet[Tag, UUID]:
    return tags.order_by("pk").values_list("pk", flat=True)


def _read(name: str) -> tuple[bool, UUID]:
    try:
        return pages.read_cursor(name)
    except Problem as problem:
        detail = "There is no such page: begin with “first”, then follow “next” or “prev”."
        raise Problem(400, detail, [{"field": "page", "code": "cursor", "detail": detail}]) from problem
