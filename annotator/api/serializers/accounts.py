"""Me and my tokens."""

from typing import Any

from rest_framework import serializers

from annotator.accounts.models import Scope
from annotator.api.serializers.fields import PageQuery, Text, Time
from annotator.permissions import Role


class MyProjectOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)


class TokenOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    start = serializers.CharField(help_text="its first characters")
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    project = serializers.UUIDField(source="project_id", allow_null=True)
    created_at = Time()
    expires_at = Time(allow_null=True)
    last_used_at = Time(allow_null=True)


class NewTokenOut(TokenOut):
    holds_secret = True
    token = serializers.CharField(help_text="the secret: in this answer only")


class MeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField(source="shown_name")
    email = serializers.CharField()
    staff = serializers.BooleanField(source="is_staff")
    projects = MyProjectOut(many=True)


class TokenQuery(PageQuery):
    pass


class TokenIn(serializers.Serializer[Any]):
    name = Text(max_length=100)
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices), allow_empty=False)
    project = Text(required=False, allow_null=True, help_text="id or slug: the only project it opens")
    expires_at = Time(required=False, allow_null=True)
