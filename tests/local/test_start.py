"""`manage.py start`, whole: it comes up, survives the death of each of its parts, and leaves nothing."""

import http.client
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.local import leftovers, paths

PATIENCE = 120  # seconds; a few on a machine that does nothing else


class Install:
    """A home, a port, and `manage.py start` running on them."""

    def __init__(self, home: Path, port: int, **environ: str) -> None:
        self.home, self.port = home, port
        self.process = self.spawn(**environ)
        self.greeted = ""

    def spawn(self, **environ: str) -> subprocess.Popen[str]:
        inherited = {name: value for name, value in os.environ.items() if name != "ANNOTATOR_OWNER"}
        return subprocess.Popen(
            [sys.executable, str(paths.CHECKOUT / "manage.py"), "start"],
            env={**inherited, "ANNOTATOR_HOME": str(self.home), "PORT": str(self.port), **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def greeting(self) -> str:
        """What it says until it is ready."""
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                return "".join(lines)
        _, said = self.process.communicate()
        raise AssertionError(f"{''.join(lines)}{said}")

    def get(self, path: str) -> tuple[int, Any]:
        """Status and JSON; status 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def is_ready(self) -> bool:
        return self.get("/health/ready")[0] == http.HTTPStatus.OK

    def running(self) -> dict[str, int]:
        """Its processes by what they are; found by the run folder in their command or environment."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command, environ = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
            except OSError:
                continue
            if str(paths.run_dir(self.home)).encode() in command + environ:
                found[_kind(command)] = int(entry.name)
        return found


def _kind(command: bytes) -> str:
    words = command.decode(errors="replace").replace("\0", " ")
    names = ("valkey-server", "granian", " beat ", " worker ", "bin/postgres ")
    return next((name.strip() for name in names if name in words), words)


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    home = tmp_path_factory.mktemp("start").joinpath(*["a deep folder"] * 12)
    made = Install(home, free_port())
    try:
        made.greeted = made.greeting()
        yield made
    finally:
        made.process.kill()
        made.process.communicate()
        wait_until(lambda: not made.running() or bool(leftovers.end(paths.run_dir(home))))
        shutil.rmtree(paths.run_dir(home), ignore_errors=True)


def test_it_prints_its_address_and_the_log_ins_that_it_keeps_closed(install: Install) -> None:
    file = install.home / "demo.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    demo = json.loads(file.read_text(encoding="utf-8"))
    assert demo["url"] == f"http://127.0.0.1:{install.port}"
    assert f"Annotator is ready at {demo['url']}" in install.greeted
    for name, user in demo["users"].items():
        assert f"  {name:8} {user['password']:24} {user['role']}" in install.greeted.splitlines()


def test_every_part_runs(install: Install) -> None:
    wait_until(install.is_ready)
    assert set(install.running()) >= {"bin/postgres", "valkey-server", "granian", "worker", "beat"}


def test_a_second_start_is_refused_in_a_sentence(install: Install) -> None:
    second = install.spawn()
    said = second.communicate(timeout=PATIENCE)[1]
    assert second.returncode == 1
    assert said.strip() == (
        f"Annotator is already running with the data in {install.home} (process {install.process.pid})."
    )


def test_without_the_demo_it_says_how_the_first_account_is_made(home: Path) -> None:
    empty = Install(home, free_port(), DEMO="off")
    try:
        greeted = empty.greeting()
        assert f"http://127.0.0.1:{empty.port}/first-run/?code=" in greeted
        assert not (home / "demo.json").exists()
    finally:
        empty.process.send_signal(signal.SIGINT)
        empty.process.communicate(timeout=PATIENCE)


def test_a_taken_port_is_named_in_a_sentence(install: Install, home: Path) -> None:
    other = install.spawn(ANNOTATOR_HOME=str(home))
    said = other.communicate(timeout=PATIENCE)[1]
    assert other.returncode == 1
    assert said.startswith(
        f"Port {install.port} can not be used (Address already in use): choose another with PORT"
    )
    assert said.count("\n") == 1


def test_a_database_that_does_not_answer_is_said_in_a_sentence(install: Install, tmp_path: Path) -> None:
    elsewhere = {"DATABASE_URL": "postgresql://app:pw@127.0.0.1:1/texts", "SECRET_KEY": "k" * 40}
    other = install.spawn(ANNOTATOR_HOME=str(tmp_path / "other"), PORT=str(free_port()), **elsewhere)
    said = other.communicate(timeout=PATIENCE)[1]
    assert other.returncode == 1
    assert "look at DATABASE_URL: connection failed" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("part", ["granian", "worker", "valkey-server", "bin/postgres"])
def test_a_killed_part_comes_back(install: Install, part: str) -> None:
    wait_until(install.is_ready)
    before = install.running()[part]
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: install.running().get(part, before) != before and install.is_ready())


def test_a_killed_supervisor_leaves_nothing_and_the_next_start_recovers(install: Install) -> None:
    install.process.kill()
    install.process.wait()
    install.process = install.spawn()
    assert "Annotator is ready" in install.greeting()
    wait_until(install.is_ready)


def test_ctrl_c_leaves_no_process_and_no_socket(install: Install) -> None:
    install.process.send_signal(signal.SIGINT)
    assert install.process.wait(PATIENCE) == 0
    assert install.running() == {}
    assert list(paths.run_dir(install.home).iterdir()) == []
