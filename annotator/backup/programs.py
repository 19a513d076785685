"""PostgreSQL's own programs at work on the database of the settings: pg_dump out, pg_restore and psql in.

How to connect is in their environment, never in their words: everyone on a machine can read a process's words.
"""

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection
from psycopg import pq

from annotator.backup.archive import BLOCK
from annotator.backup.telling import BackupError
from annotator.local import postgres

# Who is signed in and what was counted for a minute: nobody misses it, and a stolen backup opens no session.
WITHOUT_ROWS = ("django_session", "cache")
TLS = {"require", "verify-ca", "verify-full"}
ENDED = (BrokenPipeError, ConnectionResetError)
SAID = re.compile(r"^(?:\S+: )?(?:error|fatal|ERROR|FATAL|PANIC): +(.*)", re.MULTILINE)
TERSE = ("--variable=ON_ERROR_STOP=1", "--variable=VERBOSITY=terse", "--variable=SHOW_CONTEXT=never")


def dump(snapshot: str) -> Iterator[bytes]:
    """The database as the exported `snapshot` sees it. Whose role may read all tables may ask."""
    words = [f"--exclude-table-data=public.{table}" for table in WITHOUT_ROWS]
    words += ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--snapshot={snapshot}"]
    with Program("pg_dump", words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as program:
        while block := program.output.read(BLOCK):
            yield block
        program.finish()


def load(blocks: Iterable[bytes], *, before: str, after: str) -> None:
    """Run `before`, what a dump holds, and `after` in one transaction, as the database's owner.

    The COMMIT is written here, when all else has passed: whoever of us dies before it, nothing is changed.
    """
    words = ["--no-psqlrc", "--quiet", "--output=/dev/null", *TERSE]
    with Program("psql", words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as psql:
        with contextlib.suppress(*ENDED):
            psql.input.write(f"BEGIN;\n{before}\n".encode())
            psql.input.flush()
            _as_statements(blocks, psql)
            psql.input.write(f"{after}\nCOMMIT;\n".encode())
        psql.finish()


def _as_statements(blocks: Iterable[bytes], psql: "Program") -> None:
    """Have pg_restore turn the dump into statements for psql. Where psql has ended, what it said is the reason."""
    words = ["--file=-", "--no-owner", "--no-privileges"]
    with Program("pg_restore", words, stdin=subprocess.PIPE, stdout=psql.input) as program:
        with contextlib.suppress(*ENDED):
            for block in blocks:
                program.input.write(block)
        try:
            program.finish()
        except BackupError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                if psql.process.wait(1):
                    psql.finish()
            raise


class Program(contextlib.AbstractContextManager["Program"]):
    """One of them, running; killed at the end of the `with` unless it has finished."""

    def __init__(self, name: str, words: Sequence[str], **pipes: Any) -> None:
        command = [str(_file(name)), *words]
        self.name, self.errors = name, tempfile.TemporaryFile()  # noqa: SIM115  closed in __exit__
        self.process = subprocess.Popen(command, env=environ(), stderr=self.errors, **pipes)
        self.input, self.output = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)

    def finish(self) -> None:
        """Close its input and wait. BackupError, with its own first word of why, where it failed."""
        if self.process.stdin:
            with contextlib.suppress(*ENDED):
                self.process.stdin.close()
        if self.process.wait():
            raise BackupError(self.why())

    def why(self) -> str:
        self.errors.seek(0)
        said = SAID.search(self.errors.read(65_536).decode(errors="replace"))
        reason = said[1] if said else f"it ended with {self.process.returncode}"
        return f"The database can not be read or written ({self.name}): {reason}"

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(*ENDED):
                    pipe.close()
        self.process.wait()
        self.errors.close()


def environ() -> dict[str, str]:
    """The environment with how to connect, as libpq reads it."""
    settings = connection.settings_dict
    words = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    values = {word: settings[key] for word, key in words.items()} | settings["OPTIONS"]
    options = [(option.keyword.decode(), option.envvar) for option in pq.Conninfo.get_defaults()]
    ours = {name.decode(): str(values[word]) for word, name in options if name and values.get(word)}
    return {**postgres.clean_environ(), "PGAPPNAME": "annotator backup", **ours}


def _file(name: str) -> Path:
    """The wheel's program. It speaks no TLS: where the address asks for that, the one on the PATH."""
    if connection.settings_dict["OPTIONS"].get("sslmode") not in TLS:
        return postgres.BIN / name
    found = shutil.which(name)
    if not found:
        raise BackupError(
            f"The database's address asks for TLS, which needs {name} of PostgreSQL 18 on the PATH: install its client."
        )
    return Path(found)
