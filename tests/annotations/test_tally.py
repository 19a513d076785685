"""The kept count of live tags: what each reader may see, whatever happens and however many write at once."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from annotator.annotations import actions
from annotator.annotations.models import Tag
from annotator.annotations.tally import Tally, total_for
from annotator.documents import actions as documents
from annotator.projects.models import Project
from annotator.review import actions as review
from annotator.review import assigning
from tests.at_once import together
from tests.cast import Cast, capture, fresh

PUMP, BANG, CABLE = "the pump stopped", "Two neighbours heard a bang", "Someone may have cut the cable."


def check(cast: Cast) -> None:
    """Each reader is told as many as he can list."""
    for user in (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eve):
        project = Project.objects.get(pk=cast.project.pk)
        listed = Tag.objects.visible_to(user).live().filter(document__project=project).count()
        if project.role_of(user) is not None:
            assert total_for(user, project).live == listed, user.username


def kept(cast: Cast, *users: str) -> list[int]:
    project = Project.objects.get(pk=cast.project.pk)
    return [total_for(getattr(cast, name), project).live for name in users]


def test_every_way_of_a_tag_and_of_its_document_moves_it(cast: Cast) -> None:
    cast.settings(blind=True, coders_per_document=2)
    tag = cast.tag(cast.ada, PUMP)
    cast.tag(cast.ada, BANG)
    cast.tag(cast.ben, PUMP, "disputed")
    assert kept(cast, "ada", "ben", "cleo", "dan") == [2, 1, 3, 0]
    actions.retract(by=cast.ada, tag=tag)
    assert kept(cast, "ada", "ben", "cleo", "dan") == [1, 1, 2, 0]
    actions.restore(by=cast.ada, tag=tag)
    actions.change(by=cast.ada, tag=tag, note="later")
    cast.hand_in(cast.ada)
    assert kept(cast, "ada", "ben", "cleo", "dan") == [2, 1, 3, 0]
    document = cast.hand_in(cast.ben)
    assert kept(cast, "ada", "ben", "cleo", "dan") == [3, 3, 3, 3]
    documents.withdraw(by=cast.cleo, document=document)
    assert kept(cast, "ada", "ben", "cleo", "dan") == [0, 0, 0, 0]
    documents.restore(by=cast.cleo, document=fresh(document))
    assert kept(cast, "ada", "ben", "cleo", "dan") == [3, 3, 3, 3]
    gus = assigning.set_member(by=cast.cleo, project=cast.project, username="gus", role="analyst")[0].user
    assigning.assign(by=cast.cleo, documents=[fresh(document)], analysts=[gus])
    assert kept(cast, "ada", "ben", "cleo", "dan") == [2, 1, 3, 0]
    check(cast)


def test_blindness_is_asked_when_it_is_read(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    assert kept(cast, "ben", "dan") == [1, 1]
    cast.settings(blind=True)
    assert kept(cast, "ada", "ben", "dan") == [1, 0, 0]


def test_several_things_of_one_action_are_counted_together(cast: Cast) -> None:
    """A tag and the state of its document in one statement of events."""
    from annotator.audit.record import frame

    with frame():
        tag = cast.tag(cast.ada, PUMP)
        cast.tag(cast.ada, BANG)
        actions.retract(by=cast.ada, tag=tag)
        review.hand_in(by=cast.ada, document=fresh(cast.document))
        documents.withdraw(by=cast.cleo, document=fresh(cast.document))
        documents.restore(by=cast.cleo, document=fresh(cast.document))
    assert kept(cast, "ada", "dan") == [1, 1]
    assert {(row.analyst, row.live) for row in Tally.objects.all()} == {(None, 1), (cast.ada, 0)}


def test_what_a_failed_inner_action_did_is_not_counted(cast: Cast) -> None:
    from annotator.audit.record import frame
    from annotator.lib.refusals import Refusal

    with frame():
        cast.tag(cast.ada, PUMP)
        with pytest.raises(Refusal):
            actions.tag_many(
                by=cast.ada,
                document=fresh(cast.document),
                items=[
                    {"start": 0, "end": 4, "exact": "Mill", "status": "sourced"},
                    {"start": 0, "end": 4, "exact": "Mull", "status": "sourced"},
                ],
            )
    assert kept(cast, "ada") == [1]
    check(cast)


def test_a_hundred_chance_steps_end_where_counting_anew_does(cast: Cast) -> None:
    dice = random.Random(7)
    cast.settings(blind=True, coders_per_document=2)
    texts = [cast.document, cast.text("Second"), cast.text("Third")]
    words = [PUMP, BANG, CABLE, "The board denies"]

    def one_of_own(by: object) -> Tag:
        return dice.choice(list(Tag.objects.filter(analyst=by).select_related("document__project", "span")))

    steps: list[Callable[[Any], object]] = [
        lambda by: cast.tag(by, dice.choice(words), document=dice.choice(texts)),
        lambda by: actions.retract(by=by, tag=one_of_own(by)),
        lambda by: actions.restore(by=by, tag=one_of_own(by)),
        lambda by: review.hand_in(by=by, document=fresh(dice.choice(texts))),
        lambda by: review.reopen(by=by, document=fresh(dice.choice(texts))),
        lambda _: documents.withdraw(by=cast.cleo, document=fresh(dice.choice(texts))),
        lambda _: documents.restore(by=cast.cleo, document=fresh(dice.choice(texts))),
    ]
    from annotator.lib.refusals import Refusal

    done = 0
    for _ in range(150):
        try:
            dice.choice(steps)(dice.choice([cast.ada, cast.ben, cast.cleo]))
            done += 1
        except (Refusal, IndexError):  # not now, or he has no tag yet
            continue
        check(cast)
    assert done > 50


def test_tags_of_a_superseded_document_are_not_counted(cast: Cast) -> None:
    from annotator.audit.record import frame
    from annotator.documents import coding
    from annotator.documents.models import DocumentState

    cast.tag(cast.ada, PUMP)
    cast.tag(cast.ben, PUMP)
    with frame():
        coding.set_state(by=cast.cleo, document=fresh(cast.document), state=DocumentState.SUPERSEDED)
    assert kept(cast, "ada", "ben", "cleo", "dan") == [0, 0, 0, 0]
    check(cast)


def test_it_can_be_counted_anew(cast: Cast) -> None:
    cast.tag(cast.ada, PUMP)
    cast.hand_in(cast.ada)
    before = list(Tally.objects.order_by("analyst").exclude(live=0).values_list("project", "analyst", "live"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT annotations_recount()")
    assert list(Tally.objects.order_by("analyst").values_list("project", "analyst", "live")) == before


def test_verify_names_a_count_that_is_wrong(cast: Cast) -> None:
    from annotator.jobs.inspection import inspect

    cast.tag(cast.ada, PUMP)
    assert list(inspect()) == []
    Tally.objects.update(live=2)
    assert [f"Project {cast.project.pk}" in fault for fault in inspect()] == [True]


def test_what_a_reader_is_told_moves_with_what_he_sees_alone(cast: Cast) -> None:
    cast.settings(blind=True, coders_per_document=2)
    project = cast.project
    cast.tag(cast.ada, PUMP)
    mine, none = total_for(cast.ada, project), total_for(cast.dan, project)
    tag = cast.tag(cast.ben, PUMP)
    actions.retract(by=cast.ben, tag=tag)
    assert (total_for(cast.ada, project), total_for(cast.dan, project)) == (mine, none)
    assert none == (0, None)


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_are_all_counted() -> None:
    from tests.cast import make_cast

    cast = make_cast()
    texts = [capture(cast.cleo, cast.project, f"{number}\n{PUMP} and {BANG}") for number in range(4)]

    def write(by: object) -> None:
        for document in texts:
            tag = cast.tag(by, PUMP, document=document)
            cast.tag(by, BANG, document=document)
            actions.retract(by=by, tag=tag)

    found = together(
        lambda: write(cast.ada),
        lambda: write(cast.ben),
        lambda: write(cast.cleo),
        lambda: [documents.withdraw(by=cast.cleo, document=fresh(document)) for document in texts[:2]],
    )
    assert len(found) == 4
    check(cast)
    for document in texts[:2]:
        documents.restore(by=cast.cleo, document=fresh(document))
    check(cast)
