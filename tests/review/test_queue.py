"""What an analyst does next: nothing twice, nothing that is full, in an order that stays."""

import pytest

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.documents import actions as documents
from annotator.documents.models import Assignment, Document
from annotator.lib.refusals import Forbidden
from annotator.review import actions, assigning, queue
from annotator.review.models import Lease
from tests.at_once import overlapping, together
from tests.cast import Cast, fresh, make_cast


def following(cast: Cast, by: User, after: Document | None = None) -> Document | None:
    return queue.next_for(by=by, project=type(cast.project).objects.get(pk=cast.project.pk), after=after)


def leased(cast: Cast, by: User) -> Document | None:
    found = queue.lease(by=by, project=type(cast.project).objects.get(pk=cast.project.pk))
    return found and found.document


def test_what_was_given_comes_first_then_what_is_free(cast: Cast) -> None:
    second, third = cast.text("Second"), cast.text("Third")
    assigning.assign(by=cast.cleo, documents=[third], analysts=[cast.ada])
    assert following(cast, cast.ada) == third
    assert following(cast, cast.ada) == third
    cast.hand_in(cast.ada, document=third)
    assert following(cast, cast.ada) == cast.document
    cast.hand_in(cast.ada)
    assert following(cast, cast.ada) == second
    cast.hand_in(cast.ada, document=second)
    assert following(cast, cast.ada) is None


def test_after_a_document_comes_another_and_round_again(cast: Cast) -> None:
    given = [cast.document, cast.text("Second"), cast.text("Third")]
    assigning.assign(by=cast.cleo, documents=given, analysts=[cast.ada])
    assert [following(cast, cast.ada, after) for after in given] == [given[1], given[2], given[0]]
    assert following(cast, cast.ada, cast.text("Not hers")) == given[0]


def test_after_ones_only_document_a_free_one_is_begun_and_no_third(cast: Cast) -> None:
    second = cast.text("Second")
    cast.text("Third")
    assert following(cast, cast.ada) == cast.document
    assert following(cast, cast.ada, cast.document) == second
    assert following(cast, cast.ada, second) == cast.document
    assert set(Assignment.objects.values_list("document", flat=True)) == {cast.document.pk, second.pk}
    assert Event.objects.filter(kind="assignment", op="created").count() == 2


def test_what_may_not_be_begun_is_passed_over(cast: Cast) -> None:
    others, withdrawn, decided = cast.text("For Ben"), cast.text("Withdrawn"), cast.text("Decided")
    assigning.assign(by=cast.cleo, documents=[others], analysts=[cast.ben])
    documents.withdraw(by=cast.cleo, document=withdrawn)
    actions.hand_in(by=cast.ben, document=fresh(decided))
    found = [following(cast, cast.ada), cast.hand_in(cast.ada) and following(cast, cast.ada)]
    assert found == [cast.document, None]


def test_documents_that_lack_coders_come_before_those_that_have_them(cast: Cast) -> None:
    second = cast.text("Second")
    cast.tag(cast.ben, "a bang")
    assert following(cast, cast.ada) == second
    cast.hand_in(cast.ada, document=second)
    assert following(cast, cast.ada) == cast.document


def test_a_full_document_of_a_blind_project_waits_for_nobody(cast: Cast) -> None:
    cast.settings(blind=True)
    cast.tag(cast.ben, "a bang")
    waiting = {
        name: list(Document.objects.awaiting(getattr(cast, name)).values_list("title", flat=True))
        for name in ("ada", "ben")
    }
    assert waiting == {"ada": [], "ben": [cast.document.title]}
    assert following(cast, cast.ada) is None


def test_only_analysts_have_a_next_document(cast: Cast) -> None:
    for user in (cast.cleo, cast.dan, cast.eve):
        for ask in (following, leased):
            with pytest.raises(Forbidden):
                ask(cast, user)


def test_a_lease_never_gives_the_same_twice_though_it_still_waits(cast: Cast) -> None:
    second, third = cast.text("Second"), cast.text("Third")
    assigning.assign(by=cast.cleo, documents=[third], analysts=[cast.ada])
    assert [leased(cast, cast.ada) for _ in range(4)] == [third, cast.document, second, None]
    assert Document.objects.awaiting(cast.ada).count() == 3
    assert following(cast, cast.ada) == third


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ask", [following, leased])
def test_two_who_ask_at_once_do_not_both_get_the_last_place(ask: object) -> None:
    cast = make_cast()
    cast.settings(blind=True)
    second = cast.text("Second")
    one, two = overlapping(lambda: ask(cast, cast.ada), lambda: ask(cast, cast.ben))  # type: ignore[operator]
    assert (one, two) == (cast.document, second)


@pytest.mark.django_db(transaction=True)
def test_many_leases_at_once_are_all_different() -> None:
    cast = make_cast()
    cast.settings(blind=True)
    for number in range(5):
        cast.text(f"Report {number}")
    calls = [lambda who=who: leased(cast, who) for who in (cast.ada, cast.ben) * 4]
    found = together(*calls)
    assert len([document for document in found if document is None]) == 2
    assert len({document.pk for document in found if document}) == 6 == Lease.objects.count()
    assert Assignment.objects.values("document").distinct().count() == 6
