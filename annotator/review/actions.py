"""Writes of review: hand in, reopen, decide, and who is to code what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from annotator import anchoring
from annotator.accounts.models import User
from annotator.annotations.details import NOTE_LENGTH, settled
from annotator.annotations.models import Status, Tag
from annotator.audit.models import Op, Veil
from annotator.audit.record import action, record
from annotator.documents import coding
from annotator.documents.models import Assignment, Document, DocumentState
from annotator.lib.refusals import Conflict, Invalid, Stale
from annotator.lib.words import words
from annotator.permissions import Role, check_can_decide, check_can_hand_in, check_can_hand_in_for_others
from annotator.review import completion
from annotator.review.models import Decision, ItemState, ReviewItem

# What `changes` of an accepted tag can not hold, and why.
NOT_CHANGED = {
    "status": "Another status is another ruling: give it as status, without a tag to accept.",
    "note": "A note is its analyst's own words: say yours in the reason.",
}


@action
def hand_in(*, by: User, document: Document, analyst: User | None = None) -> Assignment:
    """The analyst is done with a document, also without a tag; handing in twice changes nothing.

    A supervisor may hand in for `analyst`. When the last coder does, the document is complete and its tags are grouped.
    """
    coder = _coder(by, document, analyst)
    document = completion.lock(document)
    coding.check_not_closed(document)
    assignment = coding.join(by=coder, document=document)
    document.refresh_from_db(fields=["state", "version", "updated_at"])
    if assignment.handed_in_at is None:
        assignment.handed_in_at = timezone.now()
        assignment.save(update_fields=["handed_in_at"])
        completion.settle_state(by=by, document=document)  # first: readers learn of the work by it
        _note_assignment(by, document, assignment, Op.HANDED_IN)
    return assignment


@action
def reopen(*, by: User, document: Document, analyst: User | None = None) -> Assignment:
    """Take a hand-in back, while nothing is decided; in a blind project only before the document is complete."""
    coder = _coder(by, document, analyst)
    document = completion.lock(document)
    coding.check_not_closed(document)
    assignment = document.assignments.select_for_update(no_key=True).filter(analyst=coder).first()
    if assignment is None or assignment.handed_in_at is None:
        raise Conflict("not_handed_in", "This document was not handed in.")
    if document.project.blind and document.complete:
        raise Conflict(
            "complete", "All coders have handed in: in a blind project that can not be taken back."
        )
    if document.review_items.filter(state=ItemState.DECIDED).exists():
        raise Conflict("decided", "A supervisor has begun to decide on this document.")
    assignment.handed_in_at = None
    assignment.save(update_fields=["handed_in_at"])
    completion.settle_state(by=by, document=document)  # first: readers lose the items by it
    completion.dissolve(by=by, document=document)
    _note_assignment(by, document, assignment, Op.REOPENED)
    return assignment


@action
def decide(
    *,
    by: User,
    item: ReviewItem,
    accept: Tag | None = None,
    changes: Mapping[str, Any] | None = None,
    status: str | None = None,
    no_claim: bool = False,
    start: int | None = None,
    end: int | None = None,
    reason: str = "",
    version: int | None = None,
) -> Decision:
    """Rule on an item: accept one of its tags, give a status, or say that there is no claim.

    A reason is needed where the ruling matches no coder: a status nobody gave, or no claim where every coder marked
    one. `changes` are details (wire names and values) that stand otherwise than the accepted tag says; the tag stays
    its analyst's. A ruling on a decided item replaces the one before. `version` is the item's version that the caller
    saw.
    """
    check_can_decide(by, item.document.project)
    reason = words("reason", reason, NOTE_LENGTH).strip()
    document, item = _locked(item, version)
    if document.state == DocumentState.OPEN:
        raise Conflict("not_complete", "This document is not complete: not all of its coders have handed in.")
    tags = list(Tag.objects.filter(membership__item=item).select_related("span"))
    accept = accept and _member(tags, accept)
    changes = _changed(accept, changes)
    status = _ruling(accept, status, no_claim)
    _check_reason(document, tags, status, reason)
    start, end = _place(document, item, accept, start, end)
    item.decisions.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    decision = Decision.objects.create(
        item=item, status=status, accepted=accept, changes=changes, start=start, end=end, reason=reason, by=by
    )
    noted = {"changes": sorted(changes)} if changes else {}
    _move(by, item, ItemState.DECIDED, tags, Op.DECIDED, status=status, **noted)
    completion.settle_review(by=by, document=document)
    return decision


@action
def reopen_item(*, by: User, item: ReviewItem, version: int | None = None) -> ReviewItem:
    """Withdraw the decision on an item; the decision stays in history."""
    check_can_decide(by, item.document.project)
    document, item = _locked(item, version)
    if item.state == ItemState.DECIDED:
        item.decisions.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
        _move(by, item, ItemState.OPEN, list(Tag.objects.filter(membership__item=item)), Op.REOPENED)
        completion.settle_review(by=by, document=document)
    return item


@action
def settle_agreed(*, by: User, document: Document) -> int:
    """Accept every open item on which the coders agree; returns how many there were."""
    check_can_decide(by, document.project)
    document = completion.lock(document)
    items = document.review_items.awaiting_review().filter(agreed=True).select_related("document__project")
    for item in items:
        first = Tag.objects.filter(membership__item=item).order_by("span__start", "id").first()
        decide(by=by, item=item, accept=first)
    return len(items)


def _coder(by: User, document: Document, analyst: User | None) -> User:
    """Whose hand-in this is; Forbidden unless `by` may speak for him and he is an analyst here."""
    if analyst is None or analyst == by:
        check_can_hand_in(by, document.project)
        return by
    check_can_hand_in_for_others(by, document.project)
    if document.project.role_of(analyst) != Role.ANALYST:
        raise Invalid("analyst", "This user is no analyst of the project.", field="for")
    return analyst


def _locked(item: ReviewItem, version: int | None) -> tuple[Document, ReviewItem]:
    document = completion.lock(item.document)
    coding.check_not_closed(document)
    live = ReviewItem.objects.exclude(state=ItemState.RETRACTED)
    found = live.select_for_update(no_key=True).filter(pk=item.pk).first()
    if found is None or (version is not None and found.version != version):
        raise Stale("stale", "This item has changed since you read it. Read it again.")
    found.document = document
    return document, found


def _member(tags: Sequence[Tag], wanted: Tag) -> Tag:
    """The tag as it is now, not as the caller read it."""
    for tag in tags:
        if tag == wanted:
            return tag
    raise Invalid("accept", "This tag is not in the item.", field="accept")


def _ruling(accept: Tag | None, status: str | None, no_claim: bool) -> str | None:
    if sum((accept is not None, status is not None, no_claim)) != 1:
        raise Invalid("ruling", "Give one of: a tag to accept, a status, no claim.", field="status")
    if accept is not None:
        return accept.status
    if status is not None and status not in Status.values:
        raise Invalid("choice", f"A status is one of: {', '.join(Status.values)}.", field="status")
    return status


def _changed(accept: Tag | None, changes: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The details that are changed, as an annotation shows them; None where none is. Raises Invalid."""
    if changes is None:
        return None
    if accept is None:
        raise Invalid("changes", "Changes go with a tag to accept: its details stand else.", field="changes")
    for name, why in NOT_CHANGED.items():
        if name in changes:
            raise Invalid("not_changed", why, field=f"changes.{name}")
    try:
        return settled(changes) or None
    except Invalid as refusal:
        refusal.field = f"changes.{refusal.field}"
        raise


def _check_reason(document: Document, tags: Sequence[Tag], status: str | None, reason: str) -> None:
    said: set[str | None] = {tag.status for tag in tags}
    if document.assignments.count() > len(tags):
        said.add(None)  # a coder who marked nothing here said: no claim
    if status not in said and not reason:
        raise Invalid(
            "reason", "Nobody said so: give a reason, which the analysts will read.", field="reason"
        )


def _place(
    document: Document, item: ReviewItem, accept: Tag | None, start: int | None, end: int | None
) -> tuple[int, int]:
    if start is None and end is None:
        return (accept.span.start, accept.span.end) if accept else (item.start, item.end)
    if start is None or end is None:
        raise Invalid("place", "Give both start and end.", field="start")
    try:
        anchoring.check(document.text, start, end, document.text[max(start, 0) : end])
    except anchoring.SpanRefused as refused:
        raise Invalid(refused.code, refused.detail, field="start", accepted=refused.accepted) from refused
    return start, end


def _move(by: User, item: ReviewItem, state: ItemState, tags: Sequence[Tag], op: Op, **data: Any) -> None:
    """New state and version of the item; each of its tags shows the decision, so each has a new version too."""
    item.state = state
    item.version += 1
    item.save(update_fields=["state", "version"])
    Tag.objects.filter(pk__in=[tag.pk for tag in tags]).update(
        decided=state == ItemState.DECIDED, version=F("version") + 1, updated_at=timezone.now()
    )
    project = item.document.project_id
    record(
        by=by.pk,
        project=project,
        kind="review_item",
        op=op,
        object_id=item.pk,
        document=item.document_id,
        **data,
    )
    for tag in tags:
        record(
            by=by.pk, project=project, kind="tag", op=Op.UPDATED, object_id=tag.pk, owner=tag.analyst_id,
            document=item.document_id, version=tag.version + 1,
        )  # fmt: skip


def _note_assignment(by: User, document: Document, assignment: Assignment, op: Op) -> None:
    told: dict[str, Any] = {
        "by": by.pk, "project": document.project_id, "owner": assignment.analyst_id, "analyst": assignment.analyst_id
    }  # fmt: skip
    record(kind="document", op=op, object_id=document.pk, under=Veil.WORK, **told)
    record(kind="assignment", op=Op.UPDATED, object_id=assignment.pk, document=document.pk, **told)
