"""A document under review as its page shows it: the queue of items, and one item with who said what."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Prefetch
from django.http import QueryDict

from annotator.accounts.models import User
from annotator.annotations.models import Status, Tag
from annotator.documents.models import Assignment, Document
from annotator.lib.refusals import Invalid
from annotator.review.models import Decision, ItemState, ItemTag, ReviewItem

KEYS = "ABCDEFGH"  # keys that accept the first, the second ... coder's tag


class Voice(NamedTuple):
    """What one coder said of an item: a tag, or nothing, which is an answer too."""

    coder: User
    tag: Tag | None
    key: str


class Queued(NamedTuple):
    """One line of the queue: an item and the statuses that were given, empty for a coder who marked nothing."""

    item: ReviewItem
    statuses: list[str]
    quote: str
    decision: Decision | None

    @property
    def start(self) -> int:
        return (self.decision or self.item).start

    @property
    def end(self) -> int:
        return (self.decision or self.item).end

    @property
    def words(self) -> str:
        if self.item.agreed:
            return "Agreed"
        return " / ".join(status.capitalize() if status else "no mark" for status in self.statuses)


def queue_of(user: User, document: Document, coders: list[User]) -> list[Queued]:
    """The items that `user` may see: open disagreements first, then what is agreed, then what is decided."""
    tags = Prefetch("members", ItemTag.objects.select_related("tag__span", "tag__analyst"))
    live = Prefetch("decisions", Decision.objects.filter(withdrawn_at=None).select_related("by", "accepted"))
    items = ReviewItem.objects.visible_to(user).filter(document=document).prefetch_related(tags, live)
    found = [_queued(item, document, coders) for item in items.order_by("start", "end", "id")]
    return sorted(found, key=lambda queued: (queued.item.state == ItemState.DECIDED, queued.item.agreed))


def _queued(item: ReviewItem, document: Document, coders: list[User]) -> Queued:
    given = {voice.coder: voice.tag.status for voice in voices_of(item, coders) if voice.tag}
    statuses = [given.get(coder, "") for coder in coders] or list(given.values())
    decision = next(iter(item.decisions.all()), None)
    place = decision or item
    return Queued(item, statuses, document.text[place.start : place.end], decision)


def coders_of(user: User, document: Document) -> list[Assignment]:
    """The assignments of a document that `user` may see, by name."""
    seen = Assignment.objects.visible_to(user).filter(document=document)
    return list(seen.select_related("analyst").order_by("analyst__username"))


def voices_of(item: ReviewItem, coders: list[User]) -> list[Voice]:
    """Every coder in turn, and whoever else has a tag in the item; only tags have a key."""
    tags = {member.tag.analyst: member.tag for member in item.members.all()}
    everyone = [*coders, *(analyst for analyst in tags if analyst not in coders)]
    keys = iter(KEYS)
    return [Voice(coder, tags.get(coder), next(keys, "") if coder in tags else "") for coder in everyone]


def chosen(queue: list[Queued], key: str) -> Queued | None:
    """The item asked for, else the first that is open, else the first."""
    for queued in queue:
        if str(queued.item.pk) == key:
            return queued
    return next((queued for queued in queue if queued.decision is None), next(iter(queue), None))


def around(queue: list[Queued], current: Queued) -> dict[str, object]:
    """Where `current` is in the queue, and its neighbours; beyond the last comes the first."""
    at = queue.index(current)
    previous, following = queue[at - 1], queue[(at + 1) % len(queue)]
    return {"position": at + 1, "previous": previous.item.pk, "next": following.item.pk}


def next_open(queue: list[Queued], key: UUID) -> str:
    """The query for the open item after `key` in the queue, from the top again at its end; empty for none."""
    keys = [queued.item.pk for queued in queue]
    at = keys.index(key) + 1 if key in keys else 0
    following = [
        queued for queued in (*queue[at:], *queue[:at]) if queued.decision is None and queued.item.pk != key
    ]
    return f"?item={following[0].item.pk}" if following else ""


def ruling_of(post: QueryDict, item: ReviewItem) -> dict[str, object]:
    """What the form asks `decide` to do. A pressed *Accept* goes before a chosen status."""
    ruling: dict[str, object] = {"reason": post.get("reason", "").replace("\0", "")[:5000]}
    if accept := post.get("accept"):
        tags = {str(member.tag_id): member.tag for member in item.members.select_related("tag")}
        if accept not in tags:
            raise Invalid("accept", "This tag is not in the item.", field="accept")
        ruling["accept"] = tags[accept]
    elif post.get("status") == "none":
        ruling["no_claim"] = True
    elif post.get("status") in Status.values:
        ruling["status"] = post["status"]
    else:
        raise Invalid("ruling", "Choose a status, no claim, or accept what someone said.", field="status")
    version = post.get("version", "")
    return ruling | {"version": int(version) if version.isdecimal() and len(version) < 10 else 0}
