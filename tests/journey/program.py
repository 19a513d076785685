"""The program as a user has it: started by its own command in a folder of its own, used over HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from annotator.local import paths

START_SECONDS = 90


@dataclass
class Answer:
    """What came back: status, headers, and the body as JSON where it is."""

    status: int
    headers: Message  # looked up in any case
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Program:
    """A running Annotator. `users` are the demo's: name to role, password and token."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None

    @property
    def environ(self) -> dict[str, str]:
        ours = ("ANNOTATOR_", "DATABASE_", "BROKER_", "DJANGO_", "PUBLIC_", "SECRET_", "STORAGE_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**kept, "ANNOTATOR_HOME": str(self.home), "PORT": str(self.port)}

    def start(self) -> None:
        """Run the start command until it says that it is ready."""
        command = [sys.executable, str(paths.CHECKOUT / "manage.py"), "start"]
        self.process = subprocess.Popen(
            command,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                return
        raise AssertionError("The program did not start:\n" + "".join(said))

    def stop(self) -> None:
        """Press Ctrl-C."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def kill(self) -> None:
        """The power goes off for the supervisor."""
        assert self.process
        self.process.kill()
        self.process.wait(10)

    @property
    def demo(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.home / "demo.json").read_text("utf-8"))
        return found

    @property
    def users(self) -> dict[str, Any]:
        found: dict[str, Any] = self.demo["users"]
        return found

    def manage(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """A management command beside the running program."""
        command = [sys.executable, str(paths.CHECKOUT / "manage.py"), *words]
        return subprocess.run(
            command, env=self.environ, input=stdin, capture_output=True, text=True, check=False
        )

    def call(self, method: str, path: str, user: str, content: Any = None, **headers: str) -> Answer:
        """One request of the API with a demo user's token; `path` is absolute or below /api/v1."""
        url = path if path.startswith("http") else f"{self.url}/api/v1{path}"
        data = None if content is None else json.dumps(content).encode()
        sent = {"Authorization": f"Bearer {self.users[user]['token']}"}
        sent |= {"Content-Type": "application/json"} if data is not None else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def done(self, job: str, user: str, seconds: float = 60) -> dict[str, Any]:
        """The job when it has ended."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found: dict[str, Any] = self.call("GET", job, user).json
            if found["state"] not in {"queued", "running"}:
                return found
            time.sleep(0.1)
        raise AssertionError(f"The job did not end: {found}")

    def pids(self) -> dict[int, str]:
        """The processes of this home: those whose environment or command line names its folders."""
        marks = [os.fsencode(str(self.home)), os.fsencode(str(paths.run_dir(self.home)))]
        found = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit() or int(folder.name) == os.getpid():
                continue
            try:
                command = (folder / "cmdline").read_bytes()
                text = command + (folder / "environ").read_bytes()
            except OSError:
                continue
            if command and any(mark in text for mark in marks):
                found[int(folder.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        return found
