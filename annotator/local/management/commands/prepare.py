"""`manage.py prepare`: what a start does before web and worker run."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Tables, rights and static files in one process: three would take three times as long to load."""

    help = "Brings tables, rights and static files up to date; run as the database's owner."
    requires_system_checks = ()  # they load every page and view, which the web server does anyway

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Each part says in its own words what went wrong."""
        call_command("migrate", interactive=False)
        call_command("grant")
        call_command("collectstatic", interactive=False)
