"""Processes that outlived a killed supervisor: found by a mark in their environment, and ended.

The kernel ends our children with us, but not their children (a web server's workers, when both were killed).
The mark is the run folder's path: it means this home and no other. Linux only: elsewhere is no /proc to ask.
"""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

MARK = "ANNOTATOR_SUPERVISED"
PROC = Path("/proc")


def end(run_dir: Path) -> list[int]:
    """Kill what still carries this run folder's mark, but us and our ancestors. Needs the home's lock."""
    ended = []
    spared = set(_ancestors())
    for pid in (int(entry.name) for entry in PROC.glob("[0-9]*")):
        if pid not in spared and _marked(pid, run_dir):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                ended.append(pid)
    return ended


def _marked(pid: int, run_dir: Path) -> bool:
    try:
        environ = (PROC / str(pid) / "environ").read_bytes()
    except OSError:  # gone, or another user's
        return False
    return f"{MARK}={run_dir}".encode() in environ.split(b"\0")


def _ancestors() -> Iterator[int]:
    pid = os.getpid()
    while pid > 1:
        yield pid
        try:
            pid = int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return
