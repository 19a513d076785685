"""A writer who hangs or dies with the project's counter in his hand: the others go on, and nothing of his is told."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from annotator.audit.record import PATIENCE
from tests.api.mirror import Mirror, same
from tests.api.program import Program
from tests.cast import Cast, make_cast

# A program of its own: it notes an event as an action does and then neither commits nor ends.
HOLD = """
import sys, time, psycopg
own = psycopg.connect(sys.argv[1])
own.execute("SELECT audit_write(%s::uuid, %s::jsonb, %s)", (sys.argv[2], sys.argv[3], sys.argv[4]))
print("held", flush=True)
time.sleep(600)
"""


@contextmanager
def holder(cast: Cast, patience: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds the counter of the project."""
    event = json.dumps(
        [{"place": 1, "kind": "member", "op": "updated", "object_id": str(uuid4()), "data": {}}]
    )
    known = connection.get_connection_params()
    address = psycopg.conninfo.make_conninfo(
        **{name: known[name] for name in ("dbname", "user", "host", "port")}
    )
    command = [sys.executable, "-c", HOLD, address, str(cast.project.pk), event, patience]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.django_db(transaction=True)
def test_a_writer_who_is_killed_with_the_counter_in_hand_leaves_no_trace() -> None:
    cast = make_cast()
    dan = Program(cast.dan)
    before = Mirror(dan, cast.project.slug).pull()
    with holder(cast, "") as process:
        os.kill(process.pid, signal.SIGKILL)
        cast.tag(cast.ada, "the pump stopped at 04:20")
    assert {change["kind"] for change in before.page()} == {"assignment", "document", "tag"}
    same(before, dan)


@pytest.mark.django_db(transaction=True)
def test_a_writer_who_hangs_with_the_counter_in_hand_is_cut() -> None:
    cast = make_cast()
    with holder(cast, "1s") as process:
        os.kill(process.pid, signal.SIGSTOP)
        start = time.monotonic()
        cast.tag(cast.ada, "the pump stopped at 04:20")
        assert time.monotonic() - start < float(PATIENCE.removesuffix("s"))
    dan = Program(cast.dan)
    same(Mirror(dan, cast.project.slug).pull(), dan)
