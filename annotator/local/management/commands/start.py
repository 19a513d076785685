"""`manage.py start`: the whole program on this machine, until Ctrl-C."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from annotator.config import env
from annotator.local import paths, program
from annotator.local.lock import AlreadyRunningError
from annotator.local.postgres import StartError
from annotator.local.supervisor import GaveUpError

EXPECTED = (AlreadyRunningError, GaveUpError, StartError, paths.ClosedHomeError, program.PortTakenError)


class Command(BaseCommand):
    """Starts database and broker where none is given by address, then worker, scheduler and web server."""

    help = "Runs the whole program: database, broker, worker, scheduler and web server."
    requires_system_checks = ()  # nothing that they would look at runs yet

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run until stopped. What goes wrong is one sentence on stderr, exit code 1."""
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        try:
            program.start(env.read(), self.stdout.write)
        except EXPECTED as error:
            sys.exit(str(error))
