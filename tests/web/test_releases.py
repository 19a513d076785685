"""Releases on their page: asked for, watched, downloaded, cancelled, failed."""

import hashlib
from typing import Any

import pytest

from annotator.jobs import actions, tasks
from annotator.jobs.models import Job
from annotator.releases.models import Release
from tests.cast import Cast
from tests.web.conftest import SignedIn

PAGE = "/projects/mill-lane/releases/"


def text(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]


@pytest.fixture
def waiting(cast: Cast) -> Release:
    """A release that no worker has taken yet."""
    return actions.request_release(by=cast.cleo, project=cast.project, title="First")[0]


@pytest.fixture
def published(transactional_db: None, cast: Cast) -> Release:
    """A release made by the worker's own code, which needs transactions of its own."""
    release, job = actions.request_release(by=cast.cleo, project=cast.project, only_decided=False)
    tasks.perform(job.pk)
    release.refresh_from_db()
    return release


def test_a_supervisor_asks_for_a_release_and_sees_it_wait(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    assert client.post(PAGE, {"title": "First", "only_decided": "yes"}).status_code == 303
    page = text(client.get(PAGE))
    assert "Release 1: <span" in page
    assert "Waiting for a worker" in page
    assert f'hx-get="{PAGE}1/progress/"' in page


def test_the_progress_asks_again_while_it_is_made_and_stops_when_done(
    cast: Cast, as_: SignedIn, waiting: Release
) -> None:
    client = as_(cast.cleo)
    assert 'hx-trigger="every 1s"' in text(client.get(f"{PAGE}1/progress/"))
    assert "<html" not in text(client.get(f"{PAGE}1/progress/"))
    client.post(f"{PAGE}1/cancel/")
    assert "hx-trigger" not in text(client.get(f"{PAGE}1/progress/"))
    assert "Cancelled" in text(client.get(PAGE))


def test_a_failed_release_says_why(cast: Cast, as_: SignedIn, waiting: Release) -> None:
    Release.objects.filter(pk=waiting.pk).update(state="failed")
    Job.objects.filter(subject=waiting.pk).update(state="failed", report=["The disk is full."])
    page = text(as_(cast.cleo).get(PAGE))
    assert "Failed" in page
    assert "The disk is full." in page


def test_each_file_of_a_published_release_is_downloaded_as_its_checksum_says(
    published: Release, cast: Cast, as_: SignedIn
) -> None:
    client = as_(cast.dan)
    page = text(client.get(PAGE))
    assert published.manifest
    for file in published.manifest["files"]:
        address = f"{PAGE}1/files/{file['name']}"
        assert address in page
        assert file["sha256"] in page
        response = client.get(address)
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert response["Content-Disposition"].startswith("attachment")
    assert client.get(f"{PAGE}1/files/..%2Fsecret").status_code == 404
    assert as_(cast.eve).get(f"{PAGE}1/files/manifest.json").status_code == 404


def test_others_see_no_release_before_it_is_published_and_make_none(
    cast: Cast, as_: SignedIn, waiting: Release
) -> None:
    for user in (cast.ada, cast.dan):
        client = as_(user)
        assert "First" not in text(client.get(PAGE))
        assert "New release" not in text(client.get(PAGE))
        assert client.post(PAGE, {"only_decided": "yes"}).status_code == 403
        assert client.get(f"{PAGE}1/progress/").status_code == 404
        assert client.post(f"{PAGE}1/cancel/").status_code == 404


def test_a_page_without_releases_says_so(cast: Cast, as_: SignedIn) -> None:
    assert "No releases yet" in text(as_(cast.ada).get(PAGE))
