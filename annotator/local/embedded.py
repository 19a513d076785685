"""The embedded services one at a time, for tests and benchmarks: started in a home, stopped at the end."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from annotator.local import broker, lock, postgres
from annotator.local.child import Child
from annotator.local.postgres import StartError

READY_SECONDS = 120  # the recovery after a crash may take long


@contextlib.contextmanager
def embedded_database(home: Path, options: Sequence[str] = postgres.DURABLE) -> Iterator[Child]:
    """PostgreSQL with its roles and an empty database; its addresses are `paths.database_url(home, role)`.

    `options=postgres.DISPOSABLE` is for a cluster that is thrown away. AlreadyRunningError when the home's
    services run already.
    """
    with lock.held(home), running(postgres.child(home, options), lambda: postgres.ready(home)) as server:
        postgres.prepare(home)
        yield server


@contextlib.contextmanager
def embedded_broker(home: Path) -> Iterator[Child]:
    """The broker at `paths.broker_url(home)`."""
    with running(broker.child(home), lambda: broker.ready(home)) as server:
        yield server


@contextlib.contextmanager
def running(child: Child, ready: Callable[[], bool]) -> Iterator[Child]:
    """Start the child, wait until it is ready, and stop it at the end. StartError when it ends by itself."""
    child.start()
    try:
        await_ready(child, ready)
        yield child
    finally:
        child.stop()


def await_ready(child: Child, ready: Callable[[], bool], seconds: float = READY_SECONDS) -> None:
    """Wait until `ready()`; StartError when the child ends before that, or time runs out."""
    until = time.monotonic() + seconds
    while not ready():
        if not child.alive or time.monotonic() > until:
            raise StartError(f"{child.name} did not start: see {child.log}.")
        time.sleep(0.02)
