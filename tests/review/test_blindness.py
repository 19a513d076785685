"""What each reader sees, as a table: project (open, blind) x state of the document x reader."""

from typing import Any

import pytest

from annotator.annotations import actions as annotations
from annotator.annotations.models import Tag
from annotator.annotations.near import live_and_own_counts, live_between
from annotator.documents.actions import withdraw
from annotator.documents.models import Assignment, Document, document_for
from annotator.review import actions, assigning
from annotator.review.models import ReviewItem
from tests.cast import Cast, fresh

PUMP = "the pump stopped at 04:20"
READERS = ("ada", "ben", "cleo", "dan", "eve")

# Each cell: whose tag (assignment) is seen, A for Ada's, B for Ben's; for items and documents, y or -.
# Readers in order: ada ben cleo dan eve
TAGS = {
    ("open", "open"): "AB AB AB AB -",
    ("open", "in_review"): "AB AB AB AB -",
    ("open", "decided"): "AB AB AB AB -",
    ("open", "withdrawn"): "- - AB - -",
    ("blind", "open"): "A B AB - -",
    ("blind", "in_review"): "AB AB AB AB -",
    ("blind", "decided"): "AB AB AB AB -",
    ("blind", "withdrawn"): "- - AB - -",
}
ASSIGNMENTS = {
    **TAGS,
    ("open", "withdrawn"): "- - - - -",
    ("blind", "withdrawn"): "- - - - -",
}
ITEMS = {
    ("open", "open"): "- - - - -",
    ("open", "in_review"): "y y y y -",
    ("open", "decided"): "y y y y -",
    ("open", "withdrawn"): "- - - - -",
    ("blind", "open"): "- - - - -",
    ("blind", "in_review"): "y y y y -",
    ("blind", "decided"): "y y y y -",
    ("blind", "withdrawn"): "- - - - -",
}
DOCUMENTS = {case: "- - y - -" if case[1] == "withdrawn" else "y y y y -" for case in TAGS}


def bring(cast: Cast, project: str, state: str) -> None:
    """Ada and Ben have each tagged the document of a project that needs both, and it is in `state`."""
    cast.settings(blind=project == "blind", coders_per_document=2)
    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ben, PUMP, "disputed")
    if state in {"in_review", "decided"}:
        cast.hand_in(cast.ada, cast.ben)
    if state == "decided":
        actions.decide(by=cast.cleo, item=ReviewItem.objects.get(), status="sourced")
    if state == "withdrawn":
        withdraw(by=cast.cleo, document=fresh(cast.document))


@pytest.mark.parametrize("case", TAGS, ids=" ".join)
def test_everyone_sees_what_is_his_to_see(cast: Cast, case: tuple[str, str]) -> None:
    bring(cast, *case)
    letters = {cast.ada.pk: "A", cast.ben.pk: "B"}

    def whose(rows: Any) -> str:
        return "".join(sorted(letters[key] for key in rows.values_list("analyst", flat=True))) or "-"

    def there(rows: Any) -> str:
        return "y" if rows.exists() else "-"

    readers = [getattr(cast, name) for name in READERS]
    seen = {
        "tags": [whose(Tag.objects.visible_to(reader)) for reader in readers],
        "assignments": [whose(Assignment.objects.visible_to(reader)) for reader in readers],
        "items": [there(ReviewItem.objects.visible_to(reader)) for reader in readers],
        "documents": [there(Document.objects.visible_to(reader)) for reader in readers],
    }
    for reader in readers:
        every = Tag.objects.visible_to(reader)
        assert set(Tag.objects.visible_in(fresh(cast.document).project, reader)) == set(every)
        live = every.live()
        assert set(Tag.objects.live_on(fresh(cast.document), reader)) == set(live)
        near = live_between(fresh(cast.document), reader, 0, cast.document.length)
        assert {key for _, _, key, _ in near} == {tag.pk for tag in live}
        marked, counts = live_and_own_counts(fresh(cast.document), reader, 0, cast.document.length)
        mine = Tag.objects.filter(document=cast.document, analyst=reader, state="submitted")
        assert (marked, counts["total"]) == (near, len(mine))
        found = document_for(reader, cast.document.pk)
        assert found == Document.objects.visible_to(reader).first()
        assert found is None or found.project.role_of(reader) == cast.project.role_of(reader)
    tables = {"tags": TAGS, "assignments": ASSIGNMENTS, "items": ITEMS, "documents": DOCUMENTS}
    assert seen == {name: table[case].split() for name, table in tables.items()}


def snapshot(cast: Cast) -> dict[str, list[Any]]:
    """Every column of every row that Ada can see."""
    rows = (Document, Assignment, Tag, ReviewItem)
    found = {
        model.__name__: list(model.objects.visible_to(cast.ada).order_by("pk").values()) for model in rows
    }
    found["awaiting"] = list(Document.objects.awaiting(cast.ada).values())
    found["project"] = list(type(cast.project).objects.visible_to(cast.ada).values())
    return found


def test_nothing_that_an_analyst_sees_moves_with_anothers_work_in_a_blind_project(cast: Cast) -> None:
    cast.settings(blind=True, coders_per_document=3)
    cast.tag(cast.ada, PUMP)
    before = snapshot(cast)
    tag = cast.tag(cast.ben, PUMP, note="Mine.")
    assert snapshot(cast) == before
    annotations.change(
        by=cast.ben,
        tag=tag,
        status="disputed",
        evidence=[{"stance": "context", "start": 0, "end": 4, "exact": "Mill"}],
    )
    annotations.retract(by=cast.ben, tag=tag)
    annotations.restore(by=cast.ben, tag=tag)
    cast.tag(cast.cleo, PUMP)
    cast.hand_in(cast.ben)
    actions.reopen(by=cast.ben, document=cast.document)
    assert snapshot(cast) == before


def test_the_answer_to_ones_own_write_does_not_tell_of_anothers_work(cast: Cast) -> None:
    cast.settings(blind=True, coders_per_document=2)
    cast.tag(cast.ben, PUMP)
    tag = cast.tag(cast.ada, PUMP, "disputed")
    assert (tag.version, Tag.objects.filter(span=tag.span_id).count()) == (1, 1)
    cast.hand_in(cast.ben)
    assert annotations.change(by=cast.ada, tag=tag, status="sourced").version == 2


def test_a_document_that_is_assigned_to_one_more_is_blind_again(cast: Cast) -> None:
    bring(cast, "blind", "in_review")
    gus = assigning.set_member(by=cast.cleo, project=cast.project, username="gus", role="analyst")[0].user
    assigning.assign(by=cast.cleo, documents=[fresh(cast.document)], analysts=[gus])
    assert [Tag.objects.visible_to(reader).count() for reader in (cast.ada, gus, cast.cleo, cast.dan)] == [
        1,
        0,
        2,
        0,
    ]
    assert [ReviewItem.objects.visible_to(reader).count() for reader in (cast.ada, gus, cast.cleo)] == [
        0,
        0,
        1,
    ]
