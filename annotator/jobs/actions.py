"""Writes to jobs by people: ask for a release or an import, cancel; and by workers: give up."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from annotator.accounts.models import User
from annotator.audit.record import action
from annotator.documents import bundles
from annotator.jobs import bell, importing, lease, releasing
from annotator.jobs.models import MOST_TRIES, Job, JobState, Piece
from annotator.jobs.work import WORK
from annotator.lib.refusals import Conflict, Invalid, TooLarge
from annotator.lib.words import words
from annotator.permissions import check_can_capture
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
def request_import(*, by: User, project: Project, files: Iterable[tuple[str, Iterable[bytes]]]) -> Job:
    """A job that captures what is in `files` (names, and bytes in pieces), which are kept until it has ended.

    Raises Invalid where none of them is of a kind that is accepted or holds a byte, TooLarge where they are more than
    an import may have.
    """
    check_can_capture(by, project)
    job = Job.objects.create(
        project=project, kind=importing.KIND, subject=project.pk, created_by=by, result=asdict(importing.Tally())
    )  # fmt: skip
    names, size = [], 0
    for place, (name, pieces) in enumerate(files):
        names.append(name)
        size += _keep(job, place, name, pieces, settings.MAX_IMPORT_BYTES - size)
    _check_kinds(names)
    if not size:
        raise Invalid("empty", "There is nothing in it.", field="files")
    transaction.on_commit(partial(bell.ring, job.pk), robust=True)
    return job


def _keep(job: Job, place: int, name: str, pieces: Iterable[bytes], room: int) -> int:
    """Store the pieces of a file; how many bytes it has."""
    size, name = 0, words("files", name, 10_000)[-255:]
    for number, content in enumerate(chain(pieces, [b""])):  # so that an empty file is a file too
        size += len(content)
        if size > room:
            limit = f"{settings.MAX_IMPORT_BYTES / 1_000_000:g} MB"
            raise TooLarge("too_large", f"An import has at most {limit}: send several.", field="files")
        Piece.objects.create(job=job, file=place, name=name, number=number, content=content)
    return size


def _check_kinds(names: Sequence[str]) -> None:
    """One file of a strange kind is named in the report; where all are, there is nothing to report on."""
    refusals = list(filter(None, map(bundles.kind_refused, names)))
    if not names:
        raise Invalid("required", "Send at least one file.", field="files")
    if len(refusals) == len(names):
        raise refusals[0]


@action
def cancel(*, by: User, job: Job) -> Job:
    """Stop a job that is not done; cancelling twice changes nothing. Its worker stops at its next word of progress."""
    WORK[job.kind].check_may_cancel(by, job)
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
    lease.let_go(job, state=JobState.FAILED, report=WORK[job.kind].told(job, report), finished_at=Now())
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
