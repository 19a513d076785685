"""Two requests at once: never do both pass where one rule lets one pass."""

from typing import Any
from uuid import uuid4

import pytest

from annotator.accounts.models import User
from annotator.annotations import actions
from annotator.annotations.models import Tag
from annotator.documents.models import Assignment
from annotator.lib.refusals import Conflict, Forbidden
from annotator.review import actions as review
from annotator.review import assigning
from tests.at_once import overlapping, together
from tests.cast import Cast, fresh, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
PUMP = "the pump stopped at 04:20"


def tagged(cast: Cast, by: User, status: str = "sourced", **more: Any) -> tuple[Tag, bool]:
    document = fresh(cast.document)
    start = document.text.index(PUMP)
    return actions.tag(
        by=by, document=document, start=start, end=start + len(PUMP), exact=PUMP, status=status, **more
    )  # fmt: skip


@pytest.mark.parametrize("who", ["ada", "cleo"])
def test_a_place_tagged_twice_at_once_is_tagged_once(who: str) -> None:
    cast = make_cast()
    by = getattr(cast, who)
    one, two = overlapping(lambda: tagged(cast, by), lambda: tagged(cast, by, "disputed"))
    assert one[1]
    assert isinstance(two, Conflict)
    assert two.code == "place_taken"
    assert Tag.objects.get().status == "sourced"


def test_the_same_request_twice_at_once_is_one_tag() -> None:
    cast = make_cast()
    key = uuid4()
    found = together(*[lambda: tagged(cast, cast.ada, key=key)] * 4)
    assert sorted(is_new for _, is_new in found) == [False, False, False, True]
    assert {tag.pk for tag, _ in found} == {key}
    assert Tag.objects.count() == 1


def test_of_two_who_race_for_the_last_seat_one_gets_it() -> None:
    cast = make_cast()
    cast.settings(blind=True, coders_per_document=1)
    _, two = overlapping(lambda: tagged(cast, cast.ada), lambda: tagged(cast, cast.ben))
    assert isinstance(two, Conflict)
    assert two.code == "full"
    assert Assignment.objects.get().analyst == cast.ada


@pytest.mark.parametrize("begun", [True, False])
def test_no_tag_lands_after_a_hand_in(begun: bool) -> None:
    cast = make_cast()
    if begun:
        cast.tag(cast.ada, "a bang")
    _, two = overlapping(lambda: cast.hand_in(cast.ada), lambda: tagged(cast, cast.ada))
    assert isinstance(two, Conflict)
    assert Tag.objects.count() == int(begun)


@pytest.mark.parametrize("begun", [True, False])
def test_a_hand_in_waits_for_a_tag_that_is_under_way_and_groups_it(begun: bool) -> None:
    cast = make_cast()
    if begun:
        cast.tag(cast.ada, "a bang")
    (tag, _), document = overlapping(lambda: tagged(cast, cast.ada), lambda: cast.hand_in(cast.ada))
    assert document.state == "in_review"
    assert tag.membership.item.document_id == cast.document.pk


def test_a_tag_that_is_changed_twice_at_once_keeps_both_changes() -> None:
    cast = make_cast()
    tag, _ = tagged(cast, cast.ada)
    overlapping(
        lambda: actions.change(by=cast.ada, tag=tag, status="disputed"),
        lambda: actions.change(by=cast.ada, tag=tag, note="Why."),
    )
    tag.refresh_from_db()
    assert (tag.status, tag.note, tag.version) == ("disputed", "Why.", 3)


def test_a_tag_is_not_both_restored_and_made_anew() -> None:
    cast = make_cast()
    tag, _ = tagged(cast, cast.cleo)
    actions.retract(by=cast.cleo, tag=tag)
    _, two = overlapping(lambda: tagged(cast, cast.cleo), lambda: actions.restore(by=cast.cleo, tag=tag))
    assert isinstance(two, Conflict)
    assert Tag.objects.live().count() == 1


def test_a_document_is_not_taken_from_who_is_tagging_it() -> None:
    cast = make_cast()
    assignment = assigning.assign(by=cast.cleo, documents=[cast.document], analysts=[cast.ada])[0]
    _, two = overlapping(
        lambda: tagged(cast, cast.ada), lambda: assigning.unassign(by=cast.cleo, assignment=assignment)
    )
    assert isinstance(two, Conflict)
    assert Assignment.objects.filter(pk=assignment.pk).exists()


def test_who_is_being_removed_joins_no_document() -> None:
    cast = make_cast()
    membership = cast.project.memberships.get(user=cast.ada)
    document = fresh(cast.document)
    assert document.project.role_of(cast.ada) == "analyst"  # as his request has read it already

    def join() -> Any:
        return actions.tag(by=cast.ada, document=document, start=0, end=4, exact="Mill", status="sourced")

    _, two = overlapping(lambda: assigning.remove_member(by=cast.cleo, membership=membership), join)
    assert isinstance(two, Forbidden)
    assert not Assignment.objects.exists()


def test_a_document_does_not_wait_for_who_joined_while_being_removed() -> None:
    cast = make_cast()
    membership = cast.project.memberships.get(user=cast.ada)
    overlapping(
        lambda: tagged(cast, cast.ada), lambda: assigning.remove_member(by=cast.cleo, membership=membership)
    )
    assert not Assignment.objects.exists()
    assert review.hand_in(by=cast.ben, document=fresh(cast.document))
    assert fresh(cast.document).state == "decided"
