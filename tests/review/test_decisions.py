"""What a supervisor rules, when he must say why, and what moves with it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from annotator.annotations.models import Tag
from annotator.audit.models import Event
from annotator.lib.refusals import Conflict, Forbidden, Invalid, Stale
from annotator.review import actions, assigning
from annotator.review.models import Decision, ItemTag, ReviewItem
from annotator.review.wire import annotation
from tests.cast import Cast, fresh

PUMP = "the pump stopped at 04:20"


@pytest.fixture
def item(cast: Cast) -> ReviewItem:
    """Ada says sourced, Ben disputed, at one place of a complete document."""
    cast.settings(coders_per_document=2)
    cast.tag(cast.ada, PUMP, "sourced", credibility=2)
    cast.tag(cast.ben, "pump stopped at 04:20", "disputed")
    cast.hand_in(cast.ada, cast.ben)
    return ReviewItem.objects.select_related("document__project").get()


def now(item: ReviewItem) -> ReviewItem:
    return ReviewItem.objects.select_related("document__project").get(pk=item.pk)


def tag_of(item: ReviewItem, name: str) -> Tag:
    return Tag.objects.select_related("span").get(membership__item=item, analyst__username=name)


def ops(key: Any) -> list[str]:
    return list(Event.objects.filter(object_id=key).order_by("change").values_list("op", flat=True))


def test_an_accepted_tag_gives_status_and_place(cast: Cast, item: ReviewItem) -> None:
    tag = tag_of(item, "ben")
    decision = actions.decide(by=cast.cleo, item=item, accept=tag)
    assert (decision.status, decision.accepted, decision.no_claim) == ("disputed", tag, False)
    assert (decision.start, decision.end) == (tag.span.start, tag.span.end)
    assert (now(item).state, now(item).version, fresh(cast.document).state) == ("decided", 2, "decided")


def test_a_status_that_a_coder_gave_needs_no_reason_and_takes_the_whole_place(
    cast: Cast, item: ReviewItem
) -> None:
    decision = actions.decide(by=cast.cleo, item=item, status="sourced")
    assert (decision.start, decision.end) == (item.start, item.end)
    assert cast.document.text[item.start : item.end] == PUMP


@pytest.mark.parametrize("ruling", [{"status": "speculative"}, {"no_claim": True}])
def test_what_nobody_said_needs_a_reason(cast: Cast, item: ReviewItem, ruling: dict[str, Any]) -> None:
    for reason in ("", " \n", "\x00"):
        with pytest.raises(Invalid) as refused:
            actions.decide(by=cast.cleo, item=item, reason=reason, **ruling)
        assert refused.value.field == "reason"
    assert actions.decide(by=cast.cleo, item=item, reason=" Read again. ", **ruling).reason == "Read again."


def test_no_claim_needs_no_reason_where_a_coder_marked_nothing(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.settings(coders_per_document=2)
    cast.hand_in(cast.ada, cast.ben)
    decision = actions.decide(by=cast.cleo, item=ReviewItem.objects.get(), no_claim=True)
    assert decision.no_claim


WRONG: list[dict[str, Any]] = [
    {}, {"status": "sourced", "no_claim": True}, {"status": "true"}, {"status": ""},
    {"accept": "ada", "no_claim": True},
    {"accept": "ada", "status": "sourced"}, {"status": "sourced", "start": 3}, {"status": "sourced", "end": 3},
    {"status": "sourced", "start": 5, "end": 5}, {"status": "sourced", "start": -4, "end": 5},
    {"status": "sourced", "start": 0, "end": 10**9}, {"status": "sourced", "reason": "r" * 5001},
    {"status": "sourced", "reason": "\ud800"}, {"status": "sourced", "reason": ["x"]},
]  # fmt: skip


@pytest.mark.parametrize("ruling", WRONG)
def test_an_unclear_ruling_is_refused(cast: Cast, item: ReviewItem, ruling: dict[str, Any]) -> None:
    accepted = {"accept": tag_of(item, ruling["accept"])} if "accept" in ruling else {}
    with pytest.raises(Invalid):
        actions.decide(by=cast.cleo, item=item, **{**ruling, **accepted})
    assert now(item).state == "open"


def test_a_place_that_cuts_a_character_is_refused_with_what_would_be_accepted(
    cast: Cast, item: ReviewItem
) -> None:
    at = cast.document.text.index("👩‍👩‍👧")
    with pytest.raises(Invalid) as refused:
        actions.decide(by=cast.cleo, item=item, status="sourced", start=at, end=at + 2)
    assert refused.value.extra["accepted"]["end"] == at + 5


def test_a_tag_of_another_item_can_not_be_accepted(cast: Cast, item: ReviewItem) -> None:
    other = cast.text("Other")
    foreign = cast.tag(cast.ada, PUMP, document=other)
    with pytest.raises(Invalid) as refused:
        actions.decide(by=cast.cleo, item=item, accept=foreign)
    assert refused.value.field == "accept"


@pytest.mark.parametrize("who", ["ada", "dan", "eve"])
def test_only_a_supervisor_of_the_project_decides(cast: Cast, item: ReviewItem, who: str) -> None:
    by = getattr(cast, who)
    with pytest.raises(Forbidden):
        actions.decide(by=by, item=item, status="sourced")
    with pytest.raises(Forbidden):
        actions.reopen_item(by=by, item=item)
    with pytest.raises(Forbidden):
        actions.settle_agreed(by=by, document=item.document)


def test_a_decision_on_an_item_that_changed_since_is_stale(cast: Cast, item: ReviewItem) -> None:
    actions.decide(by=cast.cleo, item=item, status="sourced", version=1)
    with pytest.raises(Stale):
        actions.decide(by=cast.cleo, item=item, status="disputed", version=1)
    with pytest.raises(Stale):
        actions.reopen_item(by=cast.cleo, item=item, version=1)
    assert Decision.objects.get().status == "sourced"


def test_a_decision_on_an_item_that_is_no_more_is_stale(cast: Cast, item: ReviewItem) -> None:
    actions.reopen(by=cast.ada, document=cast.document)
    with pytest.raises(Stale):
        actions.decide(by=cast.cleo, item=item, status="sourced")


def test_nothing_is_decided_while_a_document_is_open(cast: Cast, item: ReviewItem) -> None:
    cast.settings(coders_per_document=1)
    gus = assigning.set_member(by=cast.cleo, project=cast.project, username="gus", role="analyst")[0].user
    cast.tag(gus, "a bang")
    with pytest.raises(Conflict) as refused:
        actions.decide(by=cast.cleo, item=item, status="sourced")
    assert refused.value.code == "not_complete"


def test_a_second_ruling_replaces_the_first_and_keeps_it(cast: Cast, item: ReviewItem) -> None:
    first = actions.decide(by=cast.cleo, item=item, status="sourced")
    second = actions.decide(by=cast.cleo, item=item, status="disputed")
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert Decision.objects.get(withdrawn_at=None) == second
    assert ops(item.pk) == ["created", "decided", "decided"]


def test_a_reopened_item_waits_again_and_its_document_too(cast: Cast, item: ReviewItem) -> None:
    decision = actions.decide(by=cast.cleo, item=item, status="sourced")
    again = actions.reopen_item(by=cast.cleo, item=item)
    decision.refresh_from_db()
    assert (again.state, again.version, fresh(cast.document).state) == ("open", 3, "in_review")
    assert decision.withdrawn_at is not None
    assert actions.reopen_item(by=cast.cleo, item=item).version == 3
    assert ops(item.pk) == ["created", "decided", "reopened"]


def test_tags_know_whether_they_are_decided(cast: Cast, item: ReviewItem) -> None:
    cast.tag(cast.ada, "the pump stopped", document=cast.text("Another"))

    def decided() -> set[Tag]:
        return set(Tag.objects.filter(decided=True))

    assert decided() == set()
    actions.decide(by=cast.cleo, item=item, status="sourced")
    assert decided() == set(Tag.objects.filter(membership__item=item))
    actions.reopen_item(by=cast.cleo, item=now(item))
    assert decided() == set()


def test_more_coders_asked_for_later_do_not_take_a_document_out_of_review(
    cast: Cast, item: ReviewItem
) -> None:
    cast.settings(coders_per_document=3)
    actions.decide(by=cast.cleo, item=item, status="sourced")
    assert fresh(cast.document).state == "decided"
    actions.reopen_item(by=cast.cleo, item=item)
    assert fresh(cast.document).state == "in_review"


def test_a_document_is_decided_with_its_last_item(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ada, "a bang")
    cast.hand_in(cast.ada)
    states = []
    for item in ReviewItem.objects.all():
        actions.decide(by=cast.cleo, item=item, status="sourced")
        states.append(fresh(cast.document).state)
    assert states == ["in_review", "decided"]


def test_a_decision_raises_the_version_of_each_tag_it_touches(cast: Cast, item: ReviewItem) -> None:
    before = {tag.pk: tag.version for tag in Tag.objects.all()}
    actions.decide(by=cast.cleo, item=item, status="sourced", reason="Said so.")
    for tag in Tag.objects.all():
        assert tag.version == before[tag.pk] + 1
        assert ops(tag.pk) == ["created", "updated"]
        wire = annotation(Tag.objects.all(), tag.pk)
        assert wire is not None
        assert {key: wire["decision"][key] for key in ("status", "no_claim", "by", "reason")} == {
            "status": "sourced", "no_claim": False, "by": "cleo", "reason": "Said so.",
        }  # fmt: skip


def test_items_that_are_agreed_are_settled_in_one_go(cast: Cast) -> None:
    cast.settings(coders_per_document=2)
    for user in (cast.ada, cast.ben):
        cast.tag(user, PUMP)
        cast.tag(user, "a bang", "sourced" if user == cast.ada else "disputed")
    cast.hand_in(cast.ada, cast.ben)
    assert actions.settle_agreed(by=cast.cleo, document=cast.document) == 1
    assert actions.settle_agreed(by=cast.cleo, document=cast.document) == 0
    assert list(ReviewItem.objects.values_list("agreed", "state")) == [(True, "decided"), (False, "open")]


# --- what the database refuses

BAD_ROWS: dict[str, Any] = {
    "a second live decision": lambda item, user: Decision(
        item=item, status="sourced", start=0, end=4, by=user
    ),
    "an unknown status": lambda item, user: Decision(
        item=item, status="true", start=0, end=4, by=user, withdrawn_at=item.created_at
    ),
    "an empty place": lambda item, user: Decision(
        item=item, start=4, end=4, by=user, withdrawn_at=item.created_at
    ),
    "a tag in two items": lambda item, _: ItemTag(item_id=item.pk, tag=Tag.objects.all()[0]),
    "an item of an unknown state": lambda item, _: ReviewItem(
        document=item.document, start=0, end=4, agreed=False, state="lost"
    ),
    "an empty item": lambda item, _: ReviewItem(document=item.document, start=4, end=4, agreed=False),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_the_database_refuses_a_bad_row(cast: Cast, item: ReviewItem, case: str) -> None:
    actions.decide(by=cast.cleo, item=item, status="sourced")
    row = BAD_ROWS[case](now(item), cast.cleo)
    row.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_queries_of_a_decision_do_not_grow_with_the_items(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    words = [f"word{number:02}" for number in range(30)]
    document = cast.text("Words", " ".join(words))
    for word in words:
        cast.tag(cast.ada, word, document=document)
    cast.hand_in(cast.ada, document=document)
    item = ReviewItem.objects.select_related("document__project").filter(document=document)[0]
    with django_assert_max_num_queries(22):
        actions.decide(by=cast.cleo, item=item, status="sourced")


def test_changes_stand_beside_the_accepted_tag_and_history_names_their_fields_only(
    cast: Cast, item: ReviewItem
) -> None:
    tag = tag_of(item, "ada")
    changes = {"credibility": 5, "attribution": {"kind": "named", "to": "a water engineer"}}
    actions.decide(by=cast.cleo, item=item, accept=tag, changes=changes)
    now_tag = tag_of(item, "ada")
    assert (now_tag.credibility, now_tag.attribution_kind, now_tag.version) == (2, None, tag.version + 1)
    shown = annotation(Tag.objects.all(), tag.pk)
    assert shown is not None
    assert shown["decision"]["changes"] == {
        "credibility": 5,
        "attribution": {"kind": "named", "to": "a water engineer", "via": None},
    }
    event = Event.objects.get(object_id=item.pk, op="decided")
    assert event.data["changes"] == ["attribution", "credibility"]
    assert not Event.objects.filter(data__icontains="engineer").exists()


def test_changes_of_a_ruling_that_is_replaced_stay_with_it(cast: Cast, item: ReviewItem) -> None:
    tag = tag_of(item, "ada")
    first = actions.decide(by=cast.cleo, item=item, accept=tag, changes={"labels": ["pump"]})
    actions.decide(by=cast.cleo, item=now(item), accept=tag)
    first.refresh_from_db()
    assert (first.changes, Decision.objects.get(withdrawn_at=None).changes) == ({"labels": ["pump"]}, None)


def test_the_database_keeps_no_changes_without_a_tag(cast: Cast, item: ReviewItem) -> None:
    decision = actions.decide(by=cast.cleo, item=item, status="sourced")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(changes={"labels": []})
