"""The web server itself, as `make start` runs it, over the tests' database: for what the test client can not show."""

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from annotator.local import paths, program


class Server:
    """One running web server; `environ` is added to its environment."""

    def __init__(self, **environ: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environ = environ

    def start(self) -> None:
        from django.conf import settings
        from django.db import connection

        self.child = program.web(settings.HOME, self.port)
        self.child.environ = {
            **self.child.environ,
            "DATABASE_URL": paths.database_url(settings.HOME, paths.OWNER, connection.settings_dict["NAME"]),
            "SECRET_KEY": settings.SECRET_KEY,
            "PUBLIC_URL": settings.PUBLIC_URL,
            **self.environ,
        }
        self.child.start()
        until = time.monotonic() + 60
        while not program.answers(self.port):
            assert self.child.alive, self.child.log.read_text()
            assert time.monotonic() < until
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9 it and all it started."""
        assert self.child.process
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.sweep()

    def send(
        self, method: str, path: str, token: str, body: Any = None, **headers: str
    ) -> http.client.HTTPConnection:
        """The request on its way; its answer is for `getresponse()`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        content = None if body is None else json.dumps(body)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given |= {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, f"/api/v1/{path}", content, given)
        return connection


@contextmanager
def serving(**environ: str) -> Iterator[Server]:
    server = Server(**environ)
    try:
        server.start()
        yield server
    finally:
        server.child.stop()
