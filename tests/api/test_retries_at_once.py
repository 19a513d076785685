"""Two requests under one key at once, and a server that dies around its commit: one effect, one answer."""

import threading
import time
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from annotator.accounts import kept
from annotator.accounts.models import KeptAnswer
from annotator.annotations.models import Tag
from annotator.api.retries import REPLAYED
from annotator.documents.models import Document
from tests.api.program import Program, place, problem
from tests.api.server import Server, serving
from tests.at_once import overlapping, together
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def used(cast: Cast) -> Program:
    """Ada's program; the use of its token is noted, which is written once a minute."""
    program = Program(cast.ada)
    assert program.get("me/").status_code == 200
    return program


def wanted(cast: Cast) -> tuple[str, dict[str, Any]]:
    return f"documents/{cast.document.pk}/tags/", place(cast.document, "The board denies")


def test_the_second_waits_for_the_first_and_gets_its_answer(cast: Cast) -> None:
    (path, body), ada = wanted(cast), used(cast)

    def send() -> Any:
        return ada.post(path, body, idempotency_key="k")

    one, two = overlapping(send, send)
    assert (one.status_code, one.content, one["ETag"]) == (two.status_code, two.content, two["ETag"])
    assert (REPLAYED in one.headers, REPLAYED in two.headers) == (False, True)
    assert Tag.objects.count() == 1


def test_eight_at_once_do_it_once(cast: Cast) -> None:
    (path, body), ada = wanted(cast), used(cast)
    answers = together(*[lambda: ada.post(path, body, idempotency_key="k")] * 8)
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert sum(REPLAYED not in answer.headers for answer in answers) == 1
    assert Tag.objects.count() == 1


def test_the_second_does_the_work_where_the_first_breaks_off(cast: Cast) -> None:
    (path, body), ada = wanted(cast), used(cast)
    found: list[Any] = []

    def send() -> None:
        found.append(ada.post(path, body, idempotency_key="k"))
        connection.close()

    second = threading.Thread(target=send)
    with transaction.atomic():
        assert ada.post(path, body, idempotency_key="k").status_code == 201
        second.start()
        wait_until_blocked()
        transaction.set_rollback(True)
    second.join(20)
    assert (found[0].status_code, REPLAYED in found[0].headers) == (201, False)
    assert Tag.objects.get().pk == UUID(found[0].json()["id"])


def test_a_second_that_waits_too_long_is_told_to_come_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path, body), ada = wanted(cast), used(cast)
    monkeypatch.setattr(kept, "WAIT_SECONDS", 0.2)

    def send() -> Any:
        return ada.post(path, body, idempotency_key="k")

    with transaction.atomic():
        send()
        second = together(send)[0]
    problem(second, 409)
    assert int(second["Retry-After"]) > 0
    assert send()[REPLAYED] == "true"


def test_a_server_killed_after_its_commit_has_done_it_once(cast: Cast) -> None:
    (path, body), token = wanted(cast), Program(cast.ada).secret
    with serving() as server:
        sent = server.send("POST", path, token, body, Idempotency_Key="k")
        until = time.monotonic() + 20
        while not KeptAnswer.objects.exists() and time.monotonic() < until:
            time.sleep(0.001)
        server.kill()
        sent.close()
        assert (Tag.objects.count(), KeptAnswer.objects.count()) == (1, 1)
        server.start()
        answer = server.send("POST", path, token, body, Idempotency_Key="k").getresponse()
        assert (answer.status, answer.headers[REPLAYED]) == (201, "true")
    assert Tag.objects.count() == 1


def test_a_server_killed_before_its_commit_has_done_nothing(cast: Cast) -> None:
    (path, body), token = wanted(cast), Program(cast.ada).secret
    with serving() as server:
        with transaction.atomic():
            Document.objects.select_for_update().get(pk=cast.document.pk)
            sent = server.send("POST", path, token, body, Idempotency_Key="k")
            wait_until_blocked()
            server.kill()
            sent.close()
        assert (Tag.objects.count(), KeptAnswer.objects.count()) == (0, 0)
        server.start()
        answer = retried(server, path, token, body)
        assert (answer.status, answer.headers[REPLAYED]) == (201, None)
    assert Tag.objects.count() == 1


def retried(server: Server, path: str, token: str, body: Any) -> Any:
    return server.send("POST", path, token, body, Idempotency_Key="k").getresponse()


def wait_until_blocked() -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.01)
    raise AssertionError("nothing waits")
