"""The proof of the feed: many writers at once, some slow, some failing, some killed; readers who come and go.

Each has a connection of its own. Whatever the writers do, a reader's mirror is the database as he may see it, no
cursor came twice, and the changes came in the order of their numbers. `make soak` does it longer and more often.
"""

import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from annotator.annotations import actions as tags
from annotator.annotations.models import Tag
from annotator.audit import cursor
from annotator.audit.models import ChangeCounter, Event
from annotator.audit.record import frame
from annotator.lib.refusals import Refusal
from annotator.review import assigning
from tests.api.life import Life
from tests.api.mirror import Mirror, same
from tests.api.program import Program
from tests.cast import Cast, make_cast

SOAK = bool(os.environ.get("SOAK"))
RUNS, CHANGES = (20, 20_000) if SOAK else (1, 2000)
WRITERS, DOCUMENTS, MANY = 8, 12, 200 if SOAK else 20
AWAY = 3 if SOAK else 0.1  # seconds that a reader is away at most
RARER = 12 if SOAK else 1  # what tells readers of all there is anew, the more there is the more seldom
TEXT = "The keeper of the lock says that the water came at noon, and went at two. "
READERS = ("cleo", "ada", "dan")


class BreakOffError(Exception):
    """What a writer's transaction ends with when it fails."""


class Writers:
    """Eight at a time, until so many changes are there and one of them was killed; what goes wrong beside a refusal is
    kept."""

    def __init__(self, cast: Cast, wanted: int, seed: object) -> None:
        self.cast, self.wanted, self.seed = cast, wanted, seed
        self.faults: list[BaseException] = []
        self.killed = 0
        self.over = threading.Event()

    def run(self) -> None:
        started = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]
        started.append(threading.Thread(target=self._kill))
        for one in started:
            one.start()
        for one in started:
            one.join()

    def _write(self, number: int) -> None:
        chance = random.Random(f"{self.seed} {number}")
        life = Life(self.cast, chance)
        life.steps.remove(life.leave)  # who is gone may not read; `test_changes_walks.py` has it
        seldom = {life.role, life.blind, life.withdraw, life.bring_back}
        life.steps += [step for step in life.steps if step not in seldom] * (RARER - 1)
        ways = [self._plain] * 12 + [self._many] * 4 + [self._slow, self._failing, self._elsewhere_first]
        while not self.over.is_set() and not self.faults:
            try:
                chance.choice(ways)(life, chance)
                count = ChangeCounter.objects.get(project_id=self.cast.project.pk).value
                if count >= self.wanted and self.killed:
                    self.over.set()
            except (IndexError, Refusal, BreakOffError):
                pass
            except OperationalError as error:
                if "terminating connection" not in str(error) and "closed" not in str(error):
                    self.faults.append(error)
                connection.close()
            except BaseException as error:
                self.faults.append(error)
        connection.close()

    def _plain(self, life: Life, chance: random.Random) -> None:
        life.step()

    def _many(self, life: Life, chance: random.Random) -> None:
        """As many tags in one action as the text has room for, at most `MANY`."""
        document = life.document()
        many = min(MANY, document.length // 5 - 1)
        start = chance.randrange(document.length - 5 * many)
        places = [(at, at + chance.randrange(1, 5)) for at in range(start, start + 5 * many, 5)]
        items = [{"start": a, "end": b, "exact": document.text[a:b], "status": "sourced"} for a, b in places]
        tags.tag_many(by=life.coder(), document=document, items=items)

    def _slow(self, life: Life, chance: random.Random) -> None:
        """The project's counter is held for a while: everyone waits."""
        with transaction.atomic():
            life.step()
            time.sleep(chance.random() / 50)

    def _failing(self, life: Life, chance: random.Random) -> None:
        with transaction.atomic():
            life.step()
            raise BreakOffError

    def _elsewhere_first(self, life: Life, chance: random.Random) -> None:
        """One action that begins early, writes to another project, and touches a tag of many hands last."""
        with frame():
            self.cast.other.refresh_from_db()
            assigning.change_project(
                by=self.cast.eve, project=self.cast.other, name=f"Elsewhere {chance.random()}"
            )  # fmt: skip
            time.sleep(chance.random() / 50)
            shared = life.one(Tag.objects.filter(analyst=self.cast.ada).select_related("document__project"))
            tags.change(by=self.cast.ada, tag=shared, note=f"{chance.random()}")

    def _kill(self) -> None:
        """Now and then the server ends the connection of a writer in the middle of his transaction."""
        with psycopg.connect(**_parameters(), autocommit=True) as own:
            while not self.over.wait(0.5) and not self.faults:
                found = own.execute(_KILL).fetchall()
                self.killed += len(found)


_KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
    AND query LIKE '%audit_write%' LIMIT 1
"""


def _parameters() -> dict[str, Any]:
    known = connection.get_connection_params()
    return {name: known[name] for name in ("dbname", "user", "host", "port") if name in known}


def follow(cast: Cast, name: str, over: threading.Event, seed: object) -> Callable[[], Mirror]:
    """A reader who comes, reads some pages and goes, keeping his cursor and what he was told."""
    chance, mirror = random.Random(f"{seed} {name}"), Mirror(Program(getattr(cast, name)), cast.project.slug)
    faults: list[BaseException] = []

    def run() -> None:
        try:
            while not over.wait(chance.random() * AWAY):
                for _ in range(chance.randrange(1, 4)):
                    mirror.page(chance.choice([20, 200, 1000]))
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()

    def done() -> Mirror:
        thread.join()
        if faults:
            raise faults[0]
        return mirror

    return done


def in_order(mirror: Mirror) -> bool:
    """The events behind the changes have rising numbers."""
    events = [UUID(cursor.decode(change["cursor"]).event) for change in mirror.changes]
    numbers = dict(Event.objects.filter(pk__in=set(events)).values_list("pk", "change"))
    found = [numbers[event] for event in events]
    return found == sorted(found)


@pytest.fixture(autouse=True)
def quick_turns() -> Iterator[None]:
    """A writer who holds the counter gets his turn in the interpreter at once: all others wait for him."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("run", "blind"), [*((run, False) for run in range(RUNS)), (0, True)])
def test_whatever_many_writers_do_at_once_each_reader_is_told_of_it_once_and_in_order(
    run: int, blind: bool
) -> None:
    cast, seed = make_cast(), f"{run} {blind}"
    assigning.change_project(by=cast.cleo, project=cast.project, blind=blind, coders_per_document=1 + blind)
    for number in range(DOCUMENTS):
        cast.text(f"Note {number}", TEXT * (400 if SOAK else 20))
    writers = Writers(cast, CHANGES // (2 if blind else 1), seed)
    readers = {name: follow(cast, name, writers.over, seed) for name in READERS}
    writers.run()
    writers.over.set()
    mirrors = {name: done() for name, done in readers.items()}
    assert writers.faults == []
    assert writers.killed
    numbers = list(Event.objects.filter(project_id=cast.project.pk).values_list("change", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    for name, mirror in mirrors.items():
        same(mirror.pull(), mirror.program)
        assert in_order(mirror), name
