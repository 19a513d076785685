"""Supervising, with tiny programs: what dies comes back, what can not live ends all, nothing stays."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.local import paths
from annotator.local.child import Child
from annotator.local.supervisor import GaveUpError, StoppedError, Supervisor, stopping_on_signals

SLEEPER = "import time; time.sleep(60)"
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
PARENT = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
time.sleep(60)
"""

# A signal comes at each step of the supervisor's look after its children, one after the other.
ASKED = """
import signal, sys
from annotator.local import supervisor
supervisor.TICK = 0.001
for step in range(1, 60):
    one, passed = supervisor.Supervisor(print), []
    def come(*_):
        passed.append(1)
        if len(passed) == step:
            signal.raise_signal(signal.SIGINT)
    with supervisor.stopping_on_signals(one):
        sys.setprofile(come)
        try:
            one.watch()
        except supervisor.StoppedError:
            sys.setprofile(None)
"""


class Console:
    """Keeps what the supervisor says."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def supervisor(console: Console) -> Iterator[Supervisor]:
    made = Supervisor(console)
    yield made
    made.stop()


@pytest.fixture
def child(tmp_path: Path) -> Callable[[str, str], Child]:
    def make(name: str, code: str) -> Child:
        return Child(name, [sys.executable, "-c", code], tmp_path / f"{name}.log")

    return make


def pid(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def gone(number: int) -> bool:
    """Whether no such process runs; one that nobody has reaped yet does not run."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def tick_until(supervisor: Supervisor, condition: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        supervisor.tick()


def test_a_child_that_is_killed_is_started_again(
    supervisor: Supervisor, console: Console, child: Callable[[str, str], Child]
) -> None:
    web = child("web", SLEEPER)
    supervisor.start(web)
    first = pid(web)
    os.kill(first, signal.SIGKILL)
    tick_until(supervisor, lambda: web.alive and pid(web) != first)
    assert console.lines == ["web died (SIGKILL) and is started again."]


def test_five_deaths_in_a_minute_end_it_with_a_sentence(
    supervisor: Supervisor, console: Console, child: Callable[[str, str], Child]
) -> None:
    supervisor.start(child("worker", SLEEPER))
    broken = child("web", "raise SystemExit(3)")
    supervisor.start(broken)
    with pytest.raises(GaveUpError) as raised:
        supervisor.watch()
    assert str(raised.value) == f"web died 5 times in a minute, so all stops: see {broken.log}."
    assert console.lines == ["web died (exit code 3) and is started again."] * 4


def test_children_stop_in_reverse_order_and_the_deaf_are_killed(
    supervisor: Supervisor, child: Callable[[str, str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, deaf = child("first", SLEEPER), child("deaf", STUBBORN)
    supervisor.start(first)
    supervisor.start(deaf, ready=lambda: "deaf" in deaf.log.read_text())
    order: list[str] = []
    stop = Child.stop
    monkeypatch.setattr(Child, "stop", lambda self: (order.append(self.name), stop(self, 0.3))[1])
    supervisor.stop()
    assert order == ["deaf", "first"]
    assert not first.alive
    assert not deaf.alive


def test_what_a_dead_child_left_behind_is_killed(
    supervisor: Supervisor, child: Callable[[str, str], Child]
) -> None:
    parent = child("web", PARENT)
    supervisor.start(parent, ready=lambda: parent.log.read_text().endswith("\n"))
    orphan, first = int(parent.log.read_text()), pid(parent)
    os.kill(first, signal.SIGKILL)
    tick_until(supervisor, lambda: parent.alive and pid(parent) != first)
    assert gone(orphan)


def test_a_signal_stops_it(supervisor: Supervisor, child: Callable[[str, str], Child]) -> None:
    supervisor.start(child("web", SLEEPER))
    with stopping_on_signals(supervisor):
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StoppedError):
            supervisor.watch()


def test_a_step_that_fails_names_its_log_and_says_what_it_said_last(
    supervisor: Supervisor, child: Callable[[str, str], Child]
) -> None:
    step = child("migrate", "raise SystemExit('Loading.\\nNo such table.\\n')")
    with pytest.raises(GaveUpError) as refused:
        supervisor.run(step)
    assert str(refused.value) == f"migrate failed: see {step.log}. It ends:\nNo such table."


def test_a_child_that_is_never_ready_is_given_up(
    supervisor: Supervisor, child: Callable[[str, str], Child]
) -> None:
    with pytest.raises(GaveUpError, match=r"web is not ready after 0\.2 seconds"):
        supervisor.start(child("web", SLEEPER), ready=lambda: False, seconds=0.2)


def test_a_log_that_has_grown_large_is_put_aside(
    supervisor: Supervisor, child: Callable[[str, str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.local.child.LOG_BYTES", 10)
    writer = child("web", "print('new')")
    writer.log.write_text("twenty characters long")
    supervisor.run(writer)
    assert writer.log.read_text() == "new\n"
    assert writer.log.with_name("web.log.1").read_text() == "twenty characters long"


def test_what_a_child_writes_is_nobody_elses(
    child: Callable[[str, str], Child], supervisor: Supervisor, tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        supervisor.run(child("writer", f"import os; os.mkdir({str(tmp_path / 'mail')!r})"))
    finally:
        os.umask(before)
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700


def test_a_signal_stops_it_whatever_it_does_at_that_moment() -> None:
    subprocess.run([sys.executable, "-c", ASKED], cwd=paths.CHECKOUT, check=True, timeout=20)
