"""Comments on tags."""

from typing import Any

from rest_framework import serializers

from annotator.annotations.commenting import LENGTH
from annotator.api.serializers.fields import Text, Time


class CommentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    tag = serializers.UUIDField(source="tag_id")
    text = serializers.CharField()
    by = serializers.CharField(source="by.username")
    at = Time()
    reply_to = serializers.UUIDField(
        source="reply_to_id", allow_null=True, help_text="the comment that it answers"
    )


class CommentIn(serializers.Serializer[Any]):
    """What is said; `@username` mentions a member who may read it."""

    id = serializers.UUIDField(required=False, help_text="made by you: under it the request may be repeated")
    text = Text(max_length=LENGTH)
    reply_to = serializers.UUIDField(
        required=False, allow_null=True, help_text="a comment of this tag that answers none itself"
    )
