"""What was decided on an analyst's own tags, and whether they stood."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from annotator.accounts.models import User
from annotator.annotations.models import Tag
from annotator.documents.models import Document
from annotator.projects.models import Project
from annotator.review.models import Decision, ItemState, ReviewItem


class Ruling(NamedTuple):
    """What a supervisor decided where a tag stands; `status` is empty for *no claim*."""

    status: str
    reason: str
    by: str
    at: datetime
    stood: bool
    item: UUID


def rulings_on(user: User, tags: Iterable[Tag]) -> Mapping[UUID, Ruling]:
    """The ruling on each of `tags` that has one which `user` may know of."""
    statuses = {tag.pk: tag.status for tag in tags}
    live = Decision.objects.filter(withdrawn_at=None, item__in=ReviewItem.objects.visible_to(user))
    found = live.filter(item__members__tag__in=list(statuses)).select_related("by")
    return {
        tag: Ruling(
            ruling.status or "", ruling.reason, ruling.by.shown_name, ruling.at, ruling.status == statuses[tag],
            ruling.item_id,
        )
        for ruling, tag in ((ruling, ruling.tag) for ruling in found.annotate(tag=F("item__members__tag")))
    }  # fmt: skip


def own_rulings(user: User, document: Document) -> int:
    """How many live tags of `user` in `document` have a ruling that he may know of."""
    if not document.complete:
        return 0
    items = ReviewItem.objects.visible_to(user).filter(document=document, state=ItemState.DECIDED)
    return Tag.objects.live().filter(analyst=user, membership__item__in=items).count()


def decided_differently(user: User, project: Project) -> QuerySet[Tag]:
    """The live tags of `user` whose place was given another status, or none."""
    ruled = Decision.objects.filter(withdrawn_at=None, item__members__tag=OuterRef("pk"))
    items = ReviewItem.objects.visible_to(user).filter(document__project=project, state=ItemState.DECIDED)
    tags = Tag.objects.live().filter(analyst=user, membership__item__in=items)
    ruling = Subquery(ruled.values("status")[:1])
    return tags.annotate(ruling=ruling).filter(Q(ruling=None) | ~Q(ruling=F("status")))
