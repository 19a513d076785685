"""Comments over HTTP."""

from uuid import uuid4

from annotator.annotations.models import Comment
from tests.api.program import Program, problem
from tests.cast import Cast


def test_a_comment_is_said_answered_read_and_retracted(
    cast: Cast, ada: Program, cleo: Program, dan: Program
) -> None:
    at = f"tags/{cast.tag(cast.ada, 'a bang').pk}/comments/"
    made = cleo.post(at, {"text": "Who says so, @ada?"})
    assert made.status_code == 201, made.content
    top = made.json()
    assert {**top, "id": "", "at": ""} == {
        "id": "", "tag": top["tag"], "text": "Who says so, @ada?", "by": "cleo", "at": "", "reply_to": None,
    }  # fmt: skip
    assert top["at"].endswith("Z")
    answer = ada.post(at, {"text": "The neighbours.", "reply_to": top["id"]}).json()
    listed = dan.get(at).json()
    assert listed == {"results": [top, answer], "next": None, "previous": None}
    one = ada.get(made["Location"])
    assert (one.json(), one["ETag"]) == (top, made["ETag"])
    problem(cleo.delete(made["Location"]), 428)
    problem(ada.delete(made["Location"], if_match=one["ETag"]), 403)
    for _ in range(2):
        assert cleo.delete(made["Location"], if_match=one["ETag"]).status_code == 204
    problem(ada.get(made["Location"]), 404)
    assert [found["text"] for found in ada.get(at).json()["results"]] == ["The neighbours."]


def test_under_ones_own_id_a_request_may_be_repeated(cast: Cast, ada: Program, ben: Program) -> None:
    at, key = f"tags/{cast.tag(cast.ada, 'a bang').pk}/comments/", str(uuid4())
    body = {"id": key, "text": "Heard by two."}
    first, again = ada.post(at, body), ada.post(at, body)
    assert first.json()["id"] == key
    assert (first.status_code, first.content) == (again.status_code, again.content)
    problem(ada.post(at, {**body, "text": "By three."}), 409)
    problem(ben.post(at, body), 409)
    assert Comment.objects.count() == 1


def test_what_is_no_comment_is_refused(cast: Cast, ada: Program, dan: Program) -> None:
    tag, other = cast.tag(cast.ada, "a bang"), cast.tag(cast.ada, "the cable")
    at = f"tags/{tag.pk}/comments/"
    elsewhere = ada.post(f"tags/{other.pk}/comments/", {"text": "Elsewhere."}).json()["id"]
    for body, status in (
        ({}, 422), ({"text": ""}, 422), ({"text": " "}, 422), ({"text": 5}, 422), ({"text": "x" * 5001}, 422),
        ({"text": "x", "reply_to": "y"}, 422), ({"text": "x", "reply_to": str(uuid4())}, 422),
        ({"text": "x", "reply_to": elsewhere}, 422), ({"text": "x", "colour": "red"}, 400),
    ):  # fmt: skip
        problem(ada.post(at, body), status)
    problem(dan.post(at, {"text": "x"}), 403)
    problem(ada.get(f"tags/{other.pk}/comments/{uuid4()}/"), 404)
    assert Comment.objects.filter(tag=tag).count() == 0


def test_in_a_blind_document_comments_are_as_hidden_as_tags(
    cast: Cast, ada: Program, ben: Program, cleo: Program, dan: Program
) -> None:
    cast.settings(blind=True, coders_per_document=2)
    at = f"tags/{cast.tag(cast.ada, 'a bang').pk}/comments/"
    made = cleo.post(at, {"text": "Who says so?"})
    for program in (ben, dan):
        problem(program.get(at), 404)
        problem(program.get(made["Location"]), 404)
        problem(program.post(at, {"text": "x"}), 404)
    assert ada.get(at).json()["results"] == [made.json()]
    cast.hand_in(cast.ada, cast.ben)
    assert ben.get(at).json() == dan.get(at).json() == cleo.get(at).json()


def test_a_token_that_reads_does_not_comment_and_one_for_elsewhere_sees_nothing(cast: Cast) -> None:
    at = f"tags/{cast.tag(cast.ada, 'a bang').pk}/comments/"
    problem(Program(cast.ada, ("read",)).post(at, {"text": "x"}), 403)
    problem(Program(cast.ada, project=cast.other.pk).get(at), 404)
