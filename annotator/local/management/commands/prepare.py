"""`manage.py prepare`: what a start does before web and worker run."""

from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError


class Command(BaseCommand):
    """Tables, rights and static files in one process: three would take three times as long to load."""

    help = "Brings tables, rights and static files up to date; run as the database's owner."
    requires_system_checks = ()  # they load every page and view, which the web server does anyway

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Each part says in its own words what went wrong."""
        try:
            call_command("migrate", interactive=False)
        except OperationalError as error:
            reason = str(error).partition("\n")[0]
            raise CommandError(f"The database can not be used, look at DATABASE_URL: {reason}") from error
        call_command("grant")
        call_command("collectstatic", interactive=False)
