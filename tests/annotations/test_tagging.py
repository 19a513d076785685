"""A tag lands where its quote stands, once, and says why when it does not."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from annotator.annotations import actions
from annotator.annotations.models import Span, Tag
from annotator.audit.models import Event
from annotator.documents import actions as documents
from annotator.lib.refusals import Conflict, Forbidden, Invalid, Missing, Refusal
from annotator.review import actions as review
from tests.cast import TEXT, Cast, fresh

QUOTES = ["the pump stopped at 04:20", "👩‍👩‍👧", "earlier 👩‍👩‍👧.", "قال مهندس", "M", TEXT.rstrip("\n"), TEXT]
PUMP = "the pump stopped at 04:20"


def put(cast: Cast, start: int, end: int, exact: str, **more: Any) -> tuple[Tag, bool]:
    details = {"status": "sourced", **more}
    return actions.tag(
        by=cast.ada, document=fresh(cast.document), start=start, end=end, exact=exact, **details
    )


def rows() -> tuple[int, int, int]:
    return Span.objects.count(), Tag.objects.count(), Event.objects.count()


@pytest.mark.parametrize("quote", QUOTES)
def test_every_stored_quote_is_its_slice(cast: Cast, quote: str) -> None:
    tag = cast.tag(cast.ada, quote)
    span, text = Span.objects.get(pk=tag.span_id), cast.document.text
    assert span.exact == text[span.start : span.end] == quote
    assert text[: span.start].endswith(span.prefix)
    assert text[span.end :].startswith(span.suffix)
    assert len(span.prefix) <= 32
    assert (tag.guideline, tag.version, tag.state) == (1, 1, "submitted")


def test_a_quote_in_another_normal_form_is_the_same_quote(cast: Cast) -> None:
    document = cast.text("Café", "Le café est fermé.")
    tag = cast.tag(cast.ada, "café est", document=document)
    assert Span.objects.get(pk=tag.span_id).exact == "café est"
    start = document.text.index("est")
    decomposed = actions.tag(
        by=cast.ada, document=document, start=start, end=start + 9, exact="est ferme\u0301", status="sourced"
    )[0]
    assert decomposed.span.exact == "est fermé"


AT = TEXT.index(PUMP)
WOMEN = TEXT.index("👩‍👩‍👧")
REFUSED: dict[str, tuple[int, int, str, str, Any]] = {
    "another quote": (AT, AT + 4, "PUMP", "quote", (AT, AT + 4, "the ")),
    "the quote one further": (AT + 1, AT + 1 + len(PUMP), PUMP, "quote", (AT, AT + len(PUMP), PUMP)),
    "an empty span": (AT, AT, "", "empty", None),
    "an end before its start": (AT + 25, AT, PUMP, "empty", (AT, AT + len(PUMP), PUMP)),
    "a start before the text": (-1, 4, "Mill", "outside", (0, 4, "Mill")),
    "an end after the text": (AT, len(TEXT) + 1, PUMP, "outside", (AT, AT + len(PUMP), PUMP)),
    "far outside": (2**70, 2**71, "x", "outside", None),
    "half a family": (WOMEN, WOMEN + 1, "👩", "grapheme", (WOMEN, WOMEN + 5, "👩‍👩‍👧")),
    "half a surrogate": (AT, AT + 1, "\ud83d", "quote", (AT, AT + 1, "t")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_place_that_does_not_hold_is_refused_with_what_would_be_accepted(cast: Cast, case: str) -> None:
    start, end, exact, code, accepted = REFUSED[case]
    before = rows()
    with pytest.raises(Invalid) as refused:
        put(cast, start, end, exact)
    assert (refused.value.code, rows()) == (code, before)
    offered = refused.value.extra["accepted"]
    assert (offered and (offered["start"], offered["end"], offered["exact"])) == accepted
    if offered:
        assert put(cast, **offered)[1]


# --- repeats


def test_a_repeat_under_the_same_key_changes_nothing_and_answers_the_same(cast: Cast) -> None:
    key = uuid4()
    first, is_new = put(cast, AT, AT + 25, PUMP, key=key, note="Once.")
    before = rows()
    again, again_new = put(cast, AT, AT + 25, PUMP, key=key, note="Once.")
    assert (first.pk, is_new, again.pk, again_new, again.note) == (key, True, key, False, "Once.")
    assert rows() == before
    assert again.version == 1


@pytest.mark.parametrize(
    "other", [{"status": "disputed"}, {"note": "x"}, {"start": AT + 4, "exact": PUMP[4:]}]
)
def test_a_key_used_for_something_else_is_refused(cast: Cast, other: dict[str, Any]) -> None:
    body: dict[str, Any] = {"start": AT, "end": AT + 25, "exact": PUMP, "key": uuid4()}
    put(cast, **body)
    with pytest.raises(Conflict) as refused:
        put(cast, **{**body, **other})
    assert (refused.value.code, refused.value.extra["tag"]) == ("key_used", str(body["key"]))
    assert Tag.objects.count() == 1


def test_a_key_of_ones_own_in_another_document_is_refused(cast: Cast) -> None:
    key = cast.tag(cast.ada, PUMP).pk
    with pytest.raises(Conflict):
        cast.tag(cast.ada, PUMP, document=cast.text("Other"), key=key)
    assert Span.objects.count() == 1


def test_someone_elses_key_is_in_use_where_seen_and_unknown_where_not(cast: Cast) -> None:
    key = cast.tag(cast.ben, PUMP).pk
    with pytest.raises(Conflict) as refused:
        cast.tag(cast.ada, PUMP, key=key)
    assert "tag" not in refused.value.extra
    cast.settings(blind=True, coders_per_document=2)
    with pytest.raises(Missing):
        cast.tag(cast.ada, PUMP, key=key)
    documents.withdraw(by=cast.cleo, document=cast.document)
    with pytest.raises(Missing):
        cast.tag(cast.ada, PUMP, document=cast.text("Other"), key=key)


def test_a_repeat_does_not_revive_a_retracted_tag(cast: Cast) -> None:
    key = uuid4()
    tag = cast.tag(cast.ada, PUMP, key=key)
    actions.retract(by=cast.ada, tag=tag)
    again, is_new = put(cast, AT, AT + 25, PUMP, key=key)
    assert (again.state, again.version, is_new) == ("retracted", 2, False)


def test_a_repeat_after_a_change_answers_with_the_tag_as_it_is_now(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP, key=uuid4())
    actions.change(by=cast.ada, tag=tag, status="disputed")
    assert put(cast, AT, AT + 25, PUMP, key=tag.pk)[0].status == "disputed"


def test_a_repeat_is_answered_after_hand_in_and_after_withdrawal(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP, key=uuid4())
    cast.hand_in(cast.ada)
    assert put(cast, AT, AT + 25, PUMP, key=tag.pk) == (tag, False)
    documents.withdraw(by=cast.cleo, document=cast.document)
    assert put(cast, AT, AT + 25, PUMP, key=tag.pk) == (tag, False)
    with pytest.raises(Conflict):
        put(cast, AT, AT + 25, PUMP, key=uuid4())


# --- one live tag a place


def test_an_analyst_has_one_live_tag_at_a_place(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP)
    with pytest.raises(Conflict) as refused:
        cast.tag(cast.ada, PUMP, "disputed", key=uuid4())
    assert (refused.value.code, refused.value.extra["tag"]) == ("place_taken", str(tag.pk))
    assert cast.tag(cast.ben, PUMP, "disputed").span_id != tag.span_id


def test_a_place_is_free_again_after_retracting_and_can_then_not_be_restored_over(cast: Cast) -> None:
    first = cast.tag(cast.ada, PUMP)
    actions.retract(by=cast.ada, tag=first)
    second = cast.tag(cast.ada, PUMP, "disputed")
    assert second.span_id == first.span_id
    with pytest.raises(Conflict) as refused:
        actions.restore(by=cast.ada, tag=first)
    assert refused.value.code == "place_taken"
    actions.retract(by=cast.ada, tag=second)
    assert actions.restore(by=cast.ada, tag=first).state == "submitted"


# --- change, retract, restore


def test_a_change_raises_the_version_and_a_change_to_the_same_does_not(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP, note="Why.")
    changed = actions.change(by=cast.ada, tag=tag, status="disputed", credibility=3)
    assert (changed.version, changed.status, changed.note) == (2, "disputed", "Why.")
    assert actions.change(by=cast.ada, tag=tag, status="disputed", credibility=3).version == 2
    event = Event.objects.get(object_id=tag.pk, op="updated")
    assert event.data["before"] == {"status": "sourced", "credibility": None}
    assert event.data["after"] == {"status": "disputed", "credibility": 3}


def test_a_retracted_tag_can_not_be_changed_but_restored(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP, note="Why.")
    actions.retract(by=cast.ada, tag=tag)
    assert actions.retract(by=cast.ada, tag=tag).version == 2
    assert not Tag.objects.live().exists()
    with pytest.raises(Conflict):
        actions.change(by=cast.ada, tag=tag, status="disputed")
    restored = actions.restore(by=cast.ada, tag=tag)
    assert (restored.state, restored.note, restored.version) == ("submitted", "Why.", 3)
    assert actions.restore(by=cast.ada, tag=tag).version == 3
    ops = Event.objects.filter(object_id=tag.pk).order_by("change").values_list("op", flat=True)
    assert list(ops) == ["created", "retracted", "restored"]


def test_history_holds_no_words_of_the_text(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP)
    facts = [{"kind": "date", "as_written": "04:20"}]
    whom = {"kind": "named", "to": "The water board"}
    actions.change(by=cast.ada, tag=tag, note="At 04:20.", facts=facts, attribution=whom)
    event = Event.objects.get(object_id=tag.pk, op="updated")
    assert "04:20" not in str(event.data)
    assert "water" not in str(event.data)
    assert {"note", "facts", "attribution_to"} <= set(event.data["fields"])


@pytest.mark.parametrize("act", [actions.change, actions.retract, actions.restore])
def test_nobody_writes_someone_elses_tag(cast: Cast, act: Any) -> None:
    tag = cast.tag(cast.ada, PUMP)
    for user in (cast.ben, cast.cleo, cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            act(by=user, tag=tag)


# --- many


def item(quote: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "exact": quote, "status": "sourced", **more}


def test_many_tags_are_made_in_order(cast: Cast) -> None:
    tags = actions.tag_many(
        by=cast.ada, document=cast.document, items=[item("Two"), item("Mill"), item("board")]
    )
    assert [tag.span.exact for tag in tags] == ["Two", "Mill", "board"]


@pytest.mark.parametrize(
    "wrong",
    [item("Mill", exact="Moll"), item("Mill", status="true"), item("Two"), item("Mill", evidence=[{}])],
)
def test_of_many_tags_one_that_is_refused_refuses_all_and_says_which(
    cast: Cast, wrong: dict[str, Any]
) -> None:
    before = rows()
    with pytest.raises(Refusal) as refused:
        actions.tag_many(by=cast.ada, document=cast.document, items=[item("Two"), item("board"), wrong])
    assert (refused.value.extra["index"], rows()) == (2, before)
    assert not cast.document.assignments.exists()


def test_many_tags_are_repeated_under_their_keys(cast: Cast) -> None:
    items = [item("Two", key=UUID(int=1)), item("Mill", key=UUID(int=2))]
    first = actions.tag_many(by=cast.ada, document=cast.document, items=items)
    assert actions.tag_many(by=cast.ada, document=cast.document, items=items) == first
    assert Tag.objects.count() == 2


# --- who may


@pytest.mark.parametrize("who", ["dan", "eve"])
def test_a_client_and_a_stranger_tag_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        cast.tag(getattr(cast, who), PUMP)


def test_a_supervisor_tags_but_is_no_coder(cast: Cast) -> None:
    cast.tag(cast.cleo, PUMP)
    assert not cast.document.assignments.exists()
    cast.hand_in(cast.ada)
    assert fresh(cast.document).state == "decided"
    cast.tag(cast.cleo, "a bang")
    assert not cast.document.review_items.exists()


def test_a_first_tag_makes_a_coder(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ada, "a bang")
    assignment = cast.document.assignments.get()
    assert (assignment.analyst, assignment.assigned_by, assignment.handed_in_at) == (cast.ada, None, None)
    assert Event.objects.filter(object_id=assignment.pk, op="created").count() == 1


def test_a_withdrawn_document_takes_no_tags(cast: Cast) -> None:
    tag = cast.tag(cast.ada, PUMP)
    documents.withdraw(by=cast.cleo, document=cast.document)
    for user in (cast.ada, cast.ben, cast.cleo):
        with pytest.raises(Conflict):
            cast.tag(user, "a bang")
    tag = Tag.objects.select_related("document__project").get(pk=tag.pk)
    with pytest.raises(Conflict):
        actions.change(by=cast.ada, tag=tag, status="disputed")


def test_after_hand_in_ones_tags_are_shut_until_reopened(cast: Cast) -> None:
    cast.settings(coders_per_document=2)
    tag = cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    for act in (actions.change, actions.retract, actions.restore):
        with pytest.raises(Conflict) as refused:
            act(by=cast.ada, tag=tag)
        assert refused.value.code == "handed_in"
    with pytest.raises(Conflict):
        cast.tag(cast.ada, "a bang")
    review.reopen(by=cast.ada, document=cast.document)
    assert actions.change(by=cast.ada, tag=tag, status="disputed").status == "disputed"


def test_the_queries_of_a_tag_do_not_grow_with_what_is_there(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    places = range(0, 60, 2)
    for at in places:
        put(cast, at, at + 1, TEXT[at])
    with django_assert_max_num_queries(10):
        put(cast, AT, AT + 25, PUMP)
