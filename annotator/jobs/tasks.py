"""What a worker does: one job by its key, and every few seconds the round of those that wait."""

import logging
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db.models import Q
from django.db.models.functions import Now

from annotator.accounts import kept
from annotator.accounts.sessions import SessionStore
from annotator.jobs import actions, bell, health, lease
from annotator.jobs.models import Job, JobState
from annotator.jobs.work import WORK
from annotator.lib.refusals import Refusal
from annotator.releases.soundness import UnsoundError

RING_AGAIN = timedelta(seconds=10)
PAUSE = timedelta(seconds=5)

log = logging.getLogger(__name__)


@shared_task
def run_job(key: str) -> None:
    """Do one job; a message that comes twice, or late, finds it claimed or done."""
    perform(UUID(key))


@shared_task
def redispatch() -> None:
    """Tell the broker again of jobs that nobody took, or whose worker fell silent."""
    health.note_worker()
    actions.fail_hopeless()
    unheard = Q(sent_at=None) | Q(sent_at__lt=Now() - RING_AGAIN)
    for key in Job.objects.filter(Q(state=JobState.QUEUED) | lease.expired(), unheard).values_list(
        "pk", flat=True
    ):
        bell.ring(key)


@shared_task
def forget_answers() -> None:
    """Remove what was kept for repeats longer ago than a repeat may come, in short batches."""
    while kept.forget():
        pass


@shared_task
def forget_sessions() -> None:
    """Remove the sessions that have ended by time; who signs out ends his own."""
    SessionStore.clear_expired()


def perform(key: UUID) -> None:
    """Claim the job, if it can be had, and do it. Whatever goes wrong is noted, never raised."""
    job = lease.claim(key)
    if job is None:
        return
    try:
        _work(job)
    except lease.ClaimLostError:
        log.info("Job %s was taken over or cancelled.", key)


def _work(job: Job) -> None:
    try:
        WORK[job.kind].run(job)
    except lease.ClaimLostError:
        raise
    except UnsoundError as error:
        actions.fail(job=job, report=error.report)
    except Refusal as refusal:
        actions.fail(job=job, report=[refusal.detail])
    except Exception:
        # What it was may pass: a database that restarts, a full disk. The lease ends soon, and another try begins.
        log.exception("Job %s broke off at try %s.", job.pk, job.tries)
        lease.put_back(job, PAUSE)
