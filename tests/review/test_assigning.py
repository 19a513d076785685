"""Who is given what: assigning, spreading, taking back."""

import pytest

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Forbidden, Invalid
from annotator.review import assigning
from annotator.review.models import ReviewItem
from tests.cast import Cast, capture, fresh

PUMP = "the pump stopped at 04:20"


def assign(cast: Cast, *analysts: User, document: Document | None = None) -> None:
    assigning.assign(by=cast.cleo, documents=[fresh(document or cast.document)], analysts=analysts)


def test_who_is_not_assigned_can_not_tag(cast: Cast) -> None:
    assign(cast, cast.ada)
    with pytest.raises(Forbidden) as refused:
        cast.tag(cast.ben, PUMP)
    assert refused.value.code == "not_assigned"
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.cleo, PUMP)


def test_who_has_begun_stays_a_coder_when_others_are_assigned(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    assign(cast, cast.ben)
    cast.tag(cast.ada, "a bang")
    cast.hand_in(cast.ben)
    assert fresh(cast.document).state == "open"
    assert cast.hand_in(cast.ada).state == "in_review"


def test_assigning_twice_changes_nothing_and_assigning_a_coder_makes_him_assigned(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    assign(cast, cast.ada)
    events = Event.objects.count()
    assign(cast, cast.ada)
    assert Event.objects.count() == events
    assert cast.document.assignments.get().assigned_by == cast.cleo


def test_a_complete_document_that_is_assigned_to_one_more_is_open_again(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    assign(cast, cast.ben)
    assert fresh(cast.document).state == "open"
    assert cast.hand_in(cast.ben).state == "in_review"
    assert ReviewItem.objects.count() == 1


def test_a_decided_document_is_not_assigned(cast: Cast) -> None:
    cast.hand_in(cast.ada)
    with pytest.raises(Conflict):
        assign(cast, cast.ben)


@pytest.mark.parametrize("who", ["cleo", "dan", "eve"])
def test_only_analysts_are_assigned(cast: Cast, who: str) -> None:
    with pytest.raises(Invalid):
        assign(cast, cast.ada, getattr(cast, who))
    assert not cast.document.assignments.exists()


@pytest.mark.parametrize("who", ["ada", "dan", "eve"])
def test_only_its_supervisor_assigns_and_unassigns(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    assign(cast, cast.ben)
    with pytest.raises(Forbidden):
        assigning.assign(by=by, documents=[cast.document], analysts=[cast.ada])
    with pytest.raises(Forbidden):
        assigning.spread(by=by, documents=[cast.document], per_document=1)
    with pytest.raises(Forbidden):
        assigning.unassign(by=by, assignment=cast.document.assignments.get())


def test_documents_of_another_project_are_not_spread_along(cast: Cast) -> None:
    theirs = fresh(capture(cast.eve, cast.other, "Their pump."))
    with pytest.raises(Forbidden):
        assigning.spread(by=cast.cleo, documents=[cast.document, theirs], per_document=1)
    assert not cast.document.assignments.exists()


def test_an_assignment_is_taken_back_from_who_has_not_begun(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    assign(cast, cast.ben)
    cast.hand_in(cast.ada)
    assigning.unassign(by=cast.cleo, assignment=cast.document.assignments.get(analyst=cast.ben))
    assert fresh(cast.document).state == "in_review"


@pytest.mark.parametrize("begun", ["tags", "hands in"])
def test_an_assignment_is_not_taken_back_from_who_has_begun(cast: Cast, begun: str) -> None:
    assign(cast, cast.ada, cast.ben)
    assignment = cast.document.assignments.get(analyst=cast.ada)
    cast.tag(cast.ada, PUMP) if begun == "tags" else cast.hand_in(cast.ada)
    with pytest.raises(Conflict):
        assigning.unassign(by=cast.cleo, assignment=assignment)


def test_documents_are_spread_evenly_and_spreading_again_changes_nothing(cast: Cast) -> None:
    assigning.set_member(by=cast.cleo, project=cast.project, username="gus", role="analyst")
    documents = [cast.document, *(cast.text(f"Text {number}") for number in range(5))]
    made = assigning.spread(by=cast.cleo, documents=documents, per_document=2)
    load = [sum(one.analyst.username == name for one in made) for name in ("ada", "ben", "gus")]
    assert load == [4, 4, 4]
    assert assigning.spread(by=cast.cleo, documents=documents, per_document=2) == []


@pytest.mark.parametrize("number", [0, -1, 3])
def test_no_more_analysts_are_asked_for_than_there_are(cast: Cast, number: int) -> None:
    with pytest.raises(Invalid):
        assigning.spread(by=cast.cleo, documents=[cast.document], per_document=number)
    assert assigning.spread(by=cast.cleo, documents=[], per_document=1) == []
