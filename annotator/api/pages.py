"""Keyset pages: rows in the order of their ids, from a cursor that no one can read or make.

A row that is there during a whole walk is seen exactly once, however many come and go meanwhile.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet
from rest_framework.request import Request

from annotator.api.problems import Problem

LIMIT, MAX_LIMIT = 100, 1000
_signer = signing.Signer(salt="annotator.api.cursor")


@dataclass(frozen=True)
class Page[M: Model]:
    """Some rows in the order of their ids, and the cursors of the pages beside it."""

    rows: list[M]
    next: str | None
    previous: str | None


def page[M: Model](rows: QuerySet[M], *, limit: int, cursor: str | None) -> Page[M]:
    """At most `limit` of `rows` after or before the cursor. Problem 400 for a cursor that is not ours."""
    back, key = read_cursor(cursor) if cursor else (False, None)
    if key is not None:
        rows = rows.filter(**{"pk__lt" if back else "pk__gt": key})
    found = list(rows.order_by("-pk" if back else "pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if back:
        found.reverse()
    after, before = more or back, more if back else key is not None
    last, first = (found[-1].pk, found[0].pk) if found else (key, key)
    return Page(
        found,
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
