"""Keeps children running: a dead one is started again after a pause; one that dies too often stops all."""

import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annotator.local.child import Child

DEATHS = 5  # of one child ...
WITHIN_SECONDS = 60  # ... in this time end the whole
FIRST_PAUSE = 0.25  # doubled with each death that is remembered
TICK = 0.1


class GaveUpError(Exception):
    """A child could not be kept running. The message is for the operator and names the child and its log."""


class StoppedError(Exception):
    """Someone asked us to stop."""


class Supervisor:
    """Starts children in order, watches them, and stops them in reverse order. `say` tells the operator."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.children: list[Child] = []
        self.stop_asked = False
        self._deaths: dict[str, list[float]] = defaultdict(list)
        self._due: dict[str, float] = {}

    def start(self, child: Child, ready: Callable[[], bool] = lambda: True, seconds: float = 120) -> None:
        """Start one more child and watch all of them until it is ready."""
        self.children.append(child)
        child.start()
        self.wait_for(child, ready, seconds)

    def wait_for(self, child: Child, ready: Callable[[], bool], seconds: float = 120) -> None:
        """Watch the children until this one is ready. GaveUpError when it takes too long."""
        until = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > until:
                raise GaveUpError(f"{child.name} is not ready after {seconds:g} seconds: see {child.log}.")
            self.tick()

    def run(self, step: Child) -> None:
        """Run a program that ends by itself, while the children are watched. GaveUpError when it fails."""
        try:
            step.start()
            while step.alive:
                self.tick()
        finally:
            failed = step.stop()
        if failed:
            raise GaveUpError(f"{step.name} failed: see {step.log}. It ends:\n{step.last_words()}")

    def watch(self) -> None:
        """Keep the children running until asked to stop (StoppedError) or one is given up (GaveUpError)."""
        while True:
            self.tick()

    def tick(self) -> None:
        """Look at every child once, and wait a moment."""
        for child in self.children:
            if not child.alive:
                self._revive(child)
        time.sleep(TICK)
        if self.stop_asked:
            raise StoppedError

    def ask_to_stop(self) -> None:
        """Stop at the next tick. A bare flag: a signal may come while the very thread that would be told holds the
        lock of an Event, and would wait for itself for ever."""
        self.stop_asked = True

    def _revive(self, child: Child) -> None:
        """Note the death when it is seen first; start the child again when its pause is over."""
        now = time.monotonic()
        if child.name not in self._due:
            self._due[child.name] = now + self._pause(child, child.sweep(), now)
        elif now >= self._due[child.name]:
            del self._due[child.name]
            child.start()

    def _pause(self, child: Child, code: int, now: float) -> float:
        """Seconds until the next start. GaveUpError at the last death that is borne."""
        recent = [at for at in self._deaths[child.name] if now - at < WITHIN_SECONDS]
        self._deaths[child.name] = [*recent, now]
        if len(recent) + 1 >= DEATHS:
            raise GaveUpError(f"{child.name} died {DEATHS} times in a minute, so all stops: see {child.log}.")
        self.say(f"{child.name} died ({_how(code)}) and is started again.")
        return float(FIRST_PAUSE * 2 ** len(recent))

    def stop(self) -> None:
        """Stop all children, the last started first."""
        while self.children:
            self.children.pop().stop()


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


@contextmanager
def stopping_on_signals(supervisor: Supervisor) -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and a closed terminal ask the supervisor to stop, instead of ending it at once."""
    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {kind: signal.signal(kind, lambda *_: supervisor.ask_to_stop()) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
