"""What hangs is given up, what has gone is found again, and neither is a 500."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from annotator.annotations.models import Tag
from annotator.documents.models import Document
from tests.api.program import Program, place
from tests.api.server import Server, serving
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def server(cast: Cast) -> Iterator[Server]:
    with serving(STATEMENT_TIMEOUT="1") as running:
        yield running


def test_who_waits_too_long_for_a_row_is_told_to_come_again(server: Server, cast: Cast) -> None:
    path, body, token = (
        f"documents/{cast.document.pk}/tags/",
        place(cast.document, "The board denies"),
        Program(cast.ada),
    )
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=cast.document.pk)
        answer = server.send("POST", path, token.secret, body, Idempotency_Key="k").getresponse()
    assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0
    assert json.loads(answer.read())["detail"].startswith("This took longer than is allowed here")
    again = server.send("POST", path, token.secret, body, Idempotency_Key="k").getresponse()
    assert (again.status, again.headers["Idempotency-Replayed"]) == (201, None)
    assert Tag.objects.count() == 1


def test_connections_that_the_database_closed_fail_no_request(server: Server, cast: Cast) -> None:
    token = Program(cast.ada).secret
    assert server.send("GET", "me/", token).getresponse().status == 200
    assert ended() > 0
    assert [server.send("GET", "me/", token).getresponse().status for _ in range(3)] == [200, 200, 200]


def ended() -> int:
    """End all connections but our own, as a restart does; how many there were."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(pg_terminate_backend(pid)) {others}")
        found: Any = cursor.fetchone()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            cursor.execute(f"SELECT count(*) {others}")
            if cursor.fetchone() == (0,):
                break
            time.sleep(0.01)
    time.sleep(0.1)  # the word of it has reached the server
    return int(found[0])
