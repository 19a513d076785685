"""The ground of every figure: a durable PostgreSQL and the real web server, filled by SQL, thrown away at the end."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.local import paths, program
from annotator.local.embedded import embedded_database, running

if TYPE_CHECKING:
    from annotator.accounts.models import User
    from annotator.projects.models import Project


@dataclass
class Ground:
    """One analyst and one client with their ways in, and a project to write to."""

    home: Path
    port: int
    analyst: "User"
    project: "Project"
    token: str
    session: str

    def connect(self) -> http.client.HTTPConnection:
        """A connection that is kept open, as browsers and API clients keep theirs."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def cookies(self) -> dict[str, str]:
        """What a signed-in browser sends with a write."""
        secret = "b" * 32
        return {"Cookie": f"sessionid={self.session}; csrftoken={secret}", "X-CSRFToken": secret}

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def url(self) -> str:
        """The database's address, for the raw half of each ratio."""
        return paths.database_url(self.home, paths.OWNER)


@contextlib.contextmanager
def ground() -> Iterator[Ground]:
    """Start everything, hand it out, stop it and remove its files."""
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        home, port = Path(folder), _free_port()
        os.environ |= {
            "ANNOTATOR_HOME": folder,
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "annotator.config.settings",
        }
        for name in ("DATABASE_URL", "BROKER_URL", "PUBLIC_URL", "ANNOTATOR_OWNER"):
            os.environ.pop(name, None)
        with embedded_database(home):
            for name in ("migrate", "grant"):
                _manage(name)
            _manage("collectstatic", "--no-input")
            with running(program.web(home, port), partial(program.answers, port)):
                yield _people(home, port)


def _manage(*words: str) -> None:
    manage = [sys.executable, str(paths.CHECKOUT / "manage.py")]
    environ = {**os.environ, "ANNOTATOR_OWNER": "1"}
    subprocess.run([*manage, *words], check=True, stdout=subprocess.DEVNULL, env=environ)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _people(home: Path, port: int) -> Ground:
    import django

    django.setup()

    from annotator.accounts import actions as accounts
    from annotator.accounts.models import User
    from annotator.projects import actions as projects

    user = User.objects.create_user("ada", password="a long walk by the canal")
    project = projects.create_project(by=None, name="Bench")
    projects.set_member(by=None, project=project, username="ada", role="analyst")
    _, token = accounts.create_token(by=user, name="bench", scopes=["read", "write"])
    return Ground(home, port, user, project, token, session_of(user))


def session_of(user: "User") -> str:
    """The cookie of someone who has just signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from annotator.accounts.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "annotator.accounts.sessions.Backend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
