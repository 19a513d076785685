"""Who holds a job: the claim token, its lease, and the writes that only its holder may make.

A worker takes a job by one UPDATE that writes a fresh token. Whatever it writes later names that token, so that a
worker which was slow rather than dead, and whose job was given to another, writes nothing. All times are the
database's.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from annotator.jobs.models import LEASE, MOST_TRIES, Job, JobState


class ClaimLostError(Exception):
    """The job is another worker's by now, or was cancelled: stop, and leave nothing behind."""


def expired() -> Q:
    """Running, by a worker that has been silent for longer than its lease."""
    return Q(state=JobState.RUNNING, lease_until__lt=Now())


def claim(key: UUID) -> Job | None:
    """Take the job if nobody holds it; None where it is held, finished, or was tried too often."""
    token = uuid4()
    free = Job.objects.filter(Q(state=JobState.QUEUED) | expired(), pk=key, tries__lt=MOST_TRIES)
    taken = free.update(
        state=JobState.RUNNING, claim=token, lease_until=Now() + LEASE, tries=F("tries") + 1, done=0
    )
    jobs = Job.objects.select_related("project", "created_by")
    return jobs.filter(pk=key, claim=token).first() if taken else None


def held(job: Job) -> QuerySet[Job]:
    """The job's row as long as this claim holds it."""
    return Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING)


def progress(job: Job, done: int, total: int) -> None:
    """Say how far the work is, and renew the lease. Raises ClaimLostError."""
    _renew(job, "done = %s, total = %s, ", done, total)


def beat(job: Job) -> None:
    """Renew the lease. Raises ClaimLostError."""
    _renew(job, "")


def _renew(job: Job, columns: str, *values: int) -> None:
    """On a connection of its own: the work itself may be within a long snapshot that can not write."""
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute(
                f"UPDATE jobs_job SET {columns}"  # noqa: S608  ours: see above
                "lease_until = statement_timestamp() + make_interval(secs => %s) "
                "WHERE id = %s AND claim = %s AND state = 'running'",
                [*values, LEASE.total_seconds(), job.pk, job.claim],
            )
            if not cursor.rowcount:
                raise ClaimLostError
    finally:
        beside.close()


def keep(job: Job, **columns: Any) -> None:
    """Renew the lease and write these columns, in the transaction of what they tell of. Raises ClaimLostError.

    What got on was no failed try, so tries are counted anew: an import of hours outlives many restarts.
    """
    if not held(job).update(lease_until=Now() + LEASE, tries=1, **columns):
        raise ClaimLostError


def let_go(job: Job, **columns: Any) -> None:
    """Let go of the job with these columns, in the transaction of what they tell of. Raises ClaimLostError."""
    if not held(job).update(claim=None, lease_until=None, **columns):
        raise ClaimLostError


def finish(job: Job, *report: Any) -> None:
    """The job is done; call in the transaction of its effect. Raises ClaimLostError: then the effect must not be."""
    let_go(job, state=JobState.DONE, done=F("total"), report=list(report), finished_at=Now())


def put_back(job: Job, pause: timedelta) -> None:
    """Leave the job to the next worker, after a pause. Raises ClaimLostError."""
    if not held(job).update(lease_until=Now() + pause):
        raise ClaimLostError
