"""Streams by the web server itself: who stops reading is cut off, who reads slowly is not, and requests go on."""

import http.client
import json
import socket
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from annotator.annotations.models import Tag
from annotator.api import streams
from tests.api.program import Program
from tests.api.server import Server, serving
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)

SILENCE = 3  # seconds, where an install allows a minute
WORDS = [f"word{number}" for number in range(10, 50)]
NOTE = "It stopped twice. " * 50_000  # with it the whole is far larger than what lies in buffers
NDJSON = "application/x-ndjson"


@pytest.fixture
def cast() -> Cast:
    found = make_cast()
    document = found.text(text=" ".join(WORDS))
    for word in WORDS:
        found.tag(found.ada, word, document=document)
    Tag.objects.update(note=NOTE)
    return found


@pytest.fixture
def server(cast: Cast) -> Iterator[Server]:
    with serving(READER_TIMEOUT=str(SILENCE), STATEMENT_TIMEOUT="1") as running:
        yield running


def begun(server: Server, cast: Cast, token: str) -> socket.socket:
    """A stream whose first bytes were read, and nothing more."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 100_000)
    reader.settimeout(30)
    reader.connect(("127.0.0.1", server.port))
    path = f"/api/v1/projects/{cast.project.slug}/annotations/"
    head = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {NDJSON}\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
    reader.sendall(head.encode())
    assert reader.recv(1024).startswith(b"HTTP/1.1 200")
    return reader


def asked(server: Server, cast: Cast, token: str, accept: str = NDJSON) -> http.client.HTTPResponse:
    path = f"projects/{cast.project.slug}/annotations/"
    return server.send("GET", path, token, Accept=accept).getresponse()


def copying() -> int:
    """Streams that PostgreSQL is making."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%'")
        return int(cursor.fetchone()[0])


def test_who_stops_reading_is_cut_off_and_his_place_is_free_again(server: Server, cast: Cast) -> None:
    token = Program(cast.dan).secret
    silent = [begun(server, cast, token) for _ in range(streams.AT_ONCE)]
    time.sleep(1)  # all buffers are full
    assert copying() == streams.AT_ONCE
    refused = asked(server, cast, token)
    assert (refused.status, int(refused.headers["Retry-After"]) > 0) == (503, True)
    assert asked(server, cast, token, "application/json").status == 200  # pages go on meanwhile
    began, status = time.monotonic(), 503
    while status == 503 and time.monotonic() - began < 10 * SILENCE:
        time.sleep(0.1)
        answer = asked(server, cast, token)
        status = answer.status
    assert status == 200
    lines = answer.read().splitlines()
    assert json.loads(lines[-1]) == {"end": True, "count": len(WORDS)}
    assert copying() == 0
    for reader in silent:
        assert not whole(reader)
        reader.close()


def test_who_reads_slowly_gets_all_however_long_it_takes(server: Server, cast: Cast) -> None:
    """Longer than a silence may last, and than a statement of any other request may take."""
    reader = begun(server, cast, Program(cast.dan).secret)
    began = time.monotonic()
    for _ in range(2 * SILENCE):
        time.sleep(1)
        reader.recv(1_000_000)
    assert time.monotonic() - began > SILENCE + 1
    assert whole(reader)


def whole(reader: socket.socket) -> bool:
    """Whether what is left to read ends as a stream does."""
    last = b""
    try:
        while block := reader.recv(1_000_000):
            last = (last + block)[-200:]
            if b'{"end":true' in last:
                return True
    except OSError:
        pass
    return False
