"""The work of kind `release`: build the files, then publish release and job in one short transaction."""

from collections.abc import Sequence
from typing import Any

from annotator.accounts.models import User
from annotator.audit.record import action
from annotator.jobs import lease
from annotator.jobs.models import Job
from annotator.permissions import check_can_release
from annotator.releases import actions, files
from annotator.releases.build import Built, build
from annotator.releases.models import Release

KIND = "release"


def run(job: Job) -> None:
    """Make the release; raises UnsoundError where rows contradict each other, ClaimLostError where another took it."""
    release = _release(job)
    built = build(release, attempt=str(job.claim), tell=lambda done, total: lease.progress(job, done, total))
    try:
        publish(job, release, built)
    except BaseException:
        _forget(release, built)
        raise
    files.discard(release, keep=built.folder)


def give_up(job: Job) -> None:
    """The release will not be; call inside an action."""
    actions.fail(by=job.created_by, release=_release(job))


def check_may_cancel(by: User, job: Job) -> None:
    """Who may make releases may stop one. Raises Forbidden."""
    check_can_release(by, job.project)


def told(job: Job, sentences: Sequence[str]) -> list[Any]:
    """The sentences are the report."""
    return list(sentences)


def _release(job: Job) -> Release:
    return Release.objects.select_related("project", "created_by").get(pk=job.subject)


@action
def publish(job: Job, release: Release, built: Built) -> None:
    """Job done and release published, or neither. Raises ClaimLostError."""
    counts = built.manifest["counts"]
    lease.finish(
        job,
        f"{counts['documents']} documents, {counts['annotations']} annotations, {counts['items']} decided items.",
    )
    actions.publish(by=job.created_by, release=release, folder=built.folder, manifest=built.manifest)


def _forget(release: Release, built: Built) -> None:
    """Remove the files, unless they are published: a connection can break after a commit."""
    if not Release.objects.filter(pk=release.pk, folder=built.folder).exists():
        files.remove(built.folder)
