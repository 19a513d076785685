"""Fields that several resources share."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotator.api.pages import LIMIT, MAX_LIMIT


@extend_schema_field(OpenApiTypes.DATETIME)
class Time(serializers.Field[datetime, Any, str, Any]):
    """RFC 3339: `2026-05-04T10:00:00Z`. A time without a zone is UTC; a date is its first moment."""

    default_error_messages = {"time": "Give a time such as 2026-05-04T10:00:00Z."}

    def to_internal_value(self, data: Any) -> datetime:
        try:
            found = datetime.fromisoformat(data)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            self.fail("time")

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def json_of(**kind: Any) -> type[serializers.JSONField]:
    """A JSON field whose values are of a kind that the schema can say."""
    return extend_schema_field(kind)(type("JSON", (serializers.JSONField,), {}))


class Text(serializers.CharField):
    """Text kept as it was sent: nothing is stripped, and a number is no text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Name(Text):
    """The name of a user, slug or the like, for output."""


class Flag(serializers.BooleanField):
    """`true` or `false`, not what might be meant by it."""

    TRUE_VALUES = {True, "true"}
    FALSE_VALUES = {False, "false"}
    NULL_VALUES: set[Any] = set()

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool | str):
            self.fail("invalid", input=data)
        return bool(super().to_internal_value(data))


class Number(serializers.IntegerField):
    """A whole number, not a text or a float that looks like one."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


class PageQuery(serializers.Serializer[Any]):
    """What every list takes."""

    limit = serializers.IntegerField(default=LIMIT, min_value=1, max_value=MAX_LIMIT)
    cursor = serializers.CharField(required=False, help_text="from `next` or `previous`", max_length=500)


class PageOut(serializers.Serializer[Any]):
    """A keyset page; each list adds its `results`."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


@cache
def page_of(item: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The schema of a page of `item`."""
    name = item.__name__.removesuffix("Out")
    return type(f"{name}PageOut", (PageOut,), {"results": item(many=True), "__doc__": f"A page of {name}."})
