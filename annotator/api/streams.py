"""NDJSON: a whole filtered set in constant memory, with a last line that shows it was not cut short."""

import contextlib
import functools
import threading
from collections.abc import Generator, Iterator
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import StreamingHttpResponse
from psycopg import Connection as PsycopgConnection
from psycopg_pool import ConnectionPool

from annotator.api import pages
from annotator.api.problems import Problem
from annotator.api.renderers import NDJSONRenderer, encode
from annotator.review import wire

AT_ONCE = 2  # streams of one process: each holds a connection and a thread
WALK = 500  # rows read at once where COPY can not make the lines
_slots = threading.BoundedSemaphore(AT_ONCE)


class Stream(Iterator[bytes]):
    """Pieces of lines, counted; gives its place and its connection back at the end, also when the reader goes away."""

    def __init__(self, pieces: Generator[bytes]) -> None:
        if not _slots.acquire(blocking=False):
            raise Problem(
                503, "Enough streams are running. Try again in a moment.", headers={"Retry-After": "5"}
            )
        self._pieces = _counted(pieces)
        self._open = True

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Called by the server in any case (PEP 3333); twice is once."""
        if self._open:
            self._open = False
            try:
                self._pieces.close()
            finally:
                _slots.release()


def stream(pieces: Generator[bytes]) -> StreamingHttpResponse:
    """The answer that sends `pieces`, which are not begun before."""
    return StreamingHttpResponse(Stream(pieces), content_type=NDJSONRenderer.media_type)


def copied(statement: str) -> Generator[bytes]:
    """What COPY makes of a statement of `wire`."""
    with _connection_of_its_own() as own, contextlib.closing(wire.copy_lines(statement, using=own)) as lines:
        yield from lines


def walked(read: pages.Read) -> Generator[bytes]:
    """What `read` finds, page by page in the order of ids, as lines."""
    cursor: str | None = None
    while True:
        found = pages.page(read, limit=WALK, cursor=cursor)
        lines = b"".join(line + b"\n" for line in found.rows)
        _give_back()
        yield lines
        cursor = found.next
        if cursor is None:
            return


def _counted(pieces: Generator[bytes]) -> Generator[bytes]:
    count = 0
    with contextlib.closing(pieces):
        for piece in pieces:
            count += piece.count(b"\n")
            yield piece
    yield encode({"end": True, "count": count}) + b"\n"


@contextlib.contextmanager
def _connection_of_its_own() -> Iterator[BaseDatabaseWrapper | PsycopgConnection[Any]]:
    """A connection for one stream, on a server out of a small pool for streams alone.

    Inside a transaction it is the transaction's own, so that the reader sees what was written there.
    """
    if connection.in_atomic_block:
        yield connection
        return
    _give_back()
    if "pool" in connection.settings_dict["OPTIONS"]:
        with _pool().connection() as own:
            yield own
    else:
        with PsycopgConnection.connect(**_parameters()) as own:
            yield own


@functools.cache
def _pool() -> ConnectionPool[PsycopgConnection[Any]]:
    check = connection.settings_dict["OPTIONS"]["pool"].get("check")
    return ConnectionPool(kwargs=_parameters(), min_size=0, max_size=AT_ONCE, check=check, open=True)


def _parameters() -> dict[str, Any]:
    """As requests connect, but without their time limit: a stream is one statement, which lasts as its reader does."""
    found = connection.get_connection_params()
    limits = "-c statement_timeout=0 -c TimeZone=UTC"
    return {**found, "autocommit": True, "options": f"{found.get('options', '')} {limits}"}


def _give_back() -> None:
    """Let requests have this thread's connection while the reader reads."""
    if not connection.in_atomic_block:
        connection.close()
