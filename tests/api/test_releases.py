"""Releases, their files and their jobs over HTTP."""

import hashlib
import json
import uuid

import pytest

from annotator.jobs.models import Job
from tests.api.program import Program, problem
from tests.cast import Cast


@pytest.fixture
def path(cast: Cast) -> str:
    return f"projects/{cast.project.slug}/releases/"


@pytest.fixture
def release(cast: Cast, cleo: Program, path: str) -> str:
    """The address of a published release, its job done by a worker's own function."""
    from annotator.jobs import tasks

    cast.settings(coders_per_document=1)
    cast.tag(cast.ada, "The board denies", "disputed")
    cast.hand_in(cast.ada)
    asked = cleo.post(path, {"title": "First", "only_decided": False})
    assert asked.status_code == 202, asked.content
    tasks.perform(uuid.UUID(asked.json()["id"]))
    job = cleo.get(asked["Location"]).json()
    assert job["state"] == "done", job
    return str(job["result"]["release"])


def test_a_release_is_asked_for_and_its_job_followed(
    cleo: Program, ada: Program, eve: Program, path: str
) -> None:
    asked = cleo.post(path, {})
    assert asked.status_code == 202, asked.content
    job = asked.json()
    assert asked["Location"] == f"http://127.0.0.1:8000/api/v1/jobs/{job['id']}/"
    assert job["result"]["release"].startswith("http://127.0.0.1:8000/api/v1/releases/")
    assert (job["kind"], job["state"], job["done"]) == ("release", "queued", 0)
    assert cleo.get(job["result"]["release"]).json()["state"] == "building"
    problem(ada.get(job["result"]["release"]), 404)
    problem(ada.get(asked["Location"]), 404)
    problem(ada.delete(asked["Location"]), 404)
    assert cleo.delete(asked["Location"]).json()["state"] == "cancelled"
    assert Job.objects.get().state == "cancelled"
    problem(ada.post(path, {}), 403)
    problem(eve.post(path, {}), 404)
    problem(cleo.get(f"jobs/{uuid.uuid4()}/"), 404)


@pytest.mark.parametrize(
    ("body", "status"),
    [({"formats": ["docx"]}, 422), ({"formats": []}, 422), ({"formats": "csv"}, 422), ({"only_decided": 1}, 422),
     ({"title": 7}, 422), ({"title": "x" * 201}, 422), ({"name": "x"}, 400)],
)  # fmt: skip
def test_a_bad_release_is_refused(cleo: Program, path: str, body: object, status: int) -> None:
    problem(cleo.post(path, body), status)


@pytest.mark.django_db(transaction=True)
def test_a_published_release_lists_its_files_with_their_hashes(dan: Program, path: str, release: str) -> None:
    listed = dan.get(path).json()["results"]
    found = dan.get(release).json()
    assert listed == [found]
    assert (found["title"], found["state"], found["number"]) == ("First", "published", 1)
    assert found["manifest"]["number"] == 1
    names = {file["name"]: file for file in found["files"]}
    assert {
        "annotations.jsonl",
        "documents.jsonl",
        "decisions.jsonl",
        "manifest.json",
        "SHA256SUMS",
    } <= names.keys()
    for file in found["files"]:
        content = b"".join(dan.get(file["url"]))
        assert file["sha256"] in {None, hashlib.sha256(content).hexdigest()}
        assert file["size"] in {None, len(content)}
    line = json.loads(b"".join(dan.get(names["annotations.jsonl"]["url"])).splitlines()[0])
    assert line["span"]["exact"] == "The board denies"


@pytest.mark.django_db(transaction=True)
def test_ranges_of_a_file(dan: Program, eve: Program, release: str) -> None:
    url = release + "files/annotations.jsonl"
    whole = dan.get(url)
    content = b"".join(whole)
    assert whole["Accept-Ranges"] == "bytes"
    assert int(whole["Content-Length"]) == len(content)
    for given, expected in (
        ("bytes=0-9", content[:10]), ("bytes=5-", content[5:]), ("bytes=-7", content[-7:]),
        (f"bytes=3-{10**17}", content[3:]), (f"bytes=-{10**17}", content),
    ):  # fmt: skip
        part = dan.get(url, range=given)
        assert (part.status_code, b"".join(part)) == (206, expected)
        assert part["Content-Range"].endswith(f"/{len(content)}")
    for given in ("bytes=9-3", "lines=1-2", "bytes=0-1,3-4", "bytes=-", "bytes=x-"):
        assert dan.get(url, range=given).status_code == 200
    assert dan.get(url, range="bytes=0-1", if_range='"old"').status_code == 200
    assert dan.get(url, range="bytes=0-1", if_range=whole["ETag"]).status_code == 206
    beyond = dan.get(url, range=f"bytes={len(content)}-")
    problem(beyond, 416)
    assert beyond["Content-Range"] == f"bytes */{len(content)}"
    assert dan.get(url, if_none_match=whole["ETag"]).status_code == 304
    problem(dan.get(release + "files/nothing.txt"), 404)
    problem(dan.get(release + "files/..%2Fmanifest.json"), 404)
    problem(eve.get(url), 404)
