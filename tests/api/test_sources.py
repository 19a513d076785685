"""Sources and their grades over HTTP."""

import uuid
from typing import Any

import pytest

from annotator.api.serializers.sources import SourceOut
from annotator.audit.models import Event
from tests.api.program import Program, problem
from tests.cast import Cast, capture


@pytest.fixture
def path(cast: Cast) -> str:
    return f"projects/{cast.project.slug}/sources/"


@pytest.fixture
def radio(cleo: Program, path: str) -> str:
    """The address of a source that Cleo made."""
    made = cleo.post(path, {"name": " Quay Radio ", "reliability": "B"})
    assert made.status_code == 201, made.content
    return str(made["Location"])


def test_a_source_is_made_read_and_listed(
    radio: str, path: str, cast: Cast, ada: Program, dan: Program
) -> None:
    capture(cast.cleo, cast.project, "Rain over the quay.", source="Mill Gazette")
    found = ada.get(radio)
    body = found.json()
    assert set(body) == set(SourceOut().fields)
    assert (body["name"], body["reliability"], body["version"]) == ("Quay Radio", "B", 1)
    assert body["project"] == str(cast.project.pk)
    assert ada.get(radio, if_none_match=found["ETag"]).status_code == 304
    listed = dan.get(path).json()["results"]
    assert [(row["name"], row["reliability"]) for row in listed] == [
        ("Quay Radio", "B"),
        ("Mill Gazette", None),
    ]
    assert listed[0] == body
    assert [row["name"] for row in dan.get(path + "?q=gaz").json()["results"]] == ["Mill Gazette"]
    assert dan.get(path + "?q=100%25").json()["results"] == []
    first = dan.get(path + "?limit=1").json()
    assert [row["name"] for row in dan.get(first["next"]).json()["results"]] == ["Mill Gazette"]


def test_a_change_needs_the_etag_and_documents_show_the_new_name(
    radio: str, cast: Cast, cleo: Program, dan: Program
) -> None:
    document = capture(cast.cleo, cast.project, "Rain over the quay.", source="Quay Radio")
    tag = cast.tag(cast.ada, "Rain", document=document)
    problem(cleo.patch(radio, {"reliability": "C"}), 428)
    etag = cleo.etag(radio)
    changed = cleo.patch(radio, {"reliability": "F", "name": "Quay FM"}, if_match=etag)
    assert changed.status_code == 200, changed.content
    assert (changed.json()["reliability"], changed.json()["version"]) == ("F", 2)
    assert changed.content == dan.get(radio).content
    problem(cleo.patch(radio, {"reliability": "C"}, if_match=etag), 412)
    same = cleo.patch(radio, {"reliability": "F"}, if_match=changed["ETag"])
    assert (same["ETag"], same.json()["version"]) == (changed["ETag"], 2)
    assert cleo.patch(radio, {"reliability": None}, if_match="*").json()["reliability"] is None
    shown = dan.get(f"documents/{document.pk}/").json()
    assert (shown["source"], shown["version"]) == ("Quay FM", 2)
    annotation = dan.get(f"tags/{tag.pk}/").json()
    assert (annotation["document"]["source"], annotation["version"]) == ("Quay FM", 1)


def test_every_write_leaves_its_event(radio: str, cast: Cast, cleo: Program) -> None:
    cleo.patch(radio, {"reliability": "A"}, if_match="*")
    events = Event.objects.filter(kind="source", project_id=cast.project.pk).order_by("change")
    key = uuid.UUID(radio.rstrip("/").rpartition("/")[2])
    assert [(event.op, event.object_id, event.by_id) for event in events] == [
        ("created", key, cast.cleo.pk),
        ("updated", key, cast.cleo.pk),
    ]
    assert events[1].data["before"] == {"reliability": "B"}
    assert events[1].data["after"] == {"reliability": "A"}


def test_a_taken_name_is_a_conflict(radio: str, path: str, cleo: Program, eve: Program, cast: Cast) -> None:
    other = cleo.post(path, {"name": "Mill Gazette"})["Location"]
    problem(cleo.post(path, {"name": "Quay Radio"}), 409)
    problem(cleo.patch(other, {"name": "Quay Radio "}, if_match="*"), 409)
    assert cleo.get(other).json()["name"] == "Mill Gazette"
    assert eve.post(f"projects/{cast.other.slug}/sources/", {"name": "Quay Radio"}).status_code == 201


WRONG: list[tuple[Any, int]] = [
    ({}, 422), ({"name": ""}, 422), ({"name": " \n"}, 422), ({"name": 7}, 422), ({"name": None}, 422),
    ({"name": "x" * 201}, 422), ({"name": "x", "reliability": "G"}, 422), ({"name": "x", "reliability": "a"}, 422),
    ({"name": "x", "reliability": 1}, 422), ({"name": "x", "reliability": ""}, 422), ({"name": "x", "grade": "A"}, 400),
    ([], 400),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), WRONG)
def test_a_bad_source_is_refused(radio: str, path: str, cleo: Program, body: Any, status: int) -> None:
    problem(cleo.post(path, body), status)
    if body:
        problem(cleo.patch(radio, body, if_match="*"), status)


def test_supervisors_alone_write(radio: str, path: str, cast: Cast) -> None:
    for program in (Program(cast.ada), Program(cast.dan), Program(cast.cleo, scopes=("read", "write"))):
        problem(program.post(path, {"name": "x"}), 403)
        problem(program.patch(radio, {"name": "x"}, if_match="*"), 403)


def test_strangers_and_wrong_addresses_find_nothing(
    radio: str, path: str, ada: Program, eve: Program
) -> None:
    for answer in (
        eve.get(path),
        eve.post(path, {"name": "x"}),
        eve.get(radio),
        eve.patch(radio, {"name": "x"}),
    ):
        problem(answer, 404)
    problem(ada.get(f"sources/{uuid.uuid4()}/"), 404)
    problem(ada.get("sources/nothing/"), 404)
    problem(ada.get(path + "?name=x"), 400, "unknown")
    problem(ada.delete(radio), 405)
    problem(ada.put(path, {}), 405)


def test_a_token_of_another_project_opens_no_source(radio: str, cast: Cast, path: str) -> None:
    limited = Program(cast.cleo, project=cast.other.pk)
    problem(limited.get(radio), 404)
    problem(limited.get(path), 404)
