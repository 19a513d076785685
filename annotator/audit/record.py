"""The frame of every write: one transaction, and its events as its last statement.

The change counter of a project is a row that each action updates, so two actions of a project commit in the order of
their numbers: who reads changes by number never misses one. Because the update waits for the other's commit, it is
made as late as possible: `record` only notes an event, and the outermost `action` writes all of them in one statement
just before it commits. An inner action that fails takes its events with it.
"""

import contextlib
import functools
import json
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from annotator.audit.models import UNDER, Veil

_pending: ContextVar[list[dict[str, Any]] | None] = ContextVar("pending_events", default=None)

# In the database (migration `written_by_a_function`), so that it is one round trip.
_WRITE = "SELECT audit_write(%(project)s::uuid, %(events)s::jsonb, %(patience)s)"
PATIENCE = "5s"  # how long a writer may hang between its last statement and its commit: others wait for it


def action[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` an action: atomic, with the events it records written last.

    Raises what the function raises; then nothing is written, neither rows nor events.
    """

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        with frame():
            return function(*args, **kwargs)

    return wrapper


@contextlib.contextmanager
def frame() -> Iterator[None]:
    """One transaction; the events of all actions inside it are written as its last statement.

    A frame within a frame is a savepoint: where it fails, its rows and events go, and the outer one may go on.
    """
    outer = _pending.get()
    if outer is not None:
        with _inner(outer):
            yield
        return
    events: list[dict[str, Any]] = []
    token = _pending.set(events)
    try:
        alone = not connection.in_atomic_block  # else the transaction goes on after us
        with transaction.atomic():
            yield
            _write(events, PATIENCE if alone else "")
    finally:
        _pending.reset(token)


def record(
    *,
    by: UUID | None,
    project: UUID | None,
    kind: str,
    op: str,
    object_id: UUID,
    owner: UUID | None = None,
    under: Veil | None = None,
    **data: Any,
) -> None:
    """Note what is being done to a row: `data` holds ids, offsets and fields, never document text.

    `owner` is the analyst whose work it is about; `under` the veil from which on only he and the supervisors are told,
    where it is not its kind's own (`models.UNDER`).
    """
    events = _pending.get()
    if events is None:
        message = "record() is called by actions only"
        raise RuntimeError(message)
    events.append(
        {
            "project": project, "by_id": by, "kind": kind, "op": op, "object_id": object_id, "data": data,
            "owner_id": owner, "under": UNDER.get(kind) if under is None else under,
        }
    )  # fmt: skip


def take_turn(project: UUID) -> None:
    """Wait for the writers of a project who are about to commit, and let the next ones wait: for an action that must
    see all there is. The last lock that it takes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM audit_changecounter WHERE project_id = %s FOR UPDATE", [project])


@contextlib.contextmanager
def _inner(events: list[dict[str, Any]]) -> Iterator[None]:
    noted = len(events)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del events[noted:]
        raise


def _write(events: list[dict[str, Any]], patience: str) -> None:
    """One statement a project; projects in the order of their ids, so that two actions never wait for each other."""
    for project, group in groupby(sorted(events, key=_project), key=_project):
        rows = [{**event, "place": place} for place, event in enumerate(group, start=1)]
        parameters = {
            "events": json.dumps(rows, cls=DjangoJSONEncoder), "project": project or None, "patience": patience
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, parameters)


def _project(event: dict[str, Any]) -> str:
    return str(event["project"] or "")
