"""Documents."""

from typing import Any

from rest_framework import serializers

from annotator.api.serializers.fields import PageQuery, Text, Time
from annotator.documents.models import Direction, DocumentState


class AssignedOut(serializers.Serializer[Any]):
    analyst = serializers.CharField(source="analyst.username")
    handed_in_at = Time(allow_null=True)


class Blank(serializers.CharField):
    """Text that is null in the answer where it is not known."""

    def to_representation(self, value: Any) -> Any:
        return value or None


class DocumentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    project = serializers.UUIDField(source="project_id")
    title = serializers.CharField()
    sha256 = serializers.CharField(help_text="of the text in UTF-8")
    length = serializers.IntegerField(help_text="in code points")
    language = Blank(allow_null=True)
    direction = serializers.ChoiceField(Direction.choices)
    url = Blank(allow_null=True)
    source = serializers.CharField(  # type: ignore[assignment]
        source="source.name", default=None, allow_null=True, help_text="the origin"
    )
    published_at = Time(allow_null=True)
    published_precision = Blank(allow_null=True)
    byline = Blank(allow_null=True)
    via = Blank(allow_null=True, help_text="who republished it")
    genre = Blank(allow_null=True)
    state = serializers.ChoiceField(DocumentState.choices)
    assigned = AssignedOut(many=True, source="shown_assignments")
    supersedes = serializers.UUIDField(source="supersedes_id", allow_null=True)
    withdrawn_at = Time(allow_null=True)
    created_at = Time()
    updated_at = Time()
    version = serializers.IntegerField()


class MetadataIn(serializers.Serializer[Any]):
    """What is known about a document; its text stays."""

    title = Text(required=False)
    url = Text(required=False, allow_null=True, allow_blank=True)
    source = Text(required=False, allow_null=True, allow_blank=True)  # type: ignore[assignment]
    published_at = Time(required=False, allow_null=True)
    published_precision = Text(required=False, allow_null=True, allow_blank=True)
    language = Text(required=False, allow_null=True, allow_blank=True)
    byline = Text(required=False, allow_null=True, allow_blank=True)
    via = Text(required=False, allow_null=True, allow_blank=True)
    genre = Text(required=False, allow_null=True, allow_blank=True)


class DocumentIn(MetadataIn):
    """One document, as `text` or as `html`, whose main text is taken."""

    title = Text(required=False, allow_null=True, allow_blank=True)
    text = Text(required=False)
    html = Text(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("text" in attrs) == ("html" in attrs):
            raise serializers.ValidationError({"text": "Give either text or html."})
        return attrs


class DocumentQuery(PageQuery):
    q = serializers.CharField(required=False, max_length=200, help_text="words in title or text")
    state = serializers.ChoiceField(
        [*DocumentState.values, "withdrawn"],
        required=False,
        help_text="default: all but superseded and withdrawn",
    )
    language = serializers.CharField(required=False, max_length=35)
    source = serializers.CharField(required=False, max_length=200)  # type: ignore[assignment]
    assigned_to = serializers.CharField(required=False, max_length=150, help_text="a username")


_FOR: dict[str, Any] = {"required": False, "max_length": 150, "help_text": "the analyst; for supervisors"}
# `for` is a word of Python, so these two can not be written as classes.
HandInIn = type("HandInIn", (serializers.Serializer,), {"for": Text(**_FOR)})
HandInQuery = type("HandInQuery", (serializers.Serializer,), {"for": serializers.CharField(**_FOR)})
