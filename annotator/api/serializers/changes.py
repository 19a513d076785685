"""The changes feed."""

from typing import Any

from rest_framework import serializers

from annotator.api.pages import LIMIT, MAX_LIMIT
from annotator.api.serializers.fields import Time
from annotator.audit.history import KINDS
from annotator.audit.models import Op


class ChangesQuery(serializers.Serializer[Any]):
    after = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=100,
        help_text="`next` or a change's cursor; without it from the beginning",
    )
    limit = serializers.IntegerField(default=LIMIT, min_value=1, max_value=MAX_LIMIT)


class ChangeOut(serializers.Serializer[Any]):
    """Something that happened, and the object as it stands since: at least as new as the change."""

    cursor = serializers.CharField(help_text="where to go on after this change; it never expires")
    at = Time()
    by = serializers.CharField(allow_null=True, help_text="a username; null: the program itself")
    kind = serializers.ChoiceField(KINDS)
    op = serializers.ChoiceField(Op.choices)
    id = serializers.UUIDField(help_text="of the object")
    data = serializers.DictField(  # type: ignore[assignment]
        help_text="the object as its own address shows it; of a tombstone (`retracted`) its id alone"
    )


class ChangesOut(serializers.Serializer[Any]):
    """The next changes, oldest first; none where there is nothing more yet."""

    results = ChangeOut(many=True)
    next = serializers.CharField(help_text="the cursor to ask with next time, also where nothing came")
