"""What someone at a shell hears of long work: a line a step, and on a terminal how far the step is."""

import sys
import time
from typing import TextIO

TELL_SECONDS = 0.5


class BackupError(Exception):
    """A backup or a restore can not be. The message is for the operator and holds no secret."""


class Teller:
    """Writes to stderr, since stdout may be the backup itself."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stderr
        self.counts = self.out.isatty()
        self.done, self.told = 0, time.monotonic()

    def step(self, text: str) -> None:
        """Begin a step."""
        self.clear()
        self.done = 0
        self.out.write(f"{text}\n")
        self.out.flush()

    def count(self, size: int) -> None:
        """So many more bytes of this step are done."""
        self.done += size
        if self.counts and time.monotonic() - self.told >= TELL_SECONDS:
            self.told = time.monotonic()
            self.out.write(f"\r  {amount(self.done)} ")
            self.out.flush()

    def clear(self) -> None:
        """Take the figure away: the next line begins where it stood."""
        if self.counts:
            self.out.write("\r\033[K")


def amount(size: int) -> str:
    """Bytes as people read them: 3.2 MB."""
    return f"{size / 1e6:,.1f} MB"


def counted(counts: dict[str, int]) -> str:
    """Figures as a line: users 3, projects 2."""
    return ", ".join(f"{noun} {number:,}" for noun, number in counts.items())
