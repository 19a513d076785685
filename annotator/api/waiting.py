"""Long polls (`Prefer: wait=20`, RFC 7240): who waits holds a thread, so few may, and nobody for long."""

import re
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from rest_framework.request import Request

LONGEST = 60  # seconds
PAUSE = 0.25  # seconds between two looks; a look is a few look-ups in indexes
_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?(?=$|[,;\s])", re.IGNORECASE)
_waiting = 0
_lock = threading.Lock()


def wished(request: Request) -> int:
    """How many seconds the reader would wait; 0 where he does not say."""
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(int(found[1]), LONGEST) if found else 0


def until_any[T](
    look: Callable[[], list[T]], *, again: Callable[[], None], seconds: int
) -> tuple[list[T], bool]:
    """What `look` sees as soon as there is something or the time is over, and whether the wish was honoured; `again` is
    called before each further look, and may raise.

    It is not honoured where a quarter of the web threads waits already: then the first look is the answer.
    """
    seen = look()
    if seen or not seconds:
        return seen, bool(seconds)
    if not _sit_down():
        return seen, False
    try:
        end = time.monotonic() + seconds
        while not seen and (left := end - time.monotonic()) > 0:
            if not connection.in_atomic_block:
                connection.close()  # it goes back to the pool while nobody asks
            time.sleep(min(PAUSE, left))
            again()
            seen = look()
        return seen, True
    finally:
        _get_up()


def _sit_down() -> bool:
    global _waiting  # noqa: PLW0603  one count a process, as threads are
    with _lock:
        if _waiting >= settings.WEB_THREADS / 4:
            return False
        _waiting += 1
        return True


def _get_up() -> None:
    global _waiting  # noqa: PLW0603
    with _lock:
        _waiting -= 1
