"""An install of its own, for what only processes show: exit codes, kills, a broker that forgets."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from annotator.local import paths
from annotator.local.embedded import embedded_database


@dataclass
class Install:
    """A home with a running database, migrated, its tables empty."""

    home: Path

    def environ(self) -> dict[str, str]:
        own = {key: value for key, value in os.environ.items() if key != "ANNOTATOR_OWNER"}
        return {**own, "ANNOTATOR_HOME": str(self.home)}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(paths.CHECKOUT / "manage.py"), *words]

    def manage(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), input=stdin, capture_output=True, text=True, check=False, env=self.environ()
        )

    def ask(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of a statement, by the application's role."""
        with psycopg.connect(paths.database_url(self.home), autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    home = tmp_path_factory.mktemp("install") / "home"
    with embedded_database(home):
        made = Install(home)
        for words in (["migrate", "--verbosity", "0", "--skip-checks"], ["grant", "--skip-checks"]):
            done = made.manage(*words)
            assert done.returncode == 0, done.stderr
        yield made
    shutil.rmtree(paths.run_dir(home))
