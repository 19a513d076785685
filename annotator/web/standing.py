"""What a user can do with a document now, in words: the page asks before the actions, which judge for themselves."""

from typing import NamedTuple

from django.utils.formats import date_format

from annotator.accounts.models import User
from annotator.documents.coding import check_may_join
from annotator.documents.models import Assignment, Document, DocumentState
from annotator.lib.refusals import Refusal
from annotator.permissions import Role, can_hand_in, can_tag
from annotator.review.models import ItemState


class Standing(NamedTuple):
    """`why_not` says why the user can not tag; empty where he can."""

    can_tag: bool = False
    can_hand_in: bool = False
    handed_in: bool = False
    can_reopen: bool = False
    why_not: str = ""


def standing(user: User, document: Document) -> Standing:
    """Where `user` stands with `document`."""
    if document.withdrawn_at is not None:
        return Standing(why_not="This document was withdrawn. It can be read and restored, but not tagged.")
    if document.state == DocumentState.SUPERSEDED:
        return Standing(why_not="A corrected text has taken the place of this one.")
    if not can_tag(user, document.project):
        return Standing(why_not="You may read here. Only analysts and supervisors tag.")
    if document.project.role_of(user) == Role.SUPERVISOR:
        return Standing(can_tag=True)
    return _of_analyst(user, document)


def _of_analyst(user: User, document: Document) -> Standing:
    taken = list(document.assignments.all())
    mine = next((assignment for assignment in taken if assignment.analyst_id == user.pk), None)
    if mine is not None and mine.handed_in_at is not None:
        return _after_hand_in(document, mine)
    try:
        if mine is None:
            check_may_join(document, taken)
    except Refusal as refusal:
        return Standing(why_not=refusal.detail)
    return Standing(can_tag=True, can_hand_in=can_hand_in(user, document.project))


def _after_hand_in(document: Document, mine: Assignment) -> Standing:
    when = date_format(mine.handed_in_at, "j F Y, H:i") if mine.handed_in_at else ""
    settled = document.project.blind and document.complete
    decided = document.review_items.filter(state=ItemState.DECIDED).exists()
    can_reopen = not settled and not decided
    more = " Reopen it to change your marks." if can_reopen else ""
    return Standing(
        handed_in=True, can_reopen=can_reopen, why_not=f"You handed this document in on {when} UTC.{more}"
    )
