"""What the commands share: their kind, the project that a word means, and the person in whose name they act."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.db.models import Q

from annotator.accounts.models import User
from annotator.backup.telling import BackupError
from annotator.lib.refusals import Refusal
from annotator.permissions import Role
from annotator.projects.models import Project


class ShellCommand(BaseCommand):
    """A command that uses no page: it need not load them to check them, and starts in half the time."""

    requires_system_checks = ()

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except UnicodeEncodeError as error:
            raise CommandError("An argument is not text in UTF-8.") from error
        except OperationalError as error:
            reason = str(error).partition("\n")[0]
            raise CommandError(f"The database can not be used (is Annotator running?): {reason}") from error


def find_project(word: str) -> Project | None:
    """The project with this address, id or (where it is the only one) name."""
    try:
        exact = Q(slug=word) | Q(pk=UUID(word))
    except ValueError:
        exact = Q(slug=word)
    found = list(Project.objects.filter(exact)) or list(Project.objects.filter(name=word)[:2])
    return found[0] if len(found) == 1 else None


def project_named(word: str) -> Project:
    """The same; a CommandError where there is none."""
    project = find_project(word)
    if project is None:
        raise CommandError(f"There is no project “{word}”.")
    return project


def supervisor_of(project: Project) -> User:
    """The project's first supervisor: the shell acts in his name."""
    supervisors = User.objects.filter(memberships__project=project, memberships__role=Role.SUPERVISOR)
    found = supervisors.order_by("memberships__since", "pk").first()
    if found is None:
        raise CommandError(f"“{project.name}” has no supervisor: make one with the command `member`.")
    return found


@contextmanager
def refusals_as_sentences() -> Iterator[None]:
    """Let a refusal end the command with its sentence and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        raise CommandError(refusal.detail) from refusal


@contextmanager
def backup_errors_as_sentences() -> Iterator[None]:
    """Let what stands in the way of a backup or a restore end the command with its sentence, and SIGTERM as Ctrl-C
    does: with nothing half-written left behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except BackupError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{error.filename or 'The backup'}: {error.strerror}.") from error
    except KeyboardInterrupt:
        raise CommandError("Stopped.", returncode=130) from None
    finally:
        signal.signal(signal.SIGTERM, before)
