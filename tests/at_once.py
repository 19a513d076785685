"""Two or more at the same time, with real connections; for tests with `django_db(transaction=True)`."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from annotator.lib.refusals import Refusal

type Call = Callable[[], Any]


def overlapping(first: Call, second: Call) -> tuple[Any, Any]:
    """What each returned, or the Refusal it raised, when `second` runs before `first` has committed.

    `second` gets as far as it can: to its end, or to a row that `first` has locked.
    """
    with transaction.atomic():
        one = _outcome(first)
        thread, found = _start(second)
        _wait_until_blocked(thread)
    thread.join(20)
    assert not thread.is_alive()
    return one, found[0]


def together(*calls: Call) -> list[Any]:
    """What each returned, or the Refusal it raised, when all start at once."""
    gate = threading.Barrier(len(calls))
    started = [_start(call, gate) for call in calls]
    for thread, _ in started:
        thread.join(20)
        assert not thread.is_alive()
    return [found[0] for _, found in started]


def _start(call: Call, gate: threading.Barrier | None = None) -> tuple[threading.Thread, list[Any]]:
    found: list[Any] = []

    def run() -> None:
        try:
            if gate:
                gate.wait(20)
            found.append(_outcome(call))
        except BaseException as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def _outcome(call: Call) -> Any:
    try:
        return call()
    except Refusal as refusal:
        return refusal


def _wait_until_blocked(thread: threading.Thread) -> None:
    """Until `thread` waits for a lock or is done."""
    deadline = time.monotonic() + 20
    while thread.is_alive() and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.01)
