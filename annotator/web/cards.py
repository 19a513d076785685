"""The cards beside the text: one's own claims in a document, in reading order, some at a time."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.template.loader import get_template

from annotator.accounts.models import User
from annotator.annotations.models import Status, Tag
from annotator.documents.models import Document

# By hand, because every answer to a write of a tag carries these counts.
_COUNTS = """
SELECT status, count(*) FROM annotations_tag
WHERE document_id = %(document)s AND analyst_id = %(analyst)s AND state = 'submitted' GROUP BY status
"""

FIRST, PAGE = 25, 100  # the page comes quickly; the rest is fetched when the browser has time


class Card(NamedTuple):
    """What `parts/card.html` shows."""

    id: UUID
    status: str
    state: str
    start: int
    end: int
    version: int
    at: Any
    quote: str
    note: str


def card_of(tag: Tag) -> Card:
    """The card of a tag whose span is loaded."""
    span = tag.span
    return Card(
        tag.pk, tag.status, tag.state, span.start, span.end, tag.version, tag.updated_at, span.exact, tag.note
    )


def card_html(tag: Tag) -> str:
    """The card of one's own tag, as an answer to a write of it."""
    return get_template("parts/card.html").render({"card": card_of(tag), "can_tag": True})


def own_cards(user: User, document: Document, after: str = "") -> tuple[list[Card], str]:
    """The next cards of `user`'s own tags, retracted ones too, and the cursor of those that follow, or empty."""
    tags = Tag.objects.filter(analyst=user, document=document).select_related("span")
    if after:
        start, _, key = after.partition(".")
        tags = tags.filter(_beyond(int(start), UUID(key)))
    size = PAGE if after else FIRST
    found = [card_of(tag) for tag in tags.order_by("span__start", "id")[: size + 1]]
    more = f"{found[size - 1].start}.{found[size - 1].id}" if len(found) > size else ""
    return found[:size], more


def own_counts(user: User, document: Document) -> dict[str, int]:
    """How many live tags of his own `user` has in `document`, in all and by status."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"document": document.pk, "analyst": user.pk})
        found = dict(cursor.fetchall())
    counts = {status: found.get(status, 0) for status in Status.values}
    return counts | {"total": sum(counts.values())}


def _beyond(start: int, key: UUID) -> Q:
    return Q(span__start__gt=start) | Q(span__start=start, pk__gt=key)
