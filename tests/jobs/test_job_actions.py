"""Asking for a release, cancelling it, and what a broken row does."""

import socket
import time
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.db.models.functions import Now
from django.utils import timezone

from annotator.annotations.models import Span
from annotator.jobs import actions, bell, health, lease, tasks
from annotator.jobs.models import Job, JobState
from annotator.lib.refusals import Conflict, Forbidden, Invalid
from annotator.projects.actions import set_member
from annotator.releases import files
from annotator.releases.models import Release, ReleaseState
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def requested(cast: Cast) -> tuple[Release, Job]:
    return actions.request_release(by=cast.cleo, project=cast.project, only_decided=False)


def test_a_request_makes_a_release_and_its_job_together(cast: Cast) -> None:
    release, job = requested(cast)
    assert (release.state, job.state) == (ReleaseState.BUILDING, JobState.QUEUED)
    assert (job.subject, job.result) == (release.pk, {"release": str(release.pk)})


def test_a_refused_request_leaves_neither(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.request_release(by=cast.ada, project=cast.project)
    with pytest.raises(Invalid):
        actions.request_release(by=cast.cleo, project=cast.project, formats=["exe"])
    assert not Release.objects.exists()
    assert not Job.objects.exists()


def test_a_dead_broker_delays_no_request(cast: Cast) -> None:
    begun = time.monotonic()
    _, job = requested(cast)  # the tests' home has no broker
    assert time.monotonic() - begun < 2
    assert Job.objects.get(pk=job.pk).sent_at is None


def test_a_broker_that_says_nothing_delays_a_request_by_seconds_only(cast: Cast, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        before, current_app.conf.broker_url = (
            current_app.conf.broker_url,
            f"redis://127.0.0.1:{silent.getsockname()[1]}/0",
        )
        try:
            begun = time.monotonic()
            _, job = requested(cast)
            assert time.monotonic() - begun < 3
        finally:
            current_app.conf.broker_url = before
    assert Job.objects.get(pk=job.pk).sent_at is None


def test_the_job_makes_the_release(cast: Cast) -> None:
    cast.tag(cast.ada, "cut the cable")
    release, job = requested(cast)
    tasks.run_job(str(job.pk))
    release.refresh_from_db()
    assert release.state == ReleaseState.PUBLISHED
    assert "annotations.jsonl" in files.names_of(release)
    tasks.run_job(str(job.pk))  # a message that comes twice
    assert Job.objects.get(pk=job.pk).tries == 1


def test_rows_that_contradict_each_other_fail_the_job_and_are_named(cast: Cast) -> None:
    tag = cast.tag(cast.ada, "cut the cable")
    Span.objects.filter(pk=tag.span_id).update(exact="cut the cablE")
    release, job = requested(cast)
    tasks.perform(job.pk)
    job.refresh_from_db()
    release.refresh_from_db()
    assert (job.state, release.state) == (JobState.FAILED, ReleaseState.FAILED)
    assert str(cast.document.pk) in job.report[0]


def test_a_full_disk_is_tried_again(cast: Cast) -> None:
    release, job = requested(cast)
    blocked = files.path_of(f"releases/{release.pk}")
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file where the folder should be")
    tasks.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.tries) == (JobState.RUNNING, 1)
    blocked.unlink()
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))
    tasks.perform(job.pk)
    release.refresh_from_db()
    assert release.state == ReleaseState.PUBLISHED


def test_a_cancelled_job_is_not_done(cast: Cast) -> None:
    release, job = requested(cast)
    assert actions.cancel(by=cast.cleo, job=job).state == JobState.CANCELLED
    assert actions.cancel(by=cast.cleo, job=job).state == JobState.CANCELLED
    tasks.perform(job.pk)
    release.refresh_from_db()
    assert release.state == ReleaseState.FAILED


def test_cancelling_stops_the_worker_that_holds_the_job(cast: Cast) -> None:
    _, job = requested(cast)
    held = lease.claim(job.pk)
    assert held is not None
    actions.cancel(by=cast.cleo, job=job)
    with pytest.raises(lease.ClaimLostError):
        lease.progress(held, 1, 2)
    with pytest.raises(lease.ClaimLostError):
        actions.fail(job=held, report=["too late"])


def test_a_job_that_is_done_can_not_be_cancelled(cast: Cast) -> None:
    release, job = requested(cast)
    tasks.perform(job.pk)
    with pytest.raises(Conflict):
        actions.cancel(by=cast.cleo, job=job)
    release.refresh_from_db()
    assert release.state == ReleaseState.PUBLISHED


def test_only_supervisors_of_the_project_cancel_what_is_not_theirs(cast: Cast) -> None:
    _, job = requested(cast)
    for stranger in (cast.ada, cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            actions.cancel(by=stranger, job=job)


def test_ones_own_jobs_and_those_of_ones_projects_are_seen(cast: Cast) -> None:
    _, job = requested(cast)
    assert list(Job.objects.visible_to(cast.cleo)) == [job]
    for other in (cast.ada, cast.dan, cast.eve):
        assert not Job.objects.visible_to(other).exists()


def test_the_round_notes_the_worker(cast: Cast) -> None:
    before = timezone.now()
    tasks.redispatch()
    seen = health.worker_seen()
    assert seen is not None
    assert before <= seen <= timezone.now()


def test_a_worker_busy_with_a_long_job_is_seen_by_its_lease(cast: Cast) -> None:
    _, job = requested(cast)
    assert lease.claim(job.pk) is not None
    seen = health.worker_seen()
    assert seen is not None
    assert timezone.now() - seen < timedelta(seconds=5)


def test_ringing_a_dead_broker_answers_false(cast: Cast) -> None:
    _, job = requested(cast)
    assert bell.ring(job.pk) is False


def test_who_left_the_project_neither_sees_nor_cancels_the_job_he_began(cast: Cast) -> None:
    _, job = requested(cast)
    set_member(by=None, project=cast.project, username="ben", role="supervisor")
    cast.project.memberships.filter(user=cast.cleo).delete()
    assert not Job.objects.visible_to(cast.cleo).exists()
    assert list(Job.objects.visible_to(cast.ben)) == [job]
    with pytest.raises(Forbidden):
        actions.cancel(by=cast.cleo, job=Job.objects.get(pk=job.pk))
