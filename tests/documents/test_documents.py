"""Documents stay what they are: frozen, described, withdrawn, restored."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from annotator.audit.models import Event
from annotator.documents import actions
from annotator.documents.models import Assignment, Document, Original, Source, document_for
from annotator.lib.refusals import Forbidden, Stale
from tests.at_once import overlapping
from tests.cast import Cast, capture, fresh, make_cast


@pytest.mark.parametrize(
    "change", [{"text": "Another."}, {"sha256": "0" * 64}, {"length": 3}, {"text": "x", "length": 1}]
)
def test_the_text_is_frozen_whoever_asks(cast: Cast, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Document.objects.filter(pk=cast.document.pk).update(**change)


def test_a_document_keeps_its_original_and_an_original_its_bytes(cast: Cast) -> None:
    other = cast.text("Other")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Document.objects.filter(pk=other.pk).update(original=cast.document.original_id)
    for change in ({"content": b"x"}, {"sha256": "0" * 64}):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            Original.objects.filter(pk=other.original_id).update(**change)


def bad(document: Document, **columns: Any) -> Document:
    """A new row like `document` but for `columns`."""
    document.pk, document._state.adding = uuid4(), True
    for name, value in columns.items():
        setattr(document, name, value)
    return document


BAD_ROWS: dict[str, Any] = {
    "wrong length": lambda cast: bad(cast.document, length=3),
    "no text": lambda cast: bad(cast.document, text="", length=0),
    "no title": lambda cast: bad(cast.document, title=""),
    "unknown state": lambda cast: bad(cast.document, state="lost"),
    "unknown direction": lambda cast: bad(cast.document, direction="up"),
    "wrong hash": lambda cast: bad(cast.document, sha256="0" * 64),
    "source without a name": lambda cast: Source(project=cast.project, name=""),
    "source of an unknown grade": lambda cast: Source(project=cast.project, name="Quay FM", reliability="G"),
    "source twice": lambda cast: Source(project=cast.project, name="Quay Radio"),
    "bytes twice": lambda cast: Original(
        project=cast.project, content=b"x", sha256=cast.document.original.sha256, extractor="x"
    ),
    "bytes with a wrong hash": lambda cast: Original(
        project=cast.project, content=b"x", sha256="0" * 64, extractor="x"
    ),
    "assigned twice": lambda cast: Assignment(document=cast.document, analyst=cast.ada),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_the_database_refuses_a_bad_row(cast: Cast, case: str) -> None:
    Source.objects.create(project=cast.project, name="Quay Radio")
    Assignment.objects.create(document=cast.document, analyst=cast.ada)
    row = BAD_ROWS[case](cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def delete_all(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
    connection.check_constraints()


@pytest.mark.parametrize("table", ["documents_original", "projects_project", "accounts_user"])
def test_a_row_that_others_point_to_can_not_be_deleted(cast: Cast, table: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        delete_all(table)


# --- describe


def test_a_supervisor_corrects_what_is_known(cast: Cast) -> None:
    document = actions.describe(
        by=cast.cleo,
        document=cast.document,
        title=" New \n title ",
        source="Quay Radio",
        language="ar",
        url="",
    )
    assert (document.title, str(document.source), document.version) == ("New title", "Quay Radio", 2)
    event = Event.objects.get(object_id=document.pk, op="updated")
    assert event.data == {"fields": ["language", "source", "title"]}
    assert fresh(document).updated_at > cast.document.updated_at


def test_a_description_that_changes_nothing_leaves_the_version(cast: Cast) -> None:
    assert actions.describe(by=cast.cleo, document=cast.document, title=cast.document.title).version == 1


def test_a_source_is_taken_away_with_none(cast: Cast) -> None:
    actions.describe(by=cast.cleo, document=cast.document, source="Quay Radio", byline="Rosa Hale")
    document = actions.describe(
        by=cast.cleo, document=cast.document, source=None, byline=None, published_at=None
    )
    assert (document.source, document.byline, document.published_at) == (None, "", None)


def test_two_descriptions_of_one_version_both_stand_and_count(cast: Cast) -> None:
    first, second = fresh(cast.document), fresh(cast.document)
    actions.describe(by=cast.cleo, document=first, title="New title")
    actions.describe(by=cast.cleo, document=second, byline="Rosa Hale")
    now = fresh(cast.document)
    assert (now.title, now.byline, now.version) == ("New title", "Rosa Hale", 3)
    with pytest.raises(Stale):
        actions.describe(by=cast.cleo, document=second, title="Newer", version=1)


@pytest.mark.parametrize("who", ["ada", "dan", "eve"])
def test_only_its_supervisor_describes_withdraws_and_restores(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    for act in (actions.describe, actions.withdraw, actions.restore):
        with pytest.raises(Forbidden):
            act(by=by, document=cast.document)


# --- withdrawal


def seen(cast: Cast) -> str:
    """Who sees the document."""
    names = ("ada", "ben", "cleo", "dan", "eve")
    return " ".join(name for name in names if document_for(getattr(cast, name), cast.document.pk))


def test_a_withdrawn_document_is_seen_by_supervisors_only_until_it_is_restored(cast: Cast) -> None:
    assert seen(cast) == "ada ben cleo dan"
    actions.withdraw(by=cast.cleo, document=cast.document)
    assert seen(cast) == "cleo"
    assert not Document.objects.live().exists()
    actions.restore(by=cast.cleo, document=cast.document)
    assert seen(cast) == "ada ben cleo dan"


def test_withdrawing_or_restoring_twice_changes_nothing(cast: Cast) -> None:
    stale = fresh(cast.document)
    for act in (actions.withdraw, actions.withdraw, actions.restore, actions.restore):
        act(by=cast.cleo, document=stale)
    events = Event.objects.filter(object_id=stale.pk).order_by("change")
    assert list(events.values_list("op", flat=True)) == ["created", "retracted", "restored"]
    assert fresh(stale).version == 3


def test_the_bytes_of_a_withdrawn_document_are_still_found(cast: Cast) -> None:
    actions.withdraw(by=cast.cleo, document=cast.document)
    content = bytes(cast.document.original.content)
    again, is_new = actions.capture(by=cast.cleo, project=cast.project, content=content)
    assert (again, is_new) == (cast.document, False)


def test_what_waits_for_an_analyst(cast: Cast) -> None:
    from annotator.review.assigning import assign

    for_ben, withdrawn = cast.text("For Ben"), cast.text("Withdrawn")
    assign(by=cast.cleo, documents=[for_ben], analysts=[cast.ben])
    actions.withdraw(by=cast.cleo, document=withdrawn)
    assert set(Document.objects.awaiting(cast.ada)) == {cast.document}
    assert set(Document.objects.awaiting(cast.ben)) == {cast.document, for_ben}
    cast.settings(coders_per_document=2)
    cast.hand_in(cast.ada)
    assert set(Document.objects.awaiting(cast.ada)) == set()


# --- at once


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_twice_at_once_are_one_document() -> None:
    cast = make_cast()
    one, two = overlapping(
        lambda: capture(cast.ada, cast.project, "The pump stopped."),
        lambda: capture(cast.ben, cast.project, "The pump stopped."),
    )
    assert one == two
    assert Original.objects.filter(sha256=one.original.sha256).count() == 1
    assert Event.objects.filter(object_id=one.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_description_and_a_hand_in_at_once_both_count() -> None:
    cast = make_cast()
    stale = fresh(cast.document)
    overlapping(
        lambda: cast.hand_in(cast.ada),
        lambda: actions.describe(by=cast.cleo, document=stale, title="New title"),
    )
    now = fresh(stale)
    assert (now.title, now.state, now.version) == ("New title", "decided", 3)
