"""Who holds a job: real threads on connections of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from annotator.jobs import actions, lease, releasing, tasks
from annotator.jobs.models import LEASE, MOST_TRIES, Job, JobState
from annotator.releases import files
from annotator.releases.models import Release, ReleaseState
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def requested(cast: Cast) -> Job:
    return actions.request_release(by=cast.cleo, project=cast.project, only_decided=False)[1]


def lapse(job: Job) -> None:
    """Let the lease have run out: what a dead worker leaves after a while."""
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def at_once[T](work: Callable[[], T], threads: int) -> list[T]:
    """Run `work` in several threads that begin together, each with its own connection."""
    gate = threading.Barrier(threads)

    def run() -> T:
        gate.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(threads)]]


def state_of(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def test_one_of_many_workers_gets_the_job(cast: Cast) -> None:
    job = requested(cast)
    taken = [claimed for claimed in at_once(lambda: lease.claim(job.pk), 8) if claimed]
    assert len(taken) == 1
    assert taken[0].tries == 1


def test_one_of_many_workers_takes_over_when_the_lease_has_run_out(cast: Cast) -> None:
    job = requested(cast)
    first = lease.claim(job.pk)
    assert first is not None
    assert lease.claim(job.pk) is None
    lapse(job)
    (second,) = [claimed for claimed in at_once(lambda: lease.claim(job.pk), 8) if claimed]
    assert second.claim != first.claim
    assert second.tries == 2


def test_many_workers_at_once_publish_one_release(cast: Cast) -> None:
    job = requested(cast)
    at_once(lambda: tasks.perform(job.pk), 6)
    release = Release.objects.get()
    assert (state_of(job), release.state) == (JobState.DONE, ReleaseState.PUBLISHED)
    assert [str(path) for path in files.path_of(f"releases/{release.pk}").iterdir()] == [
        str(files.path_of(release.folder))
    ]


def test_a_worker_that_outlives_its_lease_can_not_publish(cast: Cast) -> None:
    job = requested(cast)
    slow = lease.claim(job.pk)
    lapse(job)
    quick = lease.claim(job.pk)
    assert slow is not None
    assert quick is not None
    # The slow one goes through its whole work: it loses at its first word of progress or at the last statement.
    with pytest.raises(lease.ClaimLostError):
        releasing.run(slow)
    assert Release.objects.get().state == ReleaseState.BUILDING
    releasing.run(quick)
    release = Release.objects.get()
    assert str(quick.claim) in release.folder
    assert len(list(files.path_of(f"releases/{release.pk}").iterdir())) == 1


def test_the_last_statement_alone_stops_a_worker_that_lost_its_claim(cast: Cast) -> None:
    job = requested(cast)
    slow = lease.claim(job.pk)
    assert slow is not None
    release = Release.objects.select_related("project", "created_by").get()
    built = releasing.build(release, attempt="slow", tell=lambda *_: None)
    lapse(job)
    assert lease.claim(job.pk) is not None
    with pytest.raises(lease.ClaimLostError):
        releasing.publish(slow, release, built)
    assert Release.objects.get().state == ReleaseState.BUILDING


def test_progress_renews_the_lease_and_needs_the_claim(cast: Cast) -> None:
    job = requested(cast)
    held = lease.claim(job.pk)
    assert held is not None
    lapse(job)
    lease.progress(held, 3, 10)
    found = Job.objects.get(pk=job.pk)
    assert (found.done, found.total) == (3, 10)
    assert lease.claim(job.pk) is None
    lapse(job)
    assert lease.claim(job.pk) is not None
    with pytest.raises(lease.ClaimLostError):
        lease.progress(held, 4, 10)


def test_progress_is_seen_while_the_work_reads_in_its_snapshot(cast: Cast) -> None:
    """The release is told as it goes: the last word of a small one is its end."""
    cast.tag(cast.ada, "cut the cable")
    job = requested(cast)
    tasks.perform(job.pk)
    found = Job.objects.get(pk=job.pk)
    assert found.done == found.total == 1 + 1 + 2  # a document, a tag, the tag in two formats
    assert found.report == ["1 documents, 1 annotations, 0 decided items."]


def test_a_job_tried_too_often_fails_with_its_release(cast: Cast) -> None:
    job = requested(cast)
    for _ in range(MOST_TRIES):
        assert lease.claim(job.pk) is not None
        lapse(job)
    assert lease.claim(job.pk) is None
    actions.fail_hopeless()
    found = Job.objects.get(pk=job.pk)
    assert found.state == JobState.FAILED
    assert str(MOST_TRIES) in found.report[0]
    assert Release.objects.get().state == ReleaseState.FAILED


def test_a_lease_lasts_from_the_claim_on(cast: Cast) -> None:
    job = requested(cast)
    held = lease.claim(job.pk)
    assert held is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT lease_until - now() FROM jobs_job WHERE id = %s", [job.pk])
        (left,) = cursor.fetchone()
    assert LEASE - timedelta(seconds=5) < left <= LEASE
