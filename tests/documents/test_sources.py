"""Who writes sources, what history keeps of it, and what two at once do."""

import pytest

from annotator.audit.models import Event
from annotator.documents import actions, sources
from annotator.documents.models import Reliability, Source
from annotator.lib.refusals import Conflict, Forbidden, Invalid, Stale
from tests.at_once import overlapping
from tests.cast import Cast, capture, fresh


@pytest.fixture
def radio(cast: Cast) -> Source:
    return sources.create_source(by=cast.cleo, project=cast.project, name="Quay Radio")


def ops() -> list[str]:
    return list(Event.objects.filter(kind="source").order_by("change").values_list("op", flat=True))


def test_a_document_that_names_a_new_source_makes_it_once(cast: Cast) -> None:
    for text in ("First.", "Second."):
        capture(cast.ada, cast.project, text, source=" Quay Radio ")
    found = Source.objects.get()
    assert (found.name, found.reliability) == ("Quay Radio", None)
    event = Event.objects.get(kind="source")
    assert (event.op, event.object_id, event.by_id) == ("created", found.pk, cast.ada.pk)
    assert event.data["after"] == {"name": "Quay Radio", "reliability": None}


def test_a_changed_document_makes_the_source_it_names(cast: Cast) -> None:
    actions.describe(by=cast.cleo, document=cast.document, source="Mill Gazette")
    assert fresh(cast.document).source == Source.objects.get()
    assert ops() == ["created"]


def test_each_grade_is_kept_and_no_other(cast: Cast, radio: Source) -> None:
    for grade in [*Reliability.values, None]:
        changed = sources.change_source(by=cast.cleo, source=radio, reliability=grade)
        assert changed.reliability == Source.objects.get().reliability == grade
    for grade in ("G", "a", "", 1):
        with pytest.raises(Invalid) as refused:
            sources.change_source(by=cast.cleo, source=radio, reliability=grade)
        assert refused.value.field == "reliability"
    assert ops() == ["created", *["updated"] * 7]


def test_what_changes_nothing_leaves_no_event(cast: Cast, radio: Source) -> None:
    assert sources.change_source(by=cast.cleo, source=radio, name="Quay Radio\x00 ").version == 1
    assert ops() == ["created"]


def test_a_version_that_has_passed_is_stale(cast: Cast, radio: Source) -> None:
    sources.change_source(by=cast.cleo, source=radio, version=1, reliability="A")
    with pytest.raises(Stale):
        sources.change_source(by=cast.cleo, source=radio, version=1, reliability="B")
    assert Source.objects.get().reliability == "A"


def test_supervisors_alone_write_sources(cast: Cast, radio: Source) -> None:
    for who in (cast.ada, cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            sources.create_source(by=who, project=cast.project, name="Mill Gazette")
        with pytest.raises(Forbidden):
            sources.change_source(by=who, source=radio, name="Mill Gazette")
    assert Source.objects.get().name == "Quay Radio"


def test_a_name_that_is_taken_leaves_nothing(cast: Cast, radio: Source) -> None:
    other = sources.create_source(by=cast.cleo, project=cast.project, name="Mill Gazette")
    with pytest.raises(Conflict):
        sources.change_source(by=cast.cleo, source=other, name="Quay Radio", reliability="A")
    with pytest.raises(Conflict):
        sources.create_source(by=cast.cleo, project=cast.project, name="Quay Radio")
    other.refresh_from_db()
    assert (other.name, other.reliability, other.version) == ("Mill Gazette", None, 1)
    assert ops() == ["created", "created"]


@pytest.mark.django_db(transaction=True)
def test_two_captures_at_once_make_one_source(cast: Cast) -> None:
    overlapping(
        lambda: capture(cast.ada, cast.project, "First.", source="Quay Radio"),
        lambda: capture(cast.ben, cast.project, "Second.", source="Quay Radio"),
    )
    assert Source.objects.count() == 1
    assert ops() == ["created"]


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_from_one_version_one_is_stale(cast: Cast, radio: Source) -> None:
    first, second = overlapping(
        lambda: sources.change_source(by=cast.cleo, source=radio, version=1, reliability="A"),
        lambda: sources.change_source(by=cast.cleo, source=radio, version=1, reliability="B"),
    )
    assert (first.reliability, type(second)) == ("A", Stale)
    assert Source.objects.get().reliability == "A"
