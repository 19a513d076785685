"""Two reviewers, two coders at once: one set of items, one live decision."""

import pytest
from django.db import transaction

from annotator.annotations.models import Tag
from annotator.audit.models import Event
from annotator.documents.models import Assignment
from annotator.lib.refusals import Conflict, Stale
from annotator.projects.actions import set_member
from annotator.review import actions, assigning
from annotator.review.models import Decision, ItemTag, ReviewItem
from tests.at_once import overlapping, together
from tests.cast import Cast, capture, fresh, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
PUMP = "the pump stopped at 04:20"


def coded() -> Cast:
    cast = make_cast()
    cast.settings(coders_per_document=2)
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ben, PUMP, "disputed")
    return cast


def reviewed() -> tuple[Cast, ReviewItem]:
    cast = coded()
    cast.hand_in(cast.ada, cast.ben)
    return cast, ReviewItem.objects.select_related("document__project").get()


def test_two_coders_who_hand_in_at_once_make_one_set_of_items() -> None:
    cast = coded()
    overlapping(lambda: cast.hand_in(cast.ada), lambda: cast.hand_in(cast.ben))
    assert ReviewItem.objects.get().members.count() == 2
    assert fresh(cast.document).state == "in_review"


def test_one_coder_who_hands_in_twice_at_once_hands_in_once() -> None:
    cast = make_cast()
    cast.tag(cast.ada, PUMP)
    together(*[lambda: cast.hand_in(cast.ada)] * 3)
    assert ItemTag.objects.count() == 1
    assert Event.objects.filter(op="handed_in").count() == 1


def test_two_supervisors_who_decide_what_both_read_decide_once() -> None:
    cast, item = reviewed()
    one, two = overlapping(
        lambda: actions.decide(by=cast.cleo, item=item, status="sourced", version=1),
        lambda: actions.decide(by=cast.cleo, item=item, status="disputed", version=1),
    )
    assert isinstance(two, Stale)
    assert Decision.objects.get() == one


def test_two_supervisors_who_do_not_ask_leave_one_live_decision() -> None:
    cast, item = reviewed()
    together(
        lambda: actions.decide(by=cast.cleo, item=item, status="sourced"),
        lambda: actions.decide(by=cast.cleo, item=item, status="disputed"),
    )
    assert Decision.objects.filter(withdrawn_at=None).count() == 1
    assert Decision.objects.count() == 2


def test_two_last_items_decided_at_once_decide_the_document() -> None:
    cast = make_cast()
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ada, "a bang")
    cast.hand_in(cast.ada)
    first, second = ReviewItem.objects.select_related("document__project")
    overlapping(
        lambda: actions.decide(by=cast.cleo, item=first, status="sourced"),
        lambda: actions.decide(by=cast.cleo, item=second, status="sourced"),
    )
    assert fresh(cast.document).state == "decided"


def test_a_decision_and_a_reopened_hand_in_never_both_pass() -> None:
    cast, item = reviewed()
    _, two = overlapping(
        lambda: actions.decide(by=cast.cleo, item=item, status="sourced"),
        lambda: actions.reopen(by=cast.ada, document=fresh(cast.document)),
    )
    assert isinstance(two, Conflict)
    assert fresh(cast.document).state == "decided"


def test_a_hand_in_that_is_being_taken_back_can_not_be_decided_on() -> None:
    cast, item = reviewed()
    _, two = overlapping(
        lambda: actions.reopen(by=cast.ada, document=fresh(cast.document)),
        lambda: actions.decide(by=cast.cleo, item=item, status="sourced"),
    )
    assert isinstance(two, Stale)
    assert not Decision.objects.exists()


def test_a_late_coder_and_a_decision_at_once_keep_every_tag_in_one_item_at_most() -> None:
    cast = make_cast()
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    item = ReviewItem.objects.select_related("document__project").get()
    one, two = overlapping(
        lambda: cast.tag(cast.ben, PUMP), lambda: actions.decide(by=cast.cleo, item=item, status="sourced")
    )
    assert isinstance(one, Tag)
    assert isinstance(two, Conflict)
    cast.hand_in(cast.ben)
    assert ReviewItem.objects.visible_to(cast.cleo).get().members.count() == 2


def test_documents_spread_twice_at_once_are_assigned_once() -> None:
    cast = make_cast()
    documents = [cast.document, cast.text("One"), cast.text("Two"), cast.text("Three")]
    found = together(
        lambda: assigning.spread(by=cast.cleo, documents=documents, per_document=2),
        lambda: assigning.spread(by=cast.cleo, documents=documents[::-1], per_document=2),
    )
    assert sum(map(len, found)) == Assignment.objects.count() == 8


def test_a_member_who_is_being_removed_can_work_elsewhere_meanwhile() -> None:
    cast = make_cast()
    cast.tag(cast.ada, PUMP)
    set_member(by=None, project=cast.other, username="ada", role="analyst")
    elsewhere = capture(cast.eve, cast.other, "The pump stopped.")
    with transaction.atomic():
        assigning.remove_member(by=cast.cleo, membership=cast.project.memberships.get(user=cast.ada))
        (found,) = together(lambda: cast.tag(cast.ada, "The pump", document=elsewhere))
    assert found.document == elsewhere
