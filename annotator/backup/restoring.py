"""Restoring a backup: all of it, or nothing.

The database is replaced in one transaction. The release files are put in place before its commit: they have names of
their own, so those of the data that is there are not touched. Killed at any moment, an install has the old data, or
the new; the next start finishes what came after the commit.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from annotator.backup import programs
from annotator.backup.archive import DEMO, Archive, Part
from annotator.backup.making import COUNTED
from annotator.backup.telling import BackupError, Teller
from annotator.releases.files import harden, path_of

# The tables of this program, or of none: another's database is not ours to empty.
_TABLES = """
SELECT count(*) > 0, coalesce(bool_or(c.relname = 'audit_event'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
"""
_ROWS = "SELECT EXISTS (SELECT FROM accounts_user) OR EXISTS (SELECT FROM projects_project)"
_ROLES = """
SELECT r.rolname FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
WHERE c.oid = to_regclass('public.audit_event') AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner
"""
_EMPTY = """
SET LOCAL lock_timeout = '20s';
SET LOCAL client_min_messages = 'warning';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
DO $$ BEGIN
    ALTER SCHEMA public OWNER TO pg_database_owner;  -- as in every new database
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
"""
_COUNT = """
DO $$ BEGIN
    IF (SELECT count(*) FROM public.{table}) <> {count} THEN
        RAISE EXCEPTION 'the {noun} are not as many as were backed up';
    END IF;
END $$;
"""


def check_version(archive: Archive) -> None:
    """BackupError for a backup with tables that this code does not know."""
    known = MigrationLoader(None).disk_migrations or {}
    newer = [name for name in archive.manifest["migrations"] if tuple(name.split(".", 1)) not in known]
    if newer:
        raise BackupError(
            f"{archive.name} was made by a newer version ({archive.manifest['code_version']}), whose tables this one "
            f"({settings.CODE_VERSION}) does not know ({newer[-1]}): restore it with that version."
        )


def check_place(*, replace: bool) -> None:
    """BackupError where data would be lost that nobody said may go."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        some, ours = cursor.fetchone() or (False, False)
        if some and not ours:
            raise BackupError("The database holds another program's tables: restore into an empty one.")
        cursor.execute(_ROWS if ours else "SELECT false")
        if cursor.fetchone() == (True,) and not replace:
            raise BackupError(
                "There is data here already. To replace all of it by the backup, say --replace; nothing is changed."
            )


def restore(archive: Archive, teller: Teller) -> None:
    """Replace what is here by a backup that was checked; call with nobody else at the database."""
    teller.step("Writing the files of the releases.")
    _put_files(archive, teller)
    roles = _application_roles()
    with _demo_log_ins(archive):
        teller.step("Writing the database.")
        connection.close()
        blocks = _told(archive, archive.parts[0], teller)
        programs.load(blocks, before=_EMPTY, after=_counted(archive))
    teller.step("Bringing tables and rights up to date.")
    _bring_up_to_date(roles)
    teller.clear()


def _application_roles() -> list[str]:
    """Who may write history here, which is the application's role whatever its name; the usual one in a new place."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLES)
        return [role for (role,) in cursor.fetchall()] or ["annotator"]


def _told(archive: Archive, part: Part, teller: Teller) -> Iterator[bytes]:
    for block in archive.blocks(part):
        yield block
        teller.count(len(block))


def _counted(archive: Archive) -> str:
    """The statements that refuse the commit where rows are missing."""
    counts = archive.manifest["counts"]
    return "".join(
        _COUNT.format(table=table, noun=noun, count=int(counts[noun]))
        for noun, table in COUNTED.items()
        if noun in counts
    )


def _put_files(archive: Archive, teller: Teller) -> None:
    """Write beside their places, then rename: a file is there whole, or not at all."""
    beside = path_of(".restoring")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        for path, part in archive.files():
            file = beside / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as out:
                for block in archive.blocks(part):
                    out.write(block)
                    teller.count(len(block))
        for folder in sorted({str(path.parent) for path, _ in archive.files()}):
            harden(beside / folder)
            place = path_of(folder)
            place.mkdir(parents=True, exist_ok=True)
            for file in (beside / folder).iterdir():
                file.replace(place / file.name)
            harden(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _demo_log_ins(archive: Archive) -> Iterator[None]:
    """The demo's log-ins come with its data, and log-ins of data that is gone would only mislead.

    They are kept beside their place until the commit, from where the command `demo` would take them too.
    """
    if not settings.EMBEDDED:
        yield
        return
    file, draft = Path(settings.HOME) / DEMO, Path(settings.HOME) / f"{DEMO}.new"
    draft.unlink(missing_ok=True)
    try:
        if part := archive.part(DEMO):
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.writelines(archive.blocks(part))
                out.flush()
                os.fsync(out.fileno())
        yield
        file.unlink(missing_ok=True)
        if part:
            draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _bring_up_to_date(roles: list[str]) -> None:
    """What every start does too; the application's role has no rights before."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
        for role in roles:
            call_command("grant", role)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    except (DatabaseError, CommandError) as error:
        reason = str(error).partition("\n")[0]
        raise BackupError(
            f"The data is restored, but its tables could not be brought up to date: {reason}"
        ) from error
