"""Making a backup: everything as one snapshot of the database sees it, then the files that the snapshot names.

The files of a published release never change, so they may be read after the snapshot. What a job was building then is
left out: its row comes back with the job, which builds anew.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction

from annotator.backup import programs
from annotator.backup.archive import BLOCK, DATABASE, DEMO, STORAGE, Writer
from annotator.backup.telling import BackupError, Teller
from annotator.releases.files import MANIFEST, SUMS, path_of

# What a backup counts, to be counted again when it is restored.
COUNTED = {
    "users": "accounts_user",
    "projects": "projects_project",
    "documents": "documents_document",
    "tags": "annotations_tag",
    "decisions": "review_decision",
    "releases": "releases_release",
    "jobs": "jobs_job",
    "events": "audit_event",
}
MOST_NAMED = 10

type Release = tuple[
    str, dict[str, str]
]  # its folder in the storage, and its files with their SHA-256, if known


def make(out: BinaryIO, teller: Teller) -> dict[str, Any]:
    """Write a backup; gives what its manifest says of the whole. BackupError where a file is missing or not itself."""
    with Writer(out, teller) as writer:
        with _snapshot() as snapshot:
            about, releases = _about(), _releases()
            _check_files(releases)
            teller.step("Reading the database.")
            writer.add(DATABASE, programs.dump(snapshot), packed=True)
        teller.step(f"Reading the files of {len(releases)} releases.")
        for folder, names in releases:
            _add_release(writer, folder, names)
        demo = Path(settings.HOME) / DEMO
        if settings.EMBEDDED and demo.is_file():
            writer.add(DEMO, [demo.read_bytes()])
        writer.finish(about)
    teller.clear()
    return about


@contextmanager
def _snapshot() -> Iterator[str]:
    """One view of the database, which pg_dump takes over by its name."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NULL")
        if cursor.fetchone() == (True,):
            raise BackupError("There is nothing to back up: the database has no tables.")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone() or ("",)
        yield name


def _about() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
        migrations = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT current_setting('server_version')")
        (server,) = cursor.fetchone() or ("",)
        counts = {}
        for noun, table in COUNTED.items():
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  our own names
            (counts[noun],) = cursor.fetchone() or (0,)
    return {
        "code_version": settings.CODE_VERSION,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "postgresql": server,
        "migrations": migrations,
        "counts": counts,
    }


def _releases() -> list[Release]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT folder, manifest FROM releases_release WHERE state = 'published' ORDER BY id")
        found = [(folder, json.loads(text) if isinstance(text, str) else text) for folder, text in cursor]
    return [
        (folder, {**{file["name"]: file["sha256"] for file in manifest["files"]}, MANIFEST: "", SUMS: ""})
        for folder, manifest in found
    ]


def _check_files(releases: list[Release]) -> None:
    """Before anything long is done."""
    missing = [
        str(path_of(folder) / name)
        for folder, names in releases
        for name in names
        if not (path_of(folder) / name).is_file()
    ]
    if missing:
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        raise BackupError(f"Files of releases are missing: {', '.join(missing[:MOST_NAMED])}{more}.")


def _add_release(writer: Writer, folder: str, names: dict[str, str]) -> None:
    for name, sha256 in names.items():
        path = path_of(folder) / name
        part = writer.add(
            f"{STORAGE}{folder}/{name}", _blocks(path), packed=path.suffix in {".zip", ".parquet"}
        )
        if sha256 and part["sha256"] != sha256:
            raise BackupError(f"{path} is not what was published: its SHA-256 is {part['sha256']}.")


def _blocks(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as content:
            while block := content.read(BLOCK):
                yield block
    except OSError as error:
        raise BackupError(f"{file} can not be read: {error.strerror}.") from error
