"""Hand in, reopen, assign: when a document is complete and what follows."""

from collections.abc import Callable
from typing import Any

import pytest

from annotator.accounts.models import User
from annotator.annotations.actions import change, retract
from annotator.audit.models import Event
from annotator.documents.actions import restore, withdraw
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Forbidden, Invalid
from annotator.review import actions, assigning
from annotator.review.models import ItemTag, ReviewItem
from tests.cast import Cast, fresh

PUMP = "the pump stopped at 04:20"


def another(cast: Cast, name: str, role: str = "analyst") -> User:
    return assigning.set_member(by=cast.cleo, project=cast.project, username=name, role=role)[0].user


def assign(cast: Cast, *analysts: User, document: Document | None = None) -> None:
    assigning.assign(by=cast.cleo, documents=[fresh(document or cast.document)], analysts=analysts)


def items(cast: Cast) -> list[tuple[str, set[str], bool]]:
    """The live items as (quote, statuses, agreed)."""
    live = ReviewItem.objects.visible_to(cast.cleo).filter(document=cast.document)
    text = cast.document.text
    return [
        (text[item.start : item.end], set(item.members.values_list("tag__status", flat=True)), item.agreed)
        for item in live
    ]


def state(cast: Cast) -> str:
    return fresh(cast.document).state


# --- complete


@pytest.mark.parametrize(
    ("needed", "assigned", "coders", "handed_in", "expected"),
    [
        (1, "", "ada", "ada", "in_review"),
        (1, "", "ada ben", "ada", "open"),
        (1, "", "ada ben", "ada ben", "in_review"),
        (2, "", "ada", "ada", "open"),
        (2, "", "ada ben", "ada ben", "in_review"),
        (2, "", "ada", "ada ben", "in_review"),  # the second hands in without a tag
        (1, "ada ben", "ada", "ada", "open"),  # Ben was assigned and has not begun
        (1, "ada", "ada", "ada", "in_review"),
        (3, "ada ben", "ada ben", "ada ben", "open"),
    ],
)
def test_a_document_is_complete_when_all_who_code_it_have_handed_in_and_are_enough(  # noqa: PLR0917
    cast: Cast, needed: int, assigned: str, coders: str, handed_in: str, expected: str
) -> None:
    cast.settings(coders_per_document=needed)
    if assigned:
        assign(cast, *(getattr(cast, name) for name in assigned.split()))
    for name in coders.split():
        cast.tag(getattr(cast, name), PUMP)
    cast.hand_in(*(getattr(cast, name) for name in handed_in.split()))
    assert state(cast) == expected
    assert ReviewItem.objects.exists() == (expected == "in_review")


def test_tags_that_overlap_are_grouped_and_the_rest_stand_alone(cast: Cast) -> None:
    cast.settings(coders_per_document=2)
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ben, "pump stopped at 04:20")
    cast.tag(cast.ada, "cut the cable", "speculative")
    cast.tag(cast.ben, "there was a bang", "disputed")
    cast.tag(cast.cleo, "The board denies")  # a supervisor is no coder
    cast.hand_in(cast.ada, cast.ben)
    assert items(cast) == [
        (PUMP, {"sourced"}, True), ("cut the cable", {"speculative"}, False), ("there was a bang", {"disputed"}, False),
    ]  # fmt: skip


def test_tags_at_one_place_that_differ_are_not_agreed(cast: Cast) -> None:
    cast.settings(coders_per_document=2)
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ben, PUMP, "disputed")
    cast.hand_in(cast.ada, cast.ben)
    assert items(cast) == [(PUMP, {"sourced", "disputed"}, False)]


def test_a_document_without_claims_is_decided_when_all_have_handed_in(cast: Cast) -> None:
    assert cast.hand_in(cast.ada).state == "decided"


def test_handing_in_twice_changes_nothing(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    first = cast.hand_in(cast.ada)
    events = Event.objects.count()
    assert cast.hand_in(cast.ada).version == first.version
    assert Event.objects.count() == events


def test_a_retracted_tag_is_in_no_item(cast: Cast) -> None:
    retract(by=cast.ada, tag=cast.tag(cast.ada, PUMP))
    assert cast.hand_in(cast.ada).state == "decided"
    assert items(cast) == []


def test_who_is_no_analyst_hands_nothing_in(cast: Cast) -> None:
    for user in (cast.cleo, cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            actions.hand_in(by=user, document=cast.document)


def test_who_is_not_assigned_hands_nothing_in(cast: Cast) -> None:
    assign(cast, cast.ada)
    with pytest.raises(Forbidden):
        cast.hand_in(cast.ben)


def test_a_withdrawn_document_rests(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    item = ReviewItem.objects.select_related("document__project").get()
    withdraw(by=cast.cleo, document=cast.document)
    rests: list[Callable[[], Any]] = [
        lambda: cast.hand_in(cast.ben),
        lambda: actions.reopen(by=cast.ada, document=cast.document),
        lambda: actions.decide(by=cast.cleo, item=item, status="sourced"),
        lambda: assign(cast, cast.ben),
    ]
    for act in rests:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "closed"
    restore(by=cast.cleo, document=cast.document)
    assert actions.decide(by=cast.cleo, item=item, status="sourced").status == "sourced"


def test_a_supervisor_hands_in_for_an_analyst_and_nobody_else_does(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    for user in (cast.ben, cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            actions.hand_in(by=user, document=cast.document, analyst=cast.ada)
    for user in (cast.dan, cast.eve):
        with pytest.raises(Invalid):
            actions.hand_in(by=cast.cleo, document=cast.document, analyst=user)
    assignment = actions.hand_in(by=cast.cleo, document=cast.document, analyst=cast.ada)
    assert (assignment.analyst, state(cast)) == (cast.ada, "in_review")
    event = Event.objects.get(op="handed_in")
    assert (event.by_id, event.data) == (cast.cleo.pk, {"analyst": str(cast.ada.pk)})


# --- reopen


def test_a_hand_in_is_taken_back_while_nothing_is_decided(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    item = ReviewItem.objects.get()
    actions.reopen(by=cast.ada, document=cast.document)
    assert (state(cast), items(cast)) == ("open", [])
    assert Event.objects.filter(object_id=item.pk, op="retracted").count() == 1
    cast.tag(cast.ada, "a bang")
    cast.hand_in(cast.ada)
    assert len(items(cast)) == 2


def test_what_was_not_handed_in_is_not_reopened(cast: Cast) -> None:
    with pytest.raises(Conflict):
        actions.reopen(by=cast.ada, document=cast.document)
    cast.tag(cast.ada, PUMP)
    with pytest.raises(Conflict):
        actions.reopen(by=cast.ada, document=cast.document)


def test_nothing_is_reopened_once_a_decision_was_made(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ada, "a bang")
    cast.hand_in(cast.ada)
    actions.decide(by=cast.cleo, item=ReviewItem.objects.all()[0], status="sourced")
    with pytest.raises(Conflict) as refused:
        actions.reopen(by=cast.ada, document=cast.document)
    assert refused.value.code == "decided"


def test_in_a_blind_project_a_hand_in_is_taken_back_before_the_document_is_complete_only(cast: Cast) -> None:
    cast.settings(blind=True, coders_per_document=2)
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    actions.reopen(by=cast.ada, document=cast.document)
    cast.hand_in(cast.ada, cast.ben)
    for by, analyst in ((cast.ada, None), (cast.cleo, cast.ada)):
        with pytest.raises(Conflict) as refused:
            actions.reopen(by=by, document=cast.document, analyst=analyst)
        assert refused.value.code == "complete"


def test_a_hand_in_is_taken_back_after_a_decision_was_withdrawn_and_the_decision_is_kept(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    item = ReviewItem.objects.get()
    decision = actions.decide(by=cast.cleo, item=item, status="sourced")
    actions.reopen_item(by=cast.cleo, item=item)
    actions.reopen(by=cast.ada, document=cast.document)
    decision.refresh_from_db()
    item.refresh_from_db()
    assert (item.state, item.members.count(), decision.item_id) == ("retracted", 0, item.pk)
    assert decision.withdrawn_at is not None
    cast.hand_in(cast.ada)
    assert items(cast) == [(PUMP, {"sourced"}, False)]


# --- late coders


def test_a_late_coder_reopens_an_undecided_document_and_its_decided_items_keep_their_members(
    cast: Cast,
) -> None:
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ada, "a bang", "disputed")
    cast.hand_in(cast.ada)
    decided, waiting = ReviewItem.objects.all()
    actions.decide(by=cast.cleo, item=decided, status="sourced")
    cast.tag(cast.ben, PUMP, "disputed")
    cast.tag(cast.ben, "a bang", "disputed")
    assert state(cast) == "open"
    assert cast.hand_in(cast.ben).state == "in_review"
    assert items(cast) == [
        (PUMP, {"sourced"}, False), (PUMP, {"disputed"}, False), ("a bang", {"disputed"}, True),
    ]  # fmt: skip
    decided.refresh_from_db()
    assert decided.state == "decided"
    assert not ReviewItem.objects.filter(pk=waiting.pk).exists()


def test_a_late_coder_after_a_withdrawn_decision_finds_the_document_grouped_anew(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    item = ReviewItem.objects.get()
    actions.decide(by=cast.cleo, item=item, status="sourced")
    actions.reopen_item(by=cast.cleo, item=item)
    cast.tag(cast.ben, PUMP)
    cast.hand_in(cast.ben)
    assert items(cast) == [(PUMP, {"sourced"}, True)]


def test_nobody_joins_a_decided_document(cast: Cast) -> None:
    cast.hand_in(cast.ada)
    with pytest.raises(Conflict) as refused:
        cast.tag(cast.ben, PUMP)
    assert refused.value.code == "decided"


@pytest.mark.parametrize("needed", [1, 2])
def test_nobody_joins_a_blind_document_that_has_its_coders(cast: Cast, needed: int) -> None:
    cast.settings(blind=True, coders_per_document=needed)
    for user in (cast.ada, cast.ben)[:needed]:
        cast.tag(user, PUMP)
    late = another(cast, "gus")
    for _ in range(2):
        with pytest.raises(Conflict) as refused:
            cast.tag(late, PUMP)
        assert refused.value.code == "full"
        cast.hand_in(*(cast.ada, cast.ben)[:needed])


def test_an_open_project_takes_more_coders_than_it_needs(cast: Cast) -> None:
    for user in (cast.ada, cast.ben, another(cast, "gus")):
        cast.tag(user, PUMP)
    assert fresh(cast.document).assignments.count() == 3


# --- members who leave


def remove(cast: Cast, user: User) -> None:
    assigning.remove_member(by=cast.cleo, membership=cast.project.memberships.get(user=user))


@pytest.mark.parametrize("leave", [remove, lambda cast, user: another(cast, user.username, "client")])
def test_documents_do_not_wait_for_who_left(cast: Cast, leave: Any) -> None:
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ben, PUMP)
    cast.hand_in(cast.ada)
    assert state(cast) == "open"
    leave(cast, cast.ben)
    assert state(cast) == "in_review"
    assert items(cast) == [(PUMP, {"sourced"}, False)]


def test_what_who_left_has_handed_in_still_counts(cast: Cast) -> None:
    cast.settings(coders_per_document=2)
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    remove(cast, cast.ada)
    assert cast.hand_in(cast.ben).state == "in_review"
    assert ItemTag.objects.get().tag.analyst == cast.ada


def test_a_document_that_nobody_codes_any_more_stays_open(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    remove(cast, cast.ada)
    assert state(cast) == "open"
    cast.tag(cast.ben, PUMP)


def test_who_has_handed_in_and_becomes_supervisor_does_not_change_what_is_under_review(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    another(cast, "ada", "supervisor")
    tag = type(tag).objects.select_related("document__project").get(pk=tag.pk)
    with pytest.raises(Conflict) as refused:
        change(by=cast.ada, tag=tag, status="disputed")
    assert refused.value.code == "handed_in"
