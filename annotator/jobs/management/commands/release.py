"""`manage.py release`: make a release and write its files."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from annotator.jobs.actions import request_release
from annotator.jobs.models import Job, JobState
from annotator.jobs.shell import ShellCommand, project_named, refusals_as_sentences, supervisor_of
from annotator.jobs.tasks import perform
from annotator.projects.models import Project
from annotator.releases.files import names_of, open_file
from annotator.releases.formats import FORMATS
from annotator.releases.models import Release

WORKER_SECONDS = 1.5  # how long a worker has to take the job, before it is done here
ENDED = {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class Command(ShellCommand):
    help = (
        "Makes a release in the name of the project's first supervisor and writes its files into a new folder. "
        "Works with and without a worker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", metavar="PROJECT", help="address, id or name")
        parser.add_argument("--format", dest="formats", nargs="+", action="extend", choices=FORMATS)
        parser.add_argument("--out", metavar="DIR", type=Path, help="default: PROJECT-release-NUMBER")
        parser.add_argument("--title", default="")
        parser.add_argument(
            "--all", dest="only_decided", action="store_false", help="also tags that nobody has decided on"
        )

    def handle(
        self,
        *args: Any,
        project: str,
        formats: list[str] | None,
        out: Path | None,
        title: str,
        only_decided: bool,
        **options: Any,
    ) -> None:
        found = project_named(project)
        if out is not None:
            _check_free(out)
        release = _made(found, formats or list(FORMATS), title, only_decided)
        folder = out or Path(f"{found.slug}-release-{release.number}")
        _check_free(folder)
        try:
            _write(release, folder)
        except OSError as error:
            made = f"Release {release.number} is made, but its files can not be written"
            raise CommandError(f"{made} to {error.filename}: {error.strerror}.") from error
        self.stdout.write(f"Release {release.number} of {found.name}: {folder}")


def _made(project: Project, formats: Sequence[str], title: str, only_decided: bool) -> Release:
    with refusals_as_sentences():
        release, job = request_release(
            by=supervisor_of(project),
            project=project,
            title=title,
            formats=formats,
            only_decided=only_decided,
        )
    job = _ended(job)
    if job.state != JobState.DONE:
        raise CommandError("\n".join([f"The release was {job.state}.", *job.report]))
    release.refresh_from_db()
    return release


def _ended(job: Job) -> Job:
    """Wait for a worker; where none holds the job, do it here. The claim lets only one of the two."""
    begun = time.monotonic()
    while job.state not in ENDED:
        if time.monotonic() - begun > WORKER_SECONDS:
            perform(job.pk)
        time.sleep(0.1)
        job.refresh_from_db()
    return job


def _check_free(folder: Path) -> None:
    """Files of two releases in one folder would be neither."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"{folder} is not an empty folder: name another with --out.")


def _write(release: Release, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names_of(release):
        with open_file(release, name) as content, (folder / name).open("wb") as out:
            shutil.copyfileobj(content, out)
