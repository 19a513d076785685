"""Writes to jobs by people: ask for a release, cancel; and by workers: give up."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.db.models.functions import Now

from annotator.accounts.models import User
from annotator.audit.record import action
from annotator.jobs import bell, lease, releasing
from annotator.jobs.models import MOST_TRIES, Job, JobState
from annotator.jobs.work import WORK
from annotator.lib.refusals import Conflict
from annotator.permissions import check_can_release
from annotator.projects.models import Project
from annotator.releases import actions as releases
from annotator.releases.formats import FORMATS
from annotator.releases.models import Release


@action
def request_release(
    *,
    by: User,
    project: Project,
    title: str = "",
    formats: Sequence[str] = tuple(FORMATS),
    only_decided: bool = True,
) -> tuple[Release, Job]:
    """A release and the job that makes it. A broker that does not answer delays it, no more: see `tasks.redispatch`."""
    release = releases.create(by=by, project=project, title=title, formats=formats, only_decided=only_decided)
    job = Job.objects.create(
        project=project, kind=releasing.KIND, subject=release.pk, created_by=by, result={"release": str(release.pk)}
    )  # fmt: skip
    transaction.on_commit(partial(bell.ring, job.pk), robust=True)
    return release, job


@action
def cancel(*, by: User, job: Job) -> Job:
    """Stop a job that is not done; cancelling twice changes nothing. Its worker stops at its next word of progress."""
    check_can_release(by, job.project)
    waiting = Job.objects.filter(pk=job.pk, state__in=[JobState.QUEUED, JobState.RUNNING])
    if waiting.update(state=JobState.CANCELLED, claim=None, lease_until=None, finished_at=Now()):
        WORK[job.kind].give_up(job)
    job.refresh_from_db()
    if job.state != JobState.CANCELLED:
        raise Conflict("finished", "This job has ended already.")
    return job


@action
def fail(*, job: Job, report: Sequence[str]) -> None:
    """End a claimed job that can not be done. Raises ClaimLostError."""
    lease.let_go(job, state=JobState.FAILED, report=list(report), finished_at=Now())
    WORK[job.kind].give_up(job)


def fail_hopeless() -> None:
    """End the jobs that killed, or outlasted, every worker that tried them."""
    hopeless = Job.objects.filter(lease.expired(), tries__gte=MOST_TRIES)
    for job in hopeless.select_related("project", "created_by"):
        fail(
            job=job,
            report=[
                f"It was tried {job.tries} times and never came to its end: the log of the worker says why."
            ],
        )
