"""Projects, members and assignments."""

from typing import Any

from rest_framework import serializers

from annotator.api.serializers.fields import Flag, Number, PageQuery, Text, Time
from annotator.permissions import Role
from annotator.projects.models import Detail


class ProjectOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    guideline = serializers.CharField(source="guideline_text", help_text="Markdown; its newest version")
    guideline_number = serializers.IntegerField()
    blind = serializers.BooleanField()
    coders_per_document = serializers.IntegerField()
    labels = serializers.ListField(child=serializers.CharField())
    details = serializers.ListField(
        child=serializers.ChoiceField(Detail.choices),
        help_text="that tags are asked for beside the first two",
    )
    role = serializers.ChoiceField(Role.choices, help_text="your own")
    created_at = Time()
    updated_at = Time()
    version = serializers.IntegerField()


class ProjectIn(serializers.Serializer[Any]):
    name = Text(max_length=200)
    slug = Text(max_length=60, required=False)
    guideline = Text(required=False)
    blind = Flag(required=False)
    coders_per_document = Number(min_value=1, max_value=1000, required=False)
    labels = serializers.ListField(child=Text(max_length=60), max_length=200, required=False)
    details = serializers.ListField(child=serializers.ChoiceField(Detail.choices), required=False)


class MemberOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="user_id", help_text="of the user")
    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user.shown_name")
    role = serializers.ChoiceField(Role.choices)
    since = Time()


class NewMemberOut(MemberOut):
    holds_secret = True
    link = serializers.URLField(
        required=False, help_text="of a new user: one-time link to set a password, in this answer only"
    )
    link_expires_at = Time(required=False)


class MemberIn(serializers.Serializer[Any]):
    role = serializers.ChoiceField(Role.choices)
    email = serializers.EmailField(required=False, max_length=254, help_text="for a new user only")


class AssignmentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    document = serializers.UUIDField(source="document_id")
    analyst = serializers.CharField(source="analyst.username")
    assigned_by = serializers.CharField(
        source="assigned_by.username", default=None, allow_null=True, help_text="null: began by himself"
    )
    created_at = Time()
    handed_in_at = Time(allow_null=True)


class AssignmentIn(serializers.Serializer[Any]):
    """Documents for analysts, or spread evenly, `per_document` analysts each; without documents all that are open."""

    documents = serializers.ListField(child=serializers.UUIDField(), max_length=1000, required=False)
    analysts = serializers.ListField(child=Text(max_length=150), max_length=100, required=False)
    per_document = Number(min_value=1, max_value=100, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("analysts" in attrs) == ("per_document" in attrs):
            raise serializers.ValidationError({"analysts": "Give either analysts or per_document."})
        if "analysts" in attrs and "documents" not in attrs:
            raise serializers.ValidationError({"documents": "Name the documents."})
        return attrs


class AssignmentQuery(PageQuery):
    document = serializers.UUIDField(required=False)
    analyst = serializers.CharField(required=False)
