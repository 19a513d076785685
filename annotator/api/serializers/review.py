"""Review items and decisions."""

from typing import Any

from rest_framework import serializers

from annotator.annotations.models import Status
from annotator.api.serializers.fields import Flag, Number, PageQuery, Text, Time
from annotator.api.serializers.tags import AnnotationOut, Changes
from annotator.review.models import ItemState

STATES = [ItemState.OPEN.value, ItemState.DECIDED.value]  # what was retracted is not shown


class ItemPlaceOut(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    exact = serializers.CharField()


class DecisionOut(serializers.Serializer[Any]):
    status = serializers.ChoiceField(Status.choices, allow_null=True)
    no_claim = serializers.BooleanField()
    accepted = serializers.UUIDField(
        source="accepted_id", allow_null=True, help_text="the tag whose details stand"
    )
    changes = Changes(allow_null=True)
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    by = serializers.CharField(source="by.username")
    at = Time()
    reason = serializers.CharField()


class ReviewItemOut(serializers.Serializer[Any]):
    """Tags that are judged together."""

    id = serializers.UUIDField()
    document = serializers.UUIDField(source="document_id")
    span = ItemPlaceOut()
    tags = AnnotationOut(many=True)
    agreed = serializers.BooleanField()
    state = serializers.ChoiceField(STATES)
    decision = DecisionOut(allow_null=True)
    version = serializers.IntegerField()


class ReviewItemQuery(PageQuery):
    state = serializers.ChoiceField(STATES, required=False)
    disagreement = Flag(required=False, default=None)
    document = serializers.UUIDField(required=False)


class DecisionIn(serializers.Serializer[Any]):
    """One of: a tag to accept, a status, no claim."""

    accept = serializers.UUIDField(required=False, allow_null=True, help_text="a tag of the item")
    changes = Changes(
        required=False, allow_null=True, help_text="of the accepted tag: details that stand otherwise"
    )
    status = serializers.ChoiceField(Status.choices, required=False, allow_null=True)
    no_claim = Flag(required=False)
    start = Number(required=False, allow_null=True, min_value=0)
    end = Number(required=False, allow_null=True, min_value=1)
    reason = Text(required=False, allow_blank=True, max_length=5000)
