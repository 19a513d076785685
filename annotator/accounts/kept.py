"""Answers kept for repeats: of each user, under the key that his program gave a request, for 30 days.

`take` and `keep` stand in the transaction of the write itself, so that no crash parts them: a key is there if and only
if its write is. The unique index lets the second of two requests wait for the end of the first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

DAYS = 30
WAIT_SECONDS = 5  # for a request under the same key that is not done yet
BATCH = 1000

_TAKE = """
WITH patience AS MATERIALIZED (SELECT set_config('lock_timeout', %(wait)s, true))
INSERT INTO accounts_keptanswer (user_id, place, key, request, headers)
SELECT %(user)s, %(place)s, %(key)s, %(request)s, '{}' FROM patience
ON CONFLICT (user_id, key, place) DO NOTHING RETURNING id
"""
_STANDING = """
SELECT request, status, headers::text, body FROM accounts_keptanswer
WHERE user_id = %(user)s AND key = %(key)s AND place = %(place)s
"""
_KEEP = """
UPDATE accounts_keptanswer SET status = %(status)s, headers = %(headers)s::jsonb, body = %(body)s
WHERE user_id = %(user)s AND key = %(key)s AND place = %(place)s
"""
_FORGET = f"""
DELETE FROM accounts_keptanswer WHERE id IN (
    SELECT id FROM accounts_keptanswer WHERE at < now() - interval '{DAYS} days' ORDER BY at LIMIT {BATCH})
"""  # noqa: S608  two numbers


class StillRunningError(Exception):
    """The first request under this key has not ended in the time that a second one waits."""


@dataclass(frozen=True)
class Asked:
    """One request: whose, where (digest of method and path), under which key; `request` is the digest of the rest."""

    user: UUID
    place: str
    key: str
    request: str


@dataclass(frozen=True)
class Answer:
    """What was answered, and to which request; `body` is None where a secret was in it."""

    request: str
    status: int
    headers: Mapping[str, str]
    body: bytes | None


def take(asked: Asked) -> Answer | None:
    """Take the key for this request; or the answer that stands under it. To be called in the write's transaction.

    Waits for a request under the same key that is under way. Raises StillRunningError when that takes too long.
    """
    given = {**vars(asked), "wait": f"{WAIT_SECONDS}s"}
    with connection.cursor() as cursor:
        try:
            cursor.execute(_TAKE, given)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise StillRunningError from error
            raise
        if cursor.fetchone():
            return None
        cursor.execute(_STANDING, given)
        request, status, headers, body = cursor.fetchone()
    return Answer(request, status, json.loads(headers), None if body is None else bytes(body))


def keep(asked: Asked, *, status: int, headers: Mapping[str, str], body: bytes | None) -> None:
    """Write the answer under the key that this transaction has taken."""
    given: dict[str, Any] = {
        **vars(asked), "status": status, "headers": json.dumps(dict(headers)), "body": body,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, given)


def forget() -> int:
    """Remove one batch of what is older than 30 days; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        return int(cursor.rowcount)
