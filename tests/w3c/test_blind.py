"""A reader is told of nothing that he may not see: not by a total, a page, an ETag, a time, or an answer to a write."""

import uuid

import pytest

from annotator.annotations import actions
from tests.api.program import Program, problem
from tests.cast import Cast
from tests.w3c.speaking import (
    DESCRIPTIONS,
    IRIS,
    QUOTES,
    annotation,
    container,
    note,
    prefer,
    send,
    status,
)


@pytest.fixture(autouse=True)
def blind(cast: Cast) -> None:
    cast.settings(blind=True, coders_per_document=2)


def everything(program: Program, cast: Cast) -> list[tuple[int, bytes, str]]:
    """What a reader can find out about a container."""
    answers = [program.get(container(cast), **wish) for wish in ({}, prefer(IRIS), prefer(DESCRIPTIONS))]
    answers += [program.get(f"{container(cast)}?iris={flavour}&page=first") for flavour in (0, 1)]
    return [(answer.status_code, answer.content, answer.get("ETag", "")) for answer in answers]


def test_nothing_moves_with_anothers_work(cast: Cast, ada: Program, dan: Program) -> None:
    cast.tag(cast.ada, QUOTES[0])
    before = everything(ada, cast), everything(dan, cast)
    tag = cast.tag(cast.ben, QUOTES[1])
    actions.change(by=cast.ben, tag=tag, note="Mine.")
    assert (everything(ada, cast), everything(dan, cast)) == before
    actions.retract(by=cast.ben, tag=tag)
    actions.restore(by=cast.ben, tag=tag)
    cast.tag(cast.cleo, QUOTES[2])
    cast.hand_in(cast.ben)
    assert (everything(ada, cast), everything(dan, cast)) == before


def test_each_reader_is_told_what_he_sees(cast: Cast) -> None:
    cast.tag(cast.ada, QUOTES[0])
    cast.tag(cast.ben, QUOTES[0])
    cast.tag(cast.ben, QUOTES[1])

    def totals() -> list[int]:
        users = (cast.ada, cast.ben, cast.cleo, cast.dan)
        found = [Program(user).get(container(cast), **prefer(IRIS)).json() for user in users]
        assert [len(one["first"]["items"]) if one["total"] else 0 for one in found] == [
            (one["total"] + 1) // 2 for one in found
        ]
        return [one["total"] for one in found]

    assert totals() == [1, 2, 3, 0]
    cast.hand_in(cast.ada, cast.ben)
    assert totals() == [3, 3, 3, 3]


def test_anothers_annotation_is_like_none(
    cast: Cast, ada: Program, ben: Program, dan: Program, eve: Program
) -> None:
    tag = cast.tag(cast.ben, QUOTES[0])
    hidden, never = f"{container(cast)}{tag.pk}", f"{container(cast)}{uuid.uuid4()}"
    body = annotation(cast)
    for program in (ada, dan, eve):
        for verb in ("get", "put", "delete"):
            sent = body if verb == "put" else None
            there, nowhere = (program.send(verb, address, sent) for address in (hidden, never))
            assert problem(there, there.status_code) == nowhere.json()
            assert there.status_code == nowhere.status_code
    assert ben.get(hidden).status_code == 200
    actions.retract(by=cast.ben, tag=tag)
    problem(ada.get(hidden), 404)
    problem(ben.get(hidden), 410)


def test_the_answer_to_ones_own_write_tells_nothing(cast: Cast, ada: Program, ben: Program) -> None:
    first = send(ben, cast, annotation(cast, body=[status("sourced"), note("A secret.")]))
    answer = send(ada, cast, annotation(cast))
    assert (first.status_code, answer.status_code) == (201, 201)
    assert b"secret" not in answer.content
    assert b"ben" not in answer.content
    assert ada.get(container(cast)).json()["total"] == 1


def test_a_proposed_id_that_a_hidden_annotation_has_is_passed_over(cast: Cast, ada: Program) -> None:
    tag = cast.tag(cast.ben, QUOTES[0])
    answer = send(ada, cast, annotation(cast), slug=str(tag.pk))
    assert answer.status_code == 201
    assert str(tag.pk) not in answer["Location"]
