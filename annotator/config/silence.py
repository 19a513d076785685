"""Readers who stop reading are cut off by the kernel: no thread, place or connection waits for them for ever."""

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

OPEN_FILES = Path("/proc/self/fd")

type Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def cut_off_after(seconds: int, application: Application) -> Application:
    """The WSGI `application`; a reader who takes nothing for so long is cut off (on Linux).

    The web server blocks in a send that a silent reader never takes, and has no time-out of its own. TCP_USER_TIMEOUT
    lets the kernel end such a connection: the send fails, and the answer is closed as for a reader who left. A socket
    that listens hands the option on to what it accepts. The web server opens it after it has loaded us, so it is set
    at the first request: there, and on what was accepted before.
    """
    if not hasattr(socket, "TCP_USER_TIMEOUT"):
        return application
    unset = [True]

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if unset:
            for found in _sockets(int(environ["SERVER_PORT"])):
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, seconds * 1000)
            unset.clear()
        return application(environ, start_response)

    return serve


def _sockets(port: int) -> Iterator[socket.socket]:
    """This process's TCP sockets at a port of its own; closed after use, which leaves the original open."""
    for file in OPEN_FILES.iterdir():
        with suppress(OSError):  # closed meanwhile
            if not file.is_socket():
                continue
            with closing(socket.socket(fileno=os.dup(int(file.name)))) as found:
                if found.family in {socket.AF_INET, socket.AF_INET6} and found.getsockname()[1] == port:
                    yield found
