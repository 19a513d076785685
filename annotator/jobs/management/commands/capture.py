"""`manage.py capture`: import files as the page does."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from annotator.accounts.models import User
from annotator.documents import bundles
from annotator.documents.bundles import Item
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
        for place, outcome in (pair for file in files for pair in _outcomes(by, found, file)):
            if isinstance(outcome, str):
                self.stdout.write(outcome)
            else:
                refused += 1
                self.stderr.write(f"{place}: {_reason(outcome)}")
        if refused:
            sys.exit(1)


def _outcomes(by: User, project: Project, file: Path) -> Iterator[tuple[str, str | Refusal | OSError]]:
    """For each document in a file, where it stands and a line that says what became of it, or why it was refused."""
    if file.is_fifo():
        yield str(file), Invalid("kind", "This is a pipe, which may never end: name a file.")
        return
    try:
        with file.open("rb") as opened:
            for item in bundles.items(opened, str(file)):
                yield f"{item.name}:{item.line}" if item.line else item.name, _captured(by, project, item)
    except OSError as error:
        yield str(file), error


def _captured(by: User, project: Project, item: Item) -> str | Refusal:
    try:
        document, is_new = bundles.take(by=by, project=project, item=item)
    except Refusal as refusal:
        return refusal
    return f"{document.pk} {document.title}" if is_new else f"{document.pk} {document.title} (known already)"


def _reason(error: Refusal | OSError) -> str:
    return error.detail if isinstance(error, Refusal) else f"It can not be read: {error.strerror}."
