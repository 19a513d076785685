"""PostgreSQL's programs: which are run, what they are told and where, and what they say when it goes wrong."""

from pathlib import Path

import pytest
from django.db import connection

from annotator.backup import programs
from annotator.backup.telling import BackupError
from annotator.local import postgres


def test_how_to_connect_is_told_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "secret-word")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "sslmode", "verify-full")
    monkeypatch.setenv("PGSERVICE", "another's")
    told = programs.environ()
    assert (told["PGPASSWORD"], told["PGSSLMODE"]) == ("secret-word", "verify-full")
    assert told["PGDATABASE"] == connection.settings_dict["NAME"]
    assert "PGSERVICE" not in told


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_where_the_address_asks_for_tls_the_program_on_the_path_is_run(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "sslmode", mode)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="needs pg_dump of PostgreSQL 18 on the PATH"):
        next(programs.dump("any"))
    (tmp_path / "pg_dump").symlink_to(postgres.BIN / "pg_dump")
    with pytest.raises(BackupError, match="SSL"):
        next(programs.dump("any"))


def test_what_a_program_says_is_the_sentence(db: None) -> None:
    with pytest.raises(BackupError, match=r"\(pg_dump\): .*snapshot"):
        list(programs.dump("00000000-00000001-1"))


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_fails_is_the_reason_and_changes_nothing() -> None:
    with pytest.raises(BackupError, match=r"\(psql\): division by zero"):
        programs.load([b"PGDMP"], before="CREATE TABLE half (id integer);\nSELECT 1 / 0;", after="")
    with pytest.raises(BackupError, match=r"\(pg_restore\): "):
        programs.load([b"It rained on Mill Lane. " * 9], before="CREATE TABLE half (id integer);", after="")
    assert "half" not in connection.introspection.table_names()
