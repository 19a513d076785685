"""One supervisor for one home: a lock that the kernel drops when its holder dies in whatever way."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from annotator.local import paths


class AlreadyRunningError(Exception):
    """Another process runs this home's services. The message is for the operator."""


@contextlib.contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the home's lock, or AlreadyRunningError, or ClosedHomeError. The run folder goes with its holder."""
    try:
        descriptor = os.open(paths.make_home(home) / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise paths.ClosedHomeError(home, error) from None
    try:
        _take(descriptor, home)
        yield
        with contextlib.suppress(OSError):  # it is missing, or a socket was left in it
            paths.run_dir(home).rmdir()
    finally:
        os.close(descriptor)


def _take(descriptor: int, home: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode(errors="replace").strip() or "unknown"
        raise AlreadyRunningError(
            f"Annotator is already running with the data in {home} (process {holder})."
        ) from None
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
