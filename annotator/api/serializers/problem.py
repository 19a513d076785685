"""Problem details, for the schema."""

from typing import Any

from rest_framework import serializers


class ErrorOut(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="the input it is about; empty for the whole request")
    code = serializers.CharField(help_text="a stable word for programs")
    detail = serializers.CharField(help_text="a sentence for people")
    index = serializers.IntegerField(required=False, help_text="which one of a list")
    accepted = serializers.JSONField(
        required=False, help_text="a span that would be accepted: start, end, exact"
    )
    tag = serializers.UUIDField(required=False, help_text="the tag that stands in the way")
    location = serializers.CharField(required=False, help_text="of what was made by the first request")


class ProblemOut(serializers.Serializer[Any]):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ErrorOut(many=True, required=False)  # type: ignore[assignment]
