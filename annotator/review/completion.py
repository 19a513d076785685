"""From the last hand-in to items: when a document is complete, and what is judged together then."""

from django.db.models import F, Q

from annotator.accounts.models import User
from annotator.annotations.models import Tag, TagState
from annotator.audit.models import Op
from annotator.audit.record import record
from annotator.documents import coding
from annotator.documents.coding import set_state
from annotator.documents.models import Document, DocumentState
from annotator.review.grouping import Mark, agreed, group
from annotator.review.models import ItemState, ItemTag, ReviewItem
from annotator.review.states import TRANSITIONS


def lock(document: Document) -> Document:
    """As `coding.lock`."""
    return coding.lock(document)


def is_complete(document: Document) -> bool:
    """Its assigned and its coders have all handed in, and are enough."""
    handed_in = list(document.assignments.values_list("handed_in_at", flat=True))
    return len(handed_in) >= document.project.coders_per_document and all(handed_in)


def settle_state(*, by: User | None, document: Document) -> None:
    """Bring a locked document into the state that its hand-ins and decisions ask for. Call inside an action."""
    if not is_complete(document):
        _move(by, document, DocumentState.OPEN)
        return
    if document.state == DocumentState.OPEN:
        regroup(by=by, document=document)
    settle_review(by=by, document=document)


def settle_review(*, by: User | None, document: Document) -> None:
    """The same after a decision, which never takes a document back to its coders."""
    waiting = document.review_items.filter(state=ItemState.OPEN).exists()
    _move(by, document, DocumentState.IN_REVIEW if waiting else DocumentState.DECIDED)


def _move(by: User | None, document: Document, wanted: DocumentState) -> None:
    if wanted != document.state and wanted in TRANSITIONS[DocumentState(document.state)]:
        set_state(by=by, document=document, state=wanted)


def regroup(*, by: User | None, document: Document) -> None:
    """Group the live tags of the coders; decided items keep their members, open items are made anew."""
    dissolve(by=by, document=document)
    coders = Q(analyst__in=document.assignments.values("analyst"))
    tags = Tag.objects.filter(coders, document=document, state=TagState.SUBMITTED, membership=None)
    marks = [
        Mark(key, analyst, start, end, status)
        for key, analyst, start, end, status in tags.values_list(
            "id", "analyst", "span__start", "span__end", "status"
        )
    ]
    _create(by, document, group(marks))


def dissolve(*, by: User | None, document: Document) -> None:
    """Take the open items of a document apart; one that had decisions is kept for them, without its tags."""
    items = document.review_items.filter(state=ItemState.OPEN)
    for key in items.values_list("pk", flat=True):
        record(
            by=by.pk if by else None, project=document.project_id, kind="review_item", op=Op.RETRACTED, object_id=key,
            document=document.pk,
        )  # fmt: skip
    ItemTag.objects.filter(item__in=items).delete()
    items.filter(decisions=None).delete()
    items.update(state=ItemState.RETRACTED, version=F("version") + 1)


def _create(by: User | None, document: Document, groups: list[list[Mark]]) -> None:
    items = ReviewItem.objects.bulk_create(
        ReviewItem(
            document=document, start=min(mark.start for mark in marks), end=max(mark.end for mark in marks),
            agreed=agreed(marks),
        )
        for marks in groups
    )  # fmt: skip
    members = list(zip(items, groups, strict=True))
    ItemTag.objects.bulk_create(
        ItemTag(item=item, tag_id=mark.key) for item, marks in members for mark in marks
    )
    for item, marks in members:
        record(
            by=by.pk if by else None, project=document.project_id, kind="review_item", op=Op.CREATED, object_id=item.pk,
            document=document.pk, tags=[mark.key for mark in marks],
        )  # fmt: skip
