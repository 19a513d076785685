"""`backup` and `restore`, as processes: into another database, over data, with damage, killed half way."""

import json
import re
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import sql

from annotator.backup.archive import Archive
from annotator.local import paths, postgres
from annotator.releases.files import path_of
from annotator.releases.models import Release
from tests.cast import Cast
from tests.jobs.conftest import Install
from tests.jobs.test_survival import REQUEST

PASSWORD = "kept-out-of-every-process-line"
# Sessions and counters of a minute are left out of a backup.
TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('django_session', 'cache') ORDER BY 1
"""
# Several commands in one process, which takes most of its time to begin.
TOGETHER = """
import json
from django.core.management import CommandError, call_command
from django.db import connection
said = []
for words in json.loads('''{commands}'''):
    try:
        connection.cursor().execute(words) if isinstance(words, str) else call_command(*words)
        said.append("")
    except (CommandError, SystemExit) as error:
        said.append(str(error))
print(json.dumps(said))
"""


@dataclass
class Server(Install):
    """A database of its own on the install's server, reached by DATABASE_URL as one's own server is."""

    name: str = ""

    def environ(self) -> dict[str, str]:
        urls = {"DATABASE_URL": self.url(paths.APPLICATION), "DATABASE_OWNER_URL": self.url(paths.OWNER)}
        storage = {"STORAGE_URL": f"file://{self.storage}", "SECRET_KEY": "k" * 40}
        return {**super().environ(), **urls, **storage}

    @property
    def backup(self) -> Path:
        return self.home / "full.backup"

    @property
    def storage(self) -> Path:
        return self.home / self.name

    def url(self, role: str) -> str:
        return paths.database_url(self.home, role, self.name).replace(f"//{role}@", f"//{role}:{PASSWORD}@")

    def ask(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(paths.OWNER), autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def rows(self) -> dict[str, str]:
        """How many rows each table has, and a digest of them."""
        digest = (
            "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t"
        )
        with psycopg.connect(self.url(paths.OWNER)) as connection:
            names = [name for (name,) in connection.execute(TABLES)]
            return {
                name: connection.execute(sql.SQL(digest).format(sql.Identifier(name))).fetchall()[0][0]
                for name in names
            }

    def structure(self) -> list[str]:
        """Every line that makes its tables, triggers, functions, extensions and rights.

        Without casts and brackets, which PostgreSQL writes otherwise when it reads its own statement again.
        """
        words = ["--schema-only", "--no-comments", self.url(paths.SUPERUSER)]
        said = subprocess.run([postgres.BIN / "pg_dump", *words], capture_output=True, text=True, check=True)
        lines = (re.sub(r"::(character varying|text)|[][(),]", "", line) for line in said.stdout.splitlines())
        return sorted(line for line in lines if line and not line.startswith(("--", "\\")))

    def together(self, *commands: list[str] | str, before: str = "") -> list[str]:
        """The sentence by which each command or statement failed, or nothing; as the database's owner."""
        script = before + TOGETHER.format(commands=json.dumps(commands))
        done = subprocess.run(
            self.command("shell", "--no-imports", "--command", script),
            capture_output=True,
            text=True,
            check=False,
            env={**self.environ(), "ANNOTATOR_OWNER": "1"},
        )
        assert done.returncode == 0, done.stderr
        assert PASSWORD not in done.stdout + done.stderr
        said: list[str] = json.loads(done.stdout.splitlines()[-1])
        return said


def create(install: Install, name: str, template: str = "template0") -> Server:
    url = paths.database_url(install.home, paths.SUPERUSER, "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        connection.execute(statement.format(*map(sql.Identifier, (name, paths.OWNER, template))))
    return Server(install.home, name)


@pytest.fixture(scope="module")
def full(install: Install) -> Server:
    """An install with a few thousand rows, a job at work, a published release, and a backup: `full.backup`."""
    server = create(install, "full", template="annotator")
    said = server.together(
        "UPDATE jobs_job SET state = 'running', claim = uuidv7(), lease_until = now(), tries = 1",
        ["release", "backup", "--all", "--out", str(install.home / "written")],
        ["backup", str(server.backup)],
        before=REQUEST.format(name="backup", documents=20, tags=100),
    )
    assert said == ["", "", ""]
    return server


@pytest.fixture(scope="module")
def restored(full: Server) -> Server:
    """An empty database that became what the backup holds; as long as it was another program's, it did not."""
    server, command = create(full, "restored"), ["restore", "--replace", str(full.backup)]
    others = "The database holds another program's tables: restore into an empty one."
    said = server.together("CREATE TABLE theirs ()", command, "DROP TABLE theirs", command[::2], ["verify"])
    assert said == ["", others, "", "", ""]
    return server


def test_every_row_and_file_is_there(full: Server, restored: Server) -> None:
    assert restored.rows() == full.rows()
    assert int(restored.rows()["annotations_tag"].split()[0]) >= 2_000
    files = [path.relative_to(full.storage) for path in full.storage.rglob("*") if path.is_file()]
    assert len(files) >= 5
    for file in files:
        assert (restored.storage / file).read_bytes() == (full.storage / file).read_bytes()
    assert [path.name for path in restored.storage.iterdir()] == ["releases"]


def test_tables_triggers_extensions_and_rights_are_those_of_an_install_that_was_migrated(
    full: Server, restored: Server
) -> None:
    assert restored.structure() == full.structure()


def test_nobody_can_change_history(restored: Server) -> None:
    for role, refusal in ((paths.APPLICATION, "permission denied"), (paths.OWNER, "append-only")):
        with psycopg.connect(restored.url(role)) as connection, pytest.raises(psycopg.Error, match=refusal):
            connection.execute("DELETE FROM audit_event")


def test_work_that_was_running_waits_for_a_worker(restored: Server) -> None:
    waiting = restored.ask("SELECT subject FROM jobs_job WHERE state = 'running' AND lease_until < now()")
    assert restored.ask("SELECT id FROM releases_release WHERE state = 'building'") == waiting
    assert len(waiting) == 1


@pytest.fixture(scope="module")
def again(restored: Server) -> Server:
    """What was restored, backed up and restored by pipes, by two processes that say all is well."""
    server = create(restored, "again")
    piped = subprocess.run(
        restored.command("backup", "-"), capture_output=True, check=False, env=restored.environ()
    )
    assert piped.returncode == 0, piped.stderr
    done = subprocess.run(
        server.command("restore", "-"),
        input=piped.stdout,
        capture_output=True,
        check=False,
        env=server.environ(),
    )
    assert (done.returncode, done.stdout.startswith(b"Restored as of 20")) == (0, True), done.stderr
    return server


def test_a_backup_of_what_was_restored_holds_the_same(restored: Server, again: Server) -> None:
    assert again.rows() == restored.rows()


def test_a_restore_over_data_fails_with_one_sentence(again: Server) -> None:
    before = again.rows()
    done = again.manage("restore", str(again.backup))
    assert (done.returncode, done.stdout) == (1, "")
    said = (
        "There is data here already. To replace all of it by the backup, say --replace; nothing is changed."
    )
    assert done.stderr.splitlines() == ["Checking the backup.", f"CommandError: {said}"]
    assert again.rows() == before


def test_what_is_not_whole_and_a_database_in_use_are_refused_and_nothing_changes(
    again: Server, tmp_path: Path
) -> None:
    before, content = again.rows(), bytearray(again.backup.read_bytes())
    short, flipped, nothing = (tmp_path / name for name in ("short", "flipped", "nothing"))
    short.write_bytes(content[: len(content) // 2])
    content[len(content) // 3] ^= 1
    flipped.write_bytes(content)
    files = [flipped, short, nothing, Path(__file__), again.backup]
    with psycopg.connect(again.url(paths.APPLICATION)):
        said = again.together(*(["restore", "--replace", str(file)] for file in files))
    parts = [
        "database.dump is not what it was",
        "its end is missing",
        "There is no file",
        "is not a backup",
        "The database is in use (1 connections)",
    ]
    assert [part in sentence for part, sentence in zip(parts, said, strict=True)] == [True] * 5, said
    assert again.rows() == before


def test_a_killed_restore_leaves_what_was_there(again: Server) -> None:
    again.ask("UPDATE accounts_user SET first_name = 'Before'")
    before = again.rows()
    command = again.command("restore", "--replace", str(again.backup))
    killed = subprocess.Popen(command, stderr=subprocess.PIPE, env=again.environ())
    try:
        lines = stopped_while_it_writes(killed)
    finally:
        killed.kill()
        killed.communicate()
    assert PASSWORD not in lines
    assert again.rows() == before


def stopped_while_it_writes(process: "subprocess.Popen[bytes]") -> str:
    """Stop it when psql is at work, which can not commit without it; gives the lines of its processes."""
    while process.poll() is None:
        found = children(process.pid)
        if "psql" in found and "pg_restore" in found:
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.5)
            assert "psql" in children(process.pid)
            return found
        time.sleep(0.01)
    raise AssertionError("It ended before it was caught at work.")


def children(parent: int) -> str:
    """The lines of a process's children."""
    lines = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (folder / "stat").read_text().rpartition(")")[2].split()[1] == str(parent):
                lines.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return "\n".join(lines)


def test_an_older_backup_is_brought_up_to_date_and_a_newer_one_is_refused(
    restored: Server, again: Server, tmp_path: Path
) -> None:
    older, newer = tmp_path / "older", tmp_path / "newer"
    said = again.together(
        ["migrate", "annotations", "0004_words"],
        ["backup", str(older)],
        "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0999_later', now())",
        ["backup", str(newer)],
        ["restore", "--replace", str(newer)],
        ["restore", "--replace", str(older)],
    )
    assert (said[:4], said[5]) == ([""] * 4, "")
    assert "was made by a newer version" in said[4]
    assert "audit.0999_later" in said[4]
    with older.open("rb") as file:
        assert "annotations.0005_live_tags_by_status" not in Archive(file, "older").manifest["migrations"]
    assert again.structure() == restored.structure()
    assert again.rows()["annotations_tag"] == restored.rows()["annotations_tag"]


def test_where_there_is_no_database_both_say_so(full: Server, tmp_path: Path) -> None:
    class Nowhere(Server):
        def url(self, role: str) -> str:
            return f"postgresql://{role}:{PASSWORD}@127.0.0.1:1/texts"

    said = Nowhere(full.home, "nowhere").together(
        ["backup", str(tmp_path / "a")], ["restore", str(full.backup)]
    )
    assert ["The database can not be used: connection failed" in sentence for sentence in said] == [True] * 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_release_file_that_is_missing_or_not_itself_is_named(cast: Cast, tmp_path: Path) -> None:
    cast.tag(cast.ada, "cut the cable")
    call_command("release", cast.project.slug, "--all", "--out", str(tmp_path / "data"))
    target, file = tmp_path / "lacking", path_of(Release.objects.get().folder) / "documents.jsonl"
    whole = file.read_bytes()
    file.unlink()
    with pytest.raises(CommandError, match=f"Files of releases are missing: {re.escape(str(file))}."):
        call_command("backup", str(target))
    file.write_bytes(whole.replace(b"cable", b"cabin"))
    with pytest.raises(CommandError, match=f"{re.escape(str(file))} is not what was published"):
        call_command("backup", str(target))
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
