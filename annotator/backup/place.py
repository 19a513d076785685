"""The database that a command works on: the running one, or the home's own, started for as long as it is needed."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection

from annotator.backup.telling import BackupError
from annotator.local import leftovers, lock, paths
from annotator.local.embedded import embedded_database
from annotator.local.postgres import StartError

# Of another role's session no more can be seen than that it is there; the server's own have no user.
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
"""


@contextlib.contextmanager
def at_hand() -> Iterator[None]:
    """For reading: beside the running program, or without it. BackupError where there is no database."""
    with contextlib.ExitStack() as stack:
        if settings.EMBEDDED:
            if not (Path(settings.HOME) / "postgres").is_dir():
                raise BackupError(f"There is no data in {settings.HOME}: nothing to back up.")
            with contextlib.suppress(lock.AlreadyRunningError):
                stack.enter_context(_started())
        stack.enter_context(_connected())
        yield


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """For replacing: with nobody else at the database. BackupError while the program runs."""
    with contextlib.ExitStack() as stack:
        if settings.EMBEDDED:
            try:
                stack.enter_context(_started())
            except lock.AlreadyRunningError as error:
                raise BackupError(f"{error} Stop it first.") from None
        stack.enter_context(_connected())
        with connection.cursor() as cursor:
            cursor.execute(_OTHERS)
            (others,) = cursor.fetchone() or (0,)
        if others:
            raise BackupError(
                f"The database is in use ({others} connections): stop web, worker and scheduler first."
            )
        yield


@contextlib.contextmanager
def _started() -> Iterator[None]:
    home = Path(settings.HOME)
    try:
        with embedded_database(home):
            leftovers.end(paths.run_dir(home))
            yield
    except (StartError, paths.ClosedHomeError) as error:
        raise BackupError(str(error)) from None


@contextlib.contextmanager
def _connected() -> Iterator[None]:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).partition("\n")[0]
        raise BackupError(f"The database can not be used: {reason}") from None
    try:
        yield
    finally:
        connection.close()
