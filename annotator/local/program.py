"""The whole program on one machine: which children there are, and in which order they come up."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotator.config.env import Environment
from annotator.local import broker, leftovers, lock, paths, postgres
from annotator.local.child import Child
from annotator.local.supervisor import StoppedError, Supervisor, stopping_on_signals

Say = Callable[[str], None]
WEB_THREADS = 8
WORKER_THREADS = 2


class PortTakenError(Exception):
    """Another program listens where ours should. The message is for the operator."""


def start(environment: Environment, say: Say) -> None:
    """Run everything until someone stops us; nothing is left behind. Errors are for the operator."""
    with lock.held(environment.home):
        leftovers.end(paths.run_dir(environment.home))
        check_port(environment.port)
        supervisor = Supervisor(say)
        with stopping_on_signals(supervisor):
            try:
                bring_up(environment, supervisor)
                say(greeting(environment))
                supervisor.watch()
            except StoppedError:
                say("Stopping.")
            finally:
                supervisor.stop()


def bring_up(environment: Environment, supervisor: Supervisor) -> None:
    """Start the services, bring the data up to date, then start the program's own processes."""
    home = environment.home
    if environment.embedded:
        supervisor.say("Starting the database.")
        supervisor.start(postgres.child(home), partial(postgres.ready, home))
        postgres.prepare(home)
    if environment.embedded_broker:
        supervisor.start(broker.child(home), partial(broker.ready, home))
    supervisor.run(command(home, "prepare"))
    site = web(home, environment.port)
    for child in (worker(home), scheduler(home), site):
        supervisor.start(child)
    if environment.demo:
        supervisor.run(command(home, "demo"))
    supervisor.wait_for(site, partial(answers, environment.port))


def command(home: Path, name: str) -> Child:
    """A management command as a step of the start."""
    return _python(home, name, str(paths.CHECKOUT / "manage.py"), name)


def web(home: Path, port: int) -> Child:
    """The web server, on loopback: one process with threads, which costs a laptop the least."""
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --no-ws --workers-kill-timeout 5"
    threads = f"--blocking-threads {WEB_THREADS}"
    words = ["-m", "granian", *options.split(), *threads.split(), "annotator.config.wsgi:application"]
    return _python(home, "web", *words, pool=True)


def worker(home: Path) -> Child:
    """The Celery worker, with threads."""
    options = f"-P threads -c {WORKER_THREADS} --without-gossip --without-mingle --loglevel INFO"
    return _celery(home, "worker", *options.split(), pool=True)


def scheduler(home: Path) -> Child:
    """Celery's clock. It keeps its schedule in memory: no file that a killed one could leave broken."""
    return _celery(home, "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "INFO")


def _celery(home: Path, name: str, *words: str, pool: bool = False) -> Child:
    # Django's checks load every page, which neither of the two serves.
    application = ["-m", "celery", "--skip-checks", "-A", "annotator.config.celery"]
    return _python(home, name, *application, name, *words, pool=pool)


def _python(home: Path, name: str, *words: str, pool: bool = False) -> Child:
    dropped = {"ANNOTATOR_OWNER", "ANNOTATOR_POOL"}
    environ = {key: value for key, value in os.environ.items() if key not in dropped}
    environ |= {
        "ANNOTATOR_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "annotator.config.settings",
        "PYTHONPATH": str(paths.CHECKOUT),
        "PYTHONUNBUFFERED": "1",
        leftovers.MARK: str(paths.run_dir(home)),
    }
    if pool:
        environ["ANNOTATOR_POOL"] = "1"
    return Child(name, [sys.executable, *words], home / "logs" / f"{name}.log", environ)


def check_port(port: int) -> None:
    """PortTakenError when the web server could not listen."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} can not be used ({error.strerror}): choose another with PORT, "
                f"for example PORT={8001 if port != 8001 else 8002} make start."
            ) from None


def answers(port: int) -> bool:
    """Whether the web server answers. Asked directly: a proxy in the environment is not for us."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def greeting(environment: Environment) -> str:
    """The address, and how to sign in: the demo's log-ins, or how the first account is made."""
    lines = [f"Annotator is ready at {environment.public_url}"]
    file = environment.home / "demo.json"
    if environment.embedded and file.exists():
        users = json.loads(file.read_text(encoding="utf-8"))["users"]
        lines.append(f"Log-ins of the demo project (kept in {file}):")
        lines += [f"  {name:8} {user['password']:24} {user['role']}" for name, user in users.items()]
    else:
        lines += first_account(environment.home)
    return "\n".join([*lines, "Ctrl-C stops it."])


def first_account(home: Path) -> list[str]:
    """What `first_run` says: nothing where someone has an account."""
    asked = command(home, "first_run")
    said = subprocess.run(
        asked.command, env=asked.environ, cwd=paths.CHECKOUT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip().splitlines()
