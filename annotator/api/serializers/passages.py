"""Passages of a document."""

from typing import Any

from rest_framework import serializers

from annotator.documents.models import PassageKind


class PassageOut(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="first code point")
    end = serializers.IntegerField(help_text="code point after the last")
    kind = serializers.ChoiceField(PassageKind.choices)
    of = serializers.ListField(
        child=serializers.IntegerField(),
        min_length=2,
        max_length=2,
        allow_null=True,
        help_text="of a repeat: start and end of the first copy",
    )
    why = serializers.CharField(help_text="in words for a reader")
