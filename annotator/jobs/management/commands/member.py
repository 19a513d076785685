"""`manage.py member`: let someone into a project."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from annotator.accounts.actions import create_token
from annotator.accounts.passwords import set_password
from annotator.jobs.shell import ShellCommand, find_project, refusals_as_sentences
from annotator.permissions import SCOPES, Role
from annotator.projects.actions import create_project
from annotator.review.assigning import set_member


class Command(ShellCommand):
    help = (
        "Gives USERNAME a role in PROJECT; creates project, user and membership as needed. All or nothing. "
        "A token comes alone on stdout, everything else on stderr."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", metavar="PROJECT", help="address, id or name")
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--password-stdin", action="store_true", help="read a password from stdin")
        parser.add_argument("--token", action="store_true", help="print a new API token, once")

    def handle(
        self,
        *args: Any,
        project: str,
        username: str,
        role: str,
        password_stdin: bool,
        token: bool,
        **options: Any,
    ) -> None:
        password = _password() if password_stdin else None
        with refusals_as_sentences(), transaction.atomic():
            found = find_project(project) or create_project(by=None, name=project)
            member, is_new = set_member(by=None, project=found, username=username, role=role)
            if password is not None:
                set_password(by=None, user=member.user, password=password)
            secret = ""
            if token:
                _, secret = create_token(by=member.user, name="made at the shell", scopes=SCOPES[role])
        self.stderr.write(f"{username} is {role} of {found.name} ({found.slug}).")
        if is_new and password is None:
            self.stderr.write(f"{username} has no password yet: give one with --password-stdin.")
        if secret:
            self.stdout.write(secret)


def _password() -> str:
    if sys.stdin is None:
        raise CommandError("There is no stdin to read a password from.")
    return sys.stdin.readline().rstrip("\r\n")
