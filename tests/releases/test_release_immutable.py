"""A published release never changes; one that is not published shows nothing."""

from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from annotator.annotations.models import Span
from annotator.lib.refusals import Conflict, Forbidden, Invalid, Missing
from annotator.releases import actions, files
from annotator.releases.build import build
from annotator.releases.models import Release, ReleaseState
from annotator.releases.soundness import UnsoundError
from tests.cast import Cast
from tests.releases.reading import Make, folder


@pytest.mark.parametrize(
    "change",
    [
        {"manifest": {}},
        {"number": 9},
        {"state": "failed"},
        {"title": "x"},
        {"folder": "x"},
        {"only_decided": False},
    ],
)
def test_the_database_refuses_every_change_of_a_published_release(make: Make, change: dict[str, Any]) -> None:
    release = make()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**change)


def test_the_database_refuses_to_delete_a_published_release(make: Make) -> None:
    release = make()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        release.delete()


def test_a_published_release_can_neither_fail_nor_be_published_again(cast: Cast, make: Make) -> None:
    release = make()
    with pytest.raises(Conflict):
        actions.fail(by=cast.cleo, release=release)
    with pytest.raises(Conflict):
        actions.publish(by=cast.cleo, release=release, folder="other", manifest={})


def test_numbers_count_up_in_each_project_and_a_failed_ones_stays_used(cast: Cast, make: Make) -> None:
    failed = actions.create(by=cast.cleo, project=cast.project)
    actions.fail(by=cast.cleo, release=failed)
    assert (failed.number, make().number) == (1, 2)
    assert actions.create(by=cast.eve, project=cast.other).number == 1


def test_only_supervisors_make_releases(cast: Cast) -> None:
    for stranger in (cast.ada, cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            actions.create(by=stranger, project=cast.project)


@pytest.mark.parametrize("formats", [[], ["exe"], ["jsonl", "exe"]])
def test_an_unknown_format_is_refused(cast: Cast, formats: list[str]) -> None:
    with pytest.raises(Invalid):
        actions.create(by=cast.cleo, project=cast.project, formats=formats)


def test_files_are_opened_by_their_names_alone(cast: Cast, make: Make) -> None:
    release = make()
    with files.open_file(release, "SHA256SUMS") as content:
        assert b"manifest.json" in content.read()
    for name in ("../manifest.json", "", ".", "secret_key", "/etc/passwd"):
        with pytest.raises(Missing):
            files.open_file(release, name)


def test_a_release_that_is_being_built_has_no_files(cast: Cast) -> None:
    release = actions.create(by=cast.cleo, project=cast.project)
    assert files.names_of(release) == []
    with pytest.raises(Missing):
        files.open_file(release, "manifest.json")


def test_a_quote_that_is_not_in_its_text_stops_the_release_and_leaves_no_file(cast: Cast, make: Make) -> None:
    tag = cast.tag(cast.ada, "the pump stopped at 04:20")
    Span.objects.filter(pk=tag.span_id).update(exact="the pump stopped at 05:20")
    with pytest.raises(UnsoundError) as caught:
        make(only_decided=False)
    (line,) = caught.value.report
    assert str(cast.document.pk) in line
    release = Release.objects.get()
    assert release.state == ReleaseState.BUILDING
    assert list(files.path_of(f"releases/{release.pk}").iterdir()) == []


def test_what_stops_the_work_leaves_no_file(cast: Cast, make: Make) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StoppedError

    release = actions.create(by=cast.cleo, project=cast.project, only_decided=False)
    with pytest.raises(StoppedError):
        build(release, attempt="one", tell=stop)
    assert not files.path_of(files.folder_of(release, "one")).exists()


def test_other_tries_are_swept_and_the_published_one_stays(cast: Cast, make: Make) -> None:
    release = make()
    other = files.path_of(files.folder_of(release, "lost"))
    other.mkdir()
    files.discard(release, keep=release.folder)
    assert not other.exists()
    assert folder(release).is_dir()
