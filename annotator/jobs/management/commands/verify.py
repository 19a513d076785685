"""`manage.py verify`: is everything still what it was?"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from annotator.jobs.inspection import inspect
from annotator.jobs.shell import ShellCommand
from annotator.releases.verify import verify


class Command(ShellCommand):
    help = (
        "Checks every quote against its text, every hash, the history, and the files of every release; "
        "with --release the files of that one, without a database. Exit code 1 names what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--release", metavar="FILE", type=Path, help="a release's folder or zip")

    def handle(self, *args: Any, release: Path | None, **options: Any) -> None:
        sound = True
        for fault in verify(release) if release else inspect():
            self.stderr.write(fault)
            sound = False
        if not sound:
            sys.exit(1)
        self.stdout.write("All is as it should be.")
