"""`manage.py restore`: an install becomes what a backup holds, or stays what it is."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from annotator.backup import place, restoring
from annotator.backup.archive import Archive
from annotator.backup.target import opened
from annotator.backup.telling import Teller, counted
from annotator.jobs.shell import ShellCommand, backup_errors_as_sentences


class Command(ShellCommand):
    help = (
        "Restores what `manage.py backup` wrote: all of it, or nothing. The program must not run. It executes what "
        "the file holds as the database's owner: restore only what you made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="- for stdin")
        parser.add_argument("--replace", action="store_true", help="give up all data that is here now")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        teller = Teller()
        with backup_errors_as_sentences(), opened(file) as content:
            archive = Archive(content, str(file))
            restoring.check_version(archive)
            teller.step("Checking the backup.")
            archive.check(teller)
            with place.alone():
                restoring.check_place(replace=replace)
                restoring.restore(archive, teller)
        made = archive.manifest
        self.stdout.write(f"Restored as of {made['made_at']}: {counted(made['counts'])}.")
