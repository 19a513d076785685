"""Worker and broker die in the middle of a release, or of an import; it is completed, once.

Nothing is imitated: PostgreSQL, valkey, a worker and the scheduler run as `make start` runs them, the dataset is large
enough to be caught at work, and the broker comes back empty.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

import pytest

from annotator.local import broker, program
from annotator.local.child import Child
from annotator.local.embedded import await_ready
from tests.jobs.conftest import Install

REQUEST = """
from django.db import connection
from annotator.jobs.actions import request_release
from annotator.projects import actions as projects
from annotator.projects.models import Project
from tests.releases.crowd import crowd
project = projects.create_project(by=None, name='{name}')
boss, hand = (
    projects.set_member(by=None, project=project, username='{name}-' + role, role=role)[0].user
    for role in ('supervisor', 'analyst')
)
crowd(connection.cursor(), project=project.pk, analyst=hand.pk, documents={documents}, tags={tags})
project = Project.objects.get(pk=project.pk)
print(request_release(by=boss, project=project, only_decided=False)[1].pk)
"""

IMPORT = """
from annotator.jobs.actions import request_import
from annotator.projects import actions as projects
from annotator.projects.models import Project
project = projects.create_project(by=None, name='rows')
hand = projects.set_member(by=None, project=project, username='rows-analyst', role='analyst')[0].user
project = Project.objects.get(pk=project.pk)
row = 'Report {{}} of the day.,Quay Radio\\n'
rows = 'text,source\\n' + ''.join(row.format(number % {texts}) for number in range({rows}))
print(request_import(by=hand, project=project, files=[('rows.csv', [rows.encode()])]).pk)
"""


@dataclass
class Services:
    """Broker, worker and scheduler of an install; whatever still runs at the end is stopped."""

    install: Install
    running: list[Child] = field(default_factory=list)

    def start(self, child: Child, ready: Callable[[], bool] = lambda: True) -> Child:
        self.running.append(child)
        child.start()
        await_ready(child, ready)
        return child

    def broker(self) -> Child:
        home = self.install.home
        return self.start(broker.child(home), partial(broker.ready, home))

    def worker(self) -> Child:
        return self.start(program.worker(self.install.home))

    def stop(self) -> None:
        for child in reversed(self.running):
            child.stop()


@pytest.fixture
def services(install: Install) -> Iterator[Services]:
    with ExitStack() as stack:
        found = Services(install)
        stack.callback(found.stop)
        found.broker()
        found.worker()
        found.start(program.scheduler(install.home))
        yield found


def kill(child: Child) -> None:
    """As an operator with -9, or a machine without memory: the whole group, at once."""
    assert child.process is not None
    os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()


def until(truth: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.01)


def request(install: Install, name: str, documents: int, tags: int) -> str:
    """A project of that many rows, and the job that is to release it."""
    script = REQUEST.format(name=name, documents=documents, tags=tags)
    asked = install.manage("shell", "--no-imports", "--command", script)
    assert asked.returncode == 0, asked.stderr
    return asked.stdout.strip()


def test_worker_and_broker_die_and_each_release_is_made_once(install: Install, services: Services) -> None:
    large = request(install, "large", documents=80, tags=250)
    at_work = "SELECT 1 FROM jobs_job WHERE id = %s AND state = 'running' AND done > 0"
    until(lambda: install.ask(at_work, large), 30)
    valkey, worker = services.running[:2]
    kill(worker)
    kill(valkey)
    assert install.ask("SELECT state, tries FROM jobs_job WHERE id = %s", large) == [("running", 1)]
    small = request(install, "small", documents=1, tags=1)  # while nobody hears it
    shutil.rmtree(install.home / "broker")
    services.broker()
    services.worker()
    waiting = "SELECT 1 FROM jobs_job WHERE state IN ('queued', 'running')"
    until(lambda: not install.ask(waiting), 45)

    tries = "SELECT state, tries FROM jobs_job WHERE id = %s"
    assert install.ask(tries, large) == [("done", 2)]
    assert install.ask(tries, small) == [("done", 1)]
    for job in (large, small):
        published_once(install, job)
    checked = install.manage("verify")
    assert (checked.returncode, checked.stderr) == (0, "")


def published_once(install: Install, job: str) -> None:
    """One event says so, and one folder is there."""
    releases = "SELECT r.id, r.state, r.folder FROM releases_release r JOIN jobs_job j ON j.subject = r.id"
    ((release, state, folder),) = install.ask(f"{releases} WHERE j.id = %s", job)
    assert state == "published"
    events = "SELECT count(*) FROM audit_event WHERE object_id = %s AND op = 'updated'"
    assert install.ask(events, release) == [(1,)]
    storage = install.home / "storage"
    until(lambda: [*(storage / "releases" / str(release)).iterdir()] == [storage / folder], 5)


def test_a_worker_dies_in_an_import_and_each_row_is_taken_once(install: Install, services: Services) -> None:
    texts, rows = 400, 500  # the last hundred are the first again
    asked = install.manage("shell", "--no-imports", "--command", IMPORT.format(texts=texts, rows=rows))
    assert asked.returncode == 0, asked.stderr
    job = asked.stdout.strip()
    at_work = "SELECT 1 FROM jobs_job WHERE id = %s AND state = 'running' AND done > 0"
    until(lambda: install.ask(at_work, job), 30)
    kill(services.running[1])
    ((done, counted),) = install.ask("SELECT done, result FROM jobs_job WHERE id = %s", job)
    assert sum(counted.values()) == done == documents(install, job) < texts
    services.worker()
    until(lambda: install.ask("SELECT 1 FROM jobs_job WHERE id = %s AND state = 'done'", job), 90)

    columns = "done, total, result, report, tries"
    assert install.ask(f"SELECT {columns} FROM jobs_job WHERE id = %s", job) == [
        (rows, rows, {"documents": texts, "known": rows - texts, "refused": 0}, [], 1)
    ]
    assert documents(install, job) == texts
    events = "SELECT e.kind FROM audit_event e JOIN jobs_job j USING (project_id) WHERE j.id = %s"
    kinds = [kind for (kind,) in install.ask(events, job)]
    assert (kinds.count("document"), kinds.count("source")) == (texts, 1)
    assert install.ask("SELECT count(*) FROM jobs_piece") == [(0,)]
    checked = install.manage("verify")
    assert (checked.returncode, checked.stderr) == (0, "")


def documents(install: Install, job: str) -> int:
    """How many there are where the job imports into."""
    counted = "SELECT count(*) FROM documents_document d JOIN jobs_job j USING (project_id) WHERE j.id = %s"
    return int(install.ask(counted, job)[0][0])
