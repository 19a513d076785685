"""PostgreSQL and broker from their wheels: they start anywhere, keep what they took, leave nothing."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from annotator.local import broker, leftovers, paths, postgres
from annotator.local.embedded import await_ready, embedded_broker, embedded_database
from annotator.local.lock import AlreadyRunningError

HOLDER = """
import sys, time
from pathlib import Path
from annotator.local import postgres
from annotator.local.embedded import embedded_broker, embedded_database
home = Path(sys.argv[1])
with embedded_database(home) as database, embedded_broker(home) as broker:
    print(database.process.pid, broker.process.pid, flush=True)
    time.sleep(60)
"""


@contextmanager
def holder(home: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Another process that runs this home's services, with their process ids."""
    environ = {**os.environ, "PYTHONPATH": str(paths.CHECKOUT)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, home], stdout=subprocess.PIPE, text=True, env=environ
    ) as it:
        assert it.stdout is not None
        try:
            yield it, [int(word) for word in it.stdout.readline().split()]
        finally:
            it.kill()


def modes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mode for path in (folder, *folder.parents)}


def test_postgres_serves_its_roles_from_a_deep_folder_with_spaces_and_changes_no_mode(home: Path) -> None:
    home.mkdir(parents=True, mode=0o700)
    before = modes(home)
    with embedded_database(home) as server:
        with psycopg.connect(paths.database_url(home, paths.OWNER)) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("CREATE EXTENSION pg_trgm")
            version, locale, addresses = connection.execute(
                "SELECT current_setting('server_version_num')::int / 10000, datlocale, "
                "current_setting('listen_addresses') FROM pg_database WHERE datname = current_database()"
            ).fetchone() or (0, "", "*")
        assert (version, locale, addresses) == (18, "C.UTF-8", "")
        with (
            psycopg.connect(paths.database_url(home)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("SELECT * FROM kept")
    assert not server.alive
    assert modes(home) == before
    assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700
    with embedded_database(home), psycopg.connect(paths.database_url(home, paths.OWNER)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_half_made_cluster_and_a_pid_file_of_a_stranger_do_not_stop_the_start(home: Path) -> None:
    half = home / "postgres.new-1"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    with embedded_database(home, postgres.DISPOSABLE):
        pass
    assert not half.exists()
    (home / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with embedded_database(home, postgres.DISPOSABLE):
        assert postgres.ready(home)


def test_a_killed_server_starts_again_with_what_it_had_committed(home: Path) -> None:
    with embedded_database(home) as server:
        with psycopg.connect(paths.database_url(home, paths.OWNER)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        assert server.process is not None
        os.kill(server.process.pid, signal.SIGKILL)
        server.wait(5)
        server.sweep()
        server.start()
        await_ready(server, lambda: postgres.ready(home))
        with psycopg.connect(paths.database_url(home, paths.OWNER)) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_the_services_end_with_a_killed_supervisor_and_start_again(home: Path) -> None:
    with holder(home) as (process, services):
        with (
            pytest.raises(AlreadyRunningError, match="already running with the data in"),
            embedded_database(home),
        ):
            pass
        process.kill()
        process.wait()
        until = time.monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in services) and time.monotonic() < until:
            time.sleep(0.05)
        with embedded_database(home), embedded_broker(home):
            assert postgres.ready(home)
            assert broker.ready(home)


def test_the_broker_keeps_what_was_put_into_it(home: Path) -> None:
    with embedded_broker(home) as server:
        assert broker.ask(home, b"LPUSH queue one").startswith(b":1")
        time.sleep(1.1)  # it writes to the disk once a second
        assert server.process is not None
        os.kill(server.process.pid, signal.SIGKILL)
        server.wait(5)
    with embedded_broker(home):
        assert broker.ask(home, b"LLEN queue").startswith(b":1")
    assert stat.S_IMODE((home / "broker").stat().st_mode) == 0o700


def test_what_carries_our_mark_is_ended_and_nothing_else(home: Path) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    ours = subprocess.Popen(sleep, env={leftovers.MARK: str(paths.run_dir(home))})
    others = subprocess.Popen(sleep, env={leftovers.MARK: "/tmp/annotator-of-another-home"})
    try:
        until = time.monotonic() + 5
        while leftovers.end(paths.run_dir(home)) != [ours.pid]:
            assert time.monotonic() < until
        assert ours.wait(5) == -signal.SIGKILL
        assert others.poll() is None
    finally:
        others.kill()
        others.wait()
