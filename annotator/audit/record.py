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

_pending: ContextVar[list[dict[str, Any]] | None] = ContextVar("pending_events", default=None)

_WRITE = """
WITH counter AS (
    INSERT INTO audit_changecounter AS c (project_id, value) VALUES (%(project)s, %(count)s)
    ON CONFLICT (project_id) DO UPDATE SET value = c.value + EXCLUDED.value RETURNING value
)
INSERT INTO audit_event (project_id, change, at, by_id, kind, op, object_id, data)
SELECT %(project)s, counter.value - %(count)s + e.place, clock_timestamp(), e.by_id, e.kind, e.op, e.object_id, e.data
FROM counter, jsonb_to_recordset(%(events)s::jsonb)
    AS e(place bigint, by_id uuid, kind text, op text, object_id uuid, data jsonb)
"""

_WRITE_OUTSIDE_PROJECTS = """
INSERT INTO audit_event (at, by_id, kind, op, object_id, data)
SELECT clock_timestamp(), e.by_id, e.kind, e.op, e.object_id, e.data
FROM jsonb_to_recordset(%(events)s::jsonb) AS e(by_id uuid, kind text, op text, object_id uuid, data jsonb)
"""


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
        with transaction.atomic():
            yield
            _write(events)
    finally:
        _pending.reset(token)


def record(
    *, by: UUID | None, project: UUID | None, kind: str, op: str, object_id: UUID, **data: Any
) -> None:
    """Note what is being done to a row: `data` holds ids, offsets and fields, never document text."""
    events = _pending.get()
    if events is None:
        message = "record() is called by actions only"
        raise RuntimeError(message)
    events.append(
        {"project": project, "by_id": by, "kind": kind, "op": op, "object_id": object_id, "data": data}
    )


@contextlib.contextmanager
def _inner(events: list[dict[str, Any]]) -> Iterator[None]:
    noted = len(events)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del events[noted:]
        raise


def _write(events: list[dict[str, Any]]) -> None:
    """One statement a project; projects in the order of their ids, so that two actions never wait for each other."""
    for project, group in groupby(sorted(events, key=_project), key=_project):
        rows = [{**event, "place": place} for place, event in enumerate(group, start=1)]
        parameters: dict[str, str | int | None] = {
            "events": json.dumps(rows, cls=DjangoJSONEncoder),
            "count": len(rows),
            "project": project or None,
        }
        with connection.cursor() as cursor:
            cursor.execute(_WRITE if project else _WRITE_OUTSIDE_PROJECTS, parameters)


def _project(event: dict[str, Any]) -> str:
    return str(event["project"] or "")
