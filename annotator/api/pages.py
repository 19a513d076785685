"""Keyset pages: rows in the order of their ids, from a cursor that no one can read or make.

A row that is there during a whole walk is seen exactly once, however many come and go meanwhile.
"""

import base64
import binascii
from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet
from rest_framework.request import Request

from annotator.api.problems import Problem

LIMIT, MAX_LIMIT = 100, 1000
_signer = signing.Signer(salt="annotator.api.cursor")


class Window(NamedTuple):
    """Which rows a page asks for: so many after or, where it leads back, before the one with this id."""

    size: int
    back: bool = False
    key: UUID | None = None

    def of[M: Model](self, rows: QuerySet[M]) -> QuerySet[M]:
        """These of `rows`, nearest first."""
        if self.key is not None:
            rows = rows.filter(**{"pk__lt" if self.back else "pk__gt": self.key})
        return self.first(rows)

    def first[M: Model](self, rows: QuerySet[M]) -> QuerySet[M]:
        """So many of `rows`, all of which lie beyond the row with this id."""
        return rows.order_by("-pk" if self.back else "pk")[: self.size]


type Read = Callable[[Window], list[tuple[str, bytes]]]
"""The rows of a window as JSON, each with its id, in any order."""


def formed[M: Model](rows: QuerySet[M], form: Callable[[list[M]], list[bytes]]) -> Read:
    """`rows`, which `form` turns into JSON."""

    def read(window: Window) -> list[tuple[str, bytes]]:
        found = list(window.of(rows))
        return list(zip([str(row.pk) for row in found], form(found), strict=True))

    return read


class Page(NamedTuple):
    """Some rows as JSON in the order of their ids, and the cursors of the pages beside it."""

    rows: list[bytes]
    next: str | None
    previous: str | None


def page(read: Read, *, limit: int, cursor: str | None) -> Page:
    """At most `limit` of what `read` finds after or before the cursor. Problem 400 for a cursor that is not ours."""
    back, key = read_cursor(cursor) if cursor else (False, None)
    found = sorted(read(Window(limit + 1, back, key)), key=itemgetter(0))
    more = len(found) > limit
    if more:
        del found[0 if back else -1]
    after, before = more or back, more if back else key is not None
    first, last = (UUID(found[0][0]), UUID(found[-1][0])) if found else (key, key)
    return Page(
        [content for _, content in found],
        next=make_cursor(last, back=False) if after and last else None,
        previous=make_cursor(first, back=True) if before and first else None,
    )


def make_cursor(key: UUID, *, back: bool) -> str:
    signed = _signer.sign(f"{'p' if back else 'n'}{key.hex}")
    return base64.urlsafe_b64encode(signed.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[bool, UUID]:
    """Whether it leads back, and the id it starts from."""
    try:
        signed = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        value = _signer.unsign(signed.decode())
    except (signing.BadSignature, UnicodeError, binascii.Error) as error:
        detail = "This cursor is not one of ours: take it from “next” or “previous”."
        raise Problem(400, detail, [{"field": "cursor", "code": "cursor", "detail": detail}]) from error
    return value[0] == "p", UUID(value[1:])


def link(request: Request, cursor: str | None) -> str | None:
    """The absolute address of another page of this list."""
    if cursor is None:
        return None
    given: dict[str, Any] = request.query_params.dict() | {"cursor": cursor}
    return f"{settings.PUBLIC_URL}{request.path}?{urlencode(given)}"
