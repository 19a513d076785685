"""`manage.py first_run`: where and by which code the first account of an empty install is made."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from annotator.jobs.shell import ShellCommand
from annotator.projects import first_run


class Command(ShellCommand):
    help = "Says how the first account is made; nothing where there is an account already."

    def handle(self, *args: Any, **options: Any) -> None:
        if first_run.is_open():
            code = first_run.code()
            self.stdout.write(
                "Nobody has an account yet. Make the first one, and a project, at\n"
                f"  {settings.PUBLIC_URL}{reverse('first_run')}?code={code}"
            )
