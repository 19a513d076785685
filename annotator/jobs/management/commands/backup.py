"""`manage.py backup`: one file with all data of this install, while the program runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from annotator.backup import place
from annotator.backup.making import make
from annotator.backup.target import PIPE, written
from annotator.backup.telling import Teller, counted
from annotator.jobs.shell import ShellCommand, backup_errors_as_sentences


class Command(ShellCommand):
    help = (
        "Writes all data of this install, database and files, into one file (mode 0600), whether the program runs "
        "or not. `manage.py restore` reads it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="- for stdout")
        parser.add_argument("--force", action="store_true", help="replace a file of that name")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        teller = Teller()
        with backup_errors_as_sentences(), written(file, force=force) as out, place.at_hand():
            made = make(out, teller)
        text = f"Backed up as of {made['made_at']}: {counted(made['counts'])}."
        if file == PIPE:
            teller.step(text)
        else:
            self.stdout.write(text)
