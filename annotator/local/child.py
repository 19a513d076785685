"""One supervised program: started in a session of its own, with its log, and stopped with all it started."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from annotator.local import launch, paths

STOP_SECONDS = 10
LOG_BYTES = 5_000_000


@dataclass
class Child:
    """What to run and how to end it. `user` is "uid:gid" to become (from root), or "-" to stay."""

    name: str
    command: Sequence[str]
    log: Path
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stop_signal: signal.Signals = signal.SIGTERM
    user: str = "-"
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; its output goes to the log. It ends when this process does (on Linux).

        To be called from the main thread: the kernel takes the end of the calling thread for that of the parent.
        """
        launcher = [sys.executable, "-I", "-S", launch.__file__]
        orders = [str(os.getpid()), str(int(self.stop_signal)), self.user]
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                [*launcher, *orders, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self.environ),
                cwd=paths.CHECKOUT,
                start_new_session=True,
                umask=0o077,  # mails with links and release files are nobody else's, in a home that others may enter
            )

    @property
    def alive(self) -> bool:
        """Whether the program itself still runs. A dead one stays unreaped: its group keeps its id."""
        if self.process is None or self.process.returncode is not None:
            return False
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process.pid, flags) is None

    def wait(self, seconds: float) -> bool:
        """Wait until it ends; False when it still runs after `seconds`."""
        until = time.monotonic() + seconds
        while self.alive and time.monotonic() < until:
            time.sleep(0.02)
        return not self.alive

    def stop(self, seconds: float = STOP_SECONDS) -> int:
        """Ask it to end, wait, then kill what is left of it; gives what `sweep` gives."""
        if self.process is not None and self.alive:
            self.process.send_signal(self.stop_signal)
            self.wait(seconds)
        return self.sweep()

    def sweep(self) -> int:
        """Kill what is left of its process group. Gives its exit code, or minus the signal that ended it."""
        if self.process is None:
            return 0
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()

    def last_words(self) -> str:
        """The last line of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "")


def open_log(path: Path) -> FileIO:
    """The log, for appending; one that has grown large becomes `.1`, which replaces an older one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab", buffering=0)
