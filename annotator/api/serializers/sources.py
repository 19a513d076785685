"""Sources."""

from typing import Any

from rest_framework import serializers

from annotator.api.serializers.fields import PageQuery, Text, Time
from annotator.documents.models import Reliability


class SourceOut(serializers.Serializer[Any]):
    """Who published; F says that it can not be judged, null that nobody has graded it yet."""

    id = serializers.UUIDField()
    project = serializers.UUIDField(source="project_id")
    name = serializers.CharField()
    reliability = serializers.ChoiceField(Reliability.choices, allow_null=True)
    created_at = Time()
    updated_at = Time()
    version = serializers.IntegerField()


class SourceIn(serializers.Serializer[Any]):
    name = Text(help_text="unique in its project")
    reliability = serializers.ChoiceField(Reliability.choices, required=False, allow_null=True)


class SourceQuery(PageQuery):
    q = serializers.CharField(required=False, max_length=200, help_text="part of the name, in any case")
