"""History: append-only, in order, and written last."""

import threading
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from annotator.annotations import actions
from annotator.annotations.models import Tag
from annotator.audit.models import Event, Op
from annotator.audit.record import action, record
from tests.cast import Cast, fresh, make_cast


def refuse_maintenance() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL annotator.maintenance = 'off'")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET kind = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_an_event_can_not_be_changed_or_removed(cast: Cast, statement: str) -> None:
    refuse_maintenance()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_changes_of_a_project_are_numbered_without_gaps(cast: Cast) -> None:
    cast.tag(cast.ada, "the pump stopped at 04:20")
    numbers = list(
        Event.objects.filter(project_id=cast.project.pk).order_by("change").values_list("change", flat=True)
    )
    assert numbers == list(range(1, len(numbers) + 1))


def test_events_are_the_last_statement_of_an_action(cast: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        cast.tag(cast.ada, "the pump stopped at 04:20")
    statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert "audit_write" in statements[-1]
    assert sum("audit_" in statement for statement in statements) == 1


def test_an_inner_action_that_fails_takes_its_events_with_it(cast: Cast) -> None:
    note = {"by": cast.ada.pk, "project": cast.project.pk, "kind": "document", "op": Op.UPDATED}
    inner_id, outer_id = uuid4(), uuid4()

    @action
    def inner() -> None:
        record(**note, object_id=inner_id)
        raise ValueError

    @action
    def outer() -> None:
        record(**note, object_id=outer_id)
        with pytest.raises(ValueError):  # noqa: PT011
            inner()

    outer()
    assert Event.objects.filter(object_id=outer_id).exists()
    assert not Event.objects.filter(object_id=inner_id).exists()


def test_a_failed_action_leaves_neither_row_nor_event(cast: Cast) -> None:
    before = Event.objects.count()

    @action
    def fails() -> None:
        cast.tag(cast.ada, "the pump stopped at 04:20")
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fails()
    assert (Event.objects.count(), Tag.objects.count()) == (before, 0)


def test_record_outside_an_action_is_a_mistake(db: None) -> None:
    with pytest.raises(RuntimeError):
        record(by=None, project=None, kind="tag", op=Op.CREATED, object_id=uuid4())


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_get_numbers_in_the_order_of_their_commits() -> None:
    cast = make_cast()
    words = [f"w{number:03}" for number in range(60)]
    document = cast.text("Words", " ".join(words))
    places = {word: document.text.index(word) for word in words}

    def write(mine: list[str]) -> None:
        for word in mine:
            actions.tag(
                by=cast.ada, document=fresh(document), start=places[word], end=places[word] + 4, exact=word,
                status="sourced",
            )  # fmt: skip
        connection.close()

    threads = [threading.Thread(target=write, args=(words[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = list(Event.objects.filter(project_id=cast.project.pk, kind="tag").order_by("change"))
    assert len(events) == 60
    assert [event.at for event in events] == sorted(event.at for event in events)
