"""`manage.py capture`: import files as the page does."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from annotator.accounts.models import User
from annotator.documents.actions import capture
from annotator.documents.extraction import media_type_of
from annotator.jobs.shell import ShellCommand, project_named, supervisor_of
from annotator.lib.refusals import Invalid, Refusal
from annotator.projects.models import Project


class Command(ShellCommand):
    help = "Imports files in the name of the project's first supervisor; one line on stderr for each refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", metavar="PROJECT", help="address, id or name")
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)

    def handle(self, *args: Any, project: str, files: list[Path], **options: Any) -> None:
        found = project_named(project)
        by = supervisor_of(found)
        refused = 0
        for file in files:
            try:
                self.stdout.write(_capture(by, found, file))
            except (Refusal, OSError) as error:
                refused += 1
                self.stderr.write(f"{file}: {_reason(error)}")
        if refused:
            sys.exit(1)


def _capture(by: User, project: Project, file: Path) -> str:
    """Capture one file; a line that says what became of it."""
    media_type = media_type_of(file.name)
    if file.is_fifo():
        raise Invalid("kind", "This is a pipe, which may never end: name a file.")
    with file.open("rb") as source:
        content = source.read(settings.MAX_DOCUMENT_BYTES + 1)  # one more is enough to be refused
    document, is_new = capture(
        by=by, project=project, content=content, media_type=media_type, filename=file.name
    )
    return f"{document.pk} {document.title}" if is_new else f"{document.pk} {document.title} (known already)"


def _reason(error: Refusal | OSError) -> str:
    return error.detail if isinstance(error, Refusal) else f"It can not be read: {error.strerror}."
