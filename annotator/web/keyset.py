"""Keyset pages of the pages' lists: in the order that the reader chose, from where the last page ended.

A row that is there during a whole walk is seen exactly once, whatever comes and goes meanwhile.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Expression, F, Model, Q, QuerySet


class Order(NamedTuple):
    """What rows are ordered by, which is never null, and how its value is read from an address."""

    by: Expression | F
    read: Callable[[str], Any]
    descending: bool = False


def paged[M: Model](
    rows: QuerySet[M], order: Order, after: str, size: int, key: str = "pk"
) -> tuple[list[M], str]:
    """At most `size` rows, and the place after which the next page begins, or empty.

    A place that is none (`after` comes from an address) is the beginning.
    """
    found = list(_window(rows, order, after, size, key))
    last = found[size - 1] if len(found) > size else None
    return found[:size], _written(last) if last is not None else ""


def nearest(parts: Sequence[QuerySet[Any]], order: Order, after: str, size: int) -> QuerySet[Any, Any]:
    """The ids of rows that `paged` needs of those found in parts: each part is walked no further than a page."""
    return united([_window(part, order, after, size, "pk").values("pk") for part in parts])


def united(parts: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """What is in any of these."""
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


def _window[S: QuerySet[Any]](rows: S, order: Order, after: str, size: int, key: str) -> S:
    """So many rows after a place and one more, which says that there are more."""
    rows = rows.annotate(place=order.by)
    way = "-" if order.descending else ""
    if beyond := _beyond(order, after, key):
        rows = rows.filter(beyond)
    return rows.order_by(f"{way}place", f"{way}{key}")[: size + 1]


def _beyond(order: Order, after: str, key: str) -> Q | None:
    value, _, last = after.rpartition("~")
    try:
        place, pk = order.read(value), UUID(last)
    except (ValueError, OverflowError):
        return None
    side = "lt" if order.descending else "gt"
    from_here = Q(**{f"place__{side}e": place})  # which an index can begin at
    return from_here & (Q(**{f"place__{side}": place}) | Q(**{f"{key}__{side}": pk}))


def _written(row: Any) -> str:
    place = row.place
    return f"{place.isoformat() if isinstance(place, datetime) else place}~{row.pk}"


def moment(value: str) -> datetime:
    """A time with its zone, as `_written` writes it. Raises ValueError for anything else."""
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("a time without its zone")
    return found
