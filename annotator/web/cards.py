"""The cards beside the text: one's own claims in a document, in reading order, some at a time."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.template.loader import get_template

from annotator.accounts.models import User
from annotator.annotations.evidence import cited, wire_of
from annotator.annotations.models import Evidence, Tag
from annotator.documents.models import Document
from annotator.web.decided import Ruling, rulings_on
from annotator.web.details import STANCES, Line, filled_in, wire_details
from annotator.web.talk import counts_of

FIRST, PAGE = 25, 100  # the page comes quickly; the rest is fetched when the browser has time


class Cited(NamedTuple):
    """One piece of evidence on a card: a web address, or a passage, which leads to its place where it can be read."""

    stance: str
    url: str
    quote: str
    at: str  # "start,end"
    document: UUID | None  # None: this one
    title: str


class Card(NamedTuple):
    """What `parts/card.html` shows; `details` is the JSON that the scripts send back with a change."""

    id: UUID
    status: str
    state: str
    start: int
    end: int
    version: int
    at: Any
    quote: str
    note: str
    details: str
    lines: list[Line]
    cited: list[Cited]
    comments: int = 0
    ruling: Ruling | None = None


def cards_of(tags: Sequence[Tag], document: Document) -> list[Card]:
    """The cards of tags of `document` whose spans are loaded, in their order."""
    evidence: dict[UUID, list[Evidence]] = {}
    if asked := [tag for tag in tags if tag.cites is None]:
        for row in cited(asked):
            evidence.setdefault(row.tag_id, []).append(row)
    return [_card(tag, tag.cites or evidence.get(tag.pk, []), document) for tag in tags]


def _card(tag: Tag, evidence: list[Evidence], document: Document) -> Card:
    span, details = tag.span, wire_details(tag)
    if evidence:
        details["evidence"] = [wire_of(row) for row in evidence]
    return Card(
        tag.pk, tag.status, tag.state, span.start, span.end, tag.version, tag.updated_at, span.exact, tag.note,
        json.dumps(details, ensure_ascii=False) if details else "", filled_in(tag, document.project.details),
        [_cited(row, document) for row in evidence],
    )  # fmt: skip


def _cited(row: Evidence, here: Document) -> Cited:
    stance = str(STANCES[row.stance])
    if row.span is None:
        return Cited(stance, row.url, "", "", None, "")
    place = row.span
    there = place.document if place.document_id != here.pk else None
    gone = there is not None and there.withdrawn_at is not None
    at = "" if gone else f"{place.start},{place.end}"
    return Cited(
        stance, "", place.exact, at, there.pk if there else None, there.title if there and at else ""
    )


def card_html(tag: Tag) -> str:
    """The card of one's own tag, as an answer to a write of it."""
    (card,) = cards_of([tag], tag.document)
    return get_template("parts/card.html").render({"card": card, "can_tag": True})


def own_cards(user: User, document: Document, after: str = "") -> tuple[list[Card], str]:
    """The next cards of `user`'s own tags, retracted ones too, and the cursor of those that follow, or empty."""
    tags = Tag.objects.filter(analyst=user, document=document).select_related("span")
    if after:
        start, _, key = after.partition(".")
        tags = tags.filter(_beyond(int(start), UUID(key)))
    size = PAGE if after else FIRST
    found = list(tags.order_by("span__start", "id")[: size + 1])
    more = f"{found[size - 1].span.start}.{found[size - 1].pk}" if len(found) > size else ""
    return spoken_of(user, found[:size], cards_of(found[:size], document)), more


def cards_before(user: User, document: Document, start: int) -> list[Card]:
    """The last cards of `user`'s own tags that begin before `start`, in reading order."""
    tags = Tag.objects.filter(analyst=user, document=document, span__start__lt=start).select_related("span")
    found = list(tags.order_by("-span__start", "-id")[:PAGE])[::-1]
    return spoken_of(user, found, cards_of(found, document))


def spoken_of(user: User, tags: Sequence[Tag], cards: list[Card]) -> list[Card]:
    """The cards with what others said of their tags: how many comments, and what was decided."""
    comments, rulings = counts_of(user, [tag.pk for tag in tags]), rulings_on(user, tags)
    return [card._replace(comments=comments.get(card.id, 0), ruling=rulings.get(card.id)) for card in cards]


def _beyond(start: int, key: UUID) -> Q:
    return Q(span__start__gt=start) | Q(span__start=start, pk__gt=key)
