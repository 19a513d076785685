"""Tags in, annotations out.

A tag's values are judged once, by `annotations.details` and `anchoring`: what comes in is read here for its shape only,
because this is the way that is taken most. What goes out is made by PostgreSQL (`review.wire`); the classes say what
it looks like.
"""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotator.annotations.details import FIELDS
from annotator.annotations.models import (
    Attribution,
    Confidence,
    Likelihood,
    Modality,
    Stance,
    Status,
    TagState,
)
from annotator.api.placing import object_of
from annotator.api.serializers.fields import Flag, PageQuery, Time, json_of

Bound = json_of(type=["number", "string"])
Selectors = json_of(type=["object", "array"])
LinkedClaim = json_of(type="object")


class AttributionIO(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Attribution.choices)
    to = serializers.CharField(required=False, allow_null=True, help_text="the first speaker")
    via = serializers.CharField(required=False, allow_null=True, help_text="who passed it on")


class FactIO(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["figure", "date", "place"])
    as_written = serializers.CharField(required=False, allow_null=True)
    low = Bound(required=False, allow_null=True, help_text="number or text")
    high = Bound(required=False, allow_null=True, help_text="number or text")
    unit = serializers.CharField(required=False, allow_null=True)
    as_of = serializers.CharField(required=False, allow_null=True)
    precision = serializers.CharField(required=False, allow_null=True)


class EvidenceIn(serializers.Serializer[Any]):
    """A web address, or a passage of the tag's document or of another of the project."""

    stance = serializers.ChoiceField(Stance.choices)
    url = serializers.URLField(required=False, allow_null=True)
    document = serializers.UUIDField(required=False, allow_null=True, help_text="default: the tag's own")
    start = serializers.IntegerField(required=False, allow_null=True)
    end = serializers.IntegerField(required=False, allow_null=True)
    exact = serializers.CharField(required=False, help_text="the quote")
    quote = serializers.CharField(required=False, allow_null=True, help_text="as an annotation names it")
    span = serializers.UUIDField(required=False, allow_null=True, help_text="of an annotation; not looked at")


class DetailsIn(serializers.Serializer[Any]):
    """Status, note and details; a detail left out was not filled in."""

    status = serializers.ChoiceField(Status.choices)
    note = serializers.CharField(required=False)
    labels = serializers.ListField(child=serializers.CharField(), required=False)
    attribution = AttributionIO(required=False, allow_null=True)
    modality = serializers.ChoiceField(Modality.choices, required=False, allow_null=True)
    credibility = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=6)
    confidence = serializers.ChoiceField(Confidence.choices, required=False, allow_null=True)
    likelihood = serializers.ChoiceField(Likelihood.choices, required=False, allow_null=True)
    facts = FactIO(many=True, required=False)
    evidence = EvidenceIn(many=True, required=False)


class TagChangeIn(DetailsIn):
    """What is given is changed, the rest stays."""

    status = serializers.ChoiceField(Status.choices, required=False)


class TagIn(DetailsIn):
    """A place by `start`, `end` (code points) and `exact`, or by W3C `selectors`; and the judgement."""

    id = serializers.UUIDField(required=False, help_text="made by you: under it the request may be repeated")
    start = serializers.IntegerField(required=False, min_value=0)
    end = serializers.IntegerField(required=False, min_value=1)
    exact = serializers.CharField(required=False, help_text="the quote")
    prefix = serializers.CharField(required=False)
    suffix = serializers.CharField(required=False)
    selectors = Selectors(required=False, help_text="TextQuoteSelector, TextPositionSelector")


class TagPutIn(TagIn):
    document = serializers.UUIDField()


class PlaceOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    utf16 = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="with ?offsets=utf16: start, end"
    )
    utf8 = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="with ?offsets=utf8: start, end"
    )


class AnnotatedDocumentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    sha256 = serializers.CharField()
    url = serializers.CharField(allow_null=True)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    published_at = Time(allow_null=True)
    genre = serializers.CharField(allow_null=True)


class EvidenceOut(serializers.Serializer[Any]):
    stance = serializers.ChoiceField(Stance.choices)
    span = serializers.UUIDField(allow_null=True)
    document = serializers.UUIDField(allow_null=True)
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    quote = serializers.CharField(allow_null=True)


class ChangesIO(serializers.Serializer[Any]):
    """Details that stand otherwise than the accepted tag says; what is not named stands as the tag has it."""

    labels = serializers.ListField(child=serializers.CharField(), required=False)
    attribution = AttributionIO(required=False, allow_null=True)
    modality = serializers.ChoiceField(Modality.choices, required=False, allow_null=True)
    credibility = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=6)
    confidence = serializers.ChoiceField(Confidence.choices, required=False, allow_null=True)
    likelihood = serializers.ChoiceField(Likelihood.choices, required=False, allow_null=True)
    facts = FactIO(many=True, required=False)


@extend_schema_field(ChangesIO)
class Changes(serializers.Field[dict[str, Any], Any, dict[str, Any], Any]):
    """`ChangesIO` as it is: its names are looked at here, its values by `annotations.details`."""

    default_error_messages = {"type": "Changes are a JSON object of details."}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("type")
        return object_of(data, frozenset(FIELDS), at="changes.")

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        return value


class ShownDecisionOut(serializers.Serializer[Any]):
    status = serializers.ChoiceField(Status.choices, allow_null=True)
    no_claim = serializers.BooleanField()
    by = serializers.CharField()
    at = Time()
    reason = serializers.CharField()
    changes = Changes(allow_null=True)


class AnnotationOut(serializers.Serializer[Any]):
    """One tag with its span."""

    id = serializers.UUIDField()
    project = serializers.UUIDField()
    document = AnnotatedDocumentOut()
    span = PlaceOut()
    status = serializers.ChoiceField(Status.choices)
    note = serializers.CharField()
    labels = serializers.ListField(child=serializers.CharField())
    attribution = AttributionIO(allow_null=True)
    facts = FactIO(many=True)
    modality = serializers.ChoiceField(Modality.choices, allow_null=True)
    credibility = serializers.IntegerField(allow_null=True)
    confidence = serializers.ChoiceField(Confidence.choices, allow_null=True)
    likelihood = serializers.ChoiceField(Likelihood.choices, allow_null=True)
    evidence = EvidenceOut(many=True)
    analyst = serializers.CharField()
    state = serializers.ChoiceField(TagState.choices)
    decision = ShownDecisionOut(allow_null=True)
    claim = LinkedClaim(allow_null=True)
    guideline = serializers.IntegerField()
    derived_from = serializers.UUIDField(allow_null=True)
    created_at = Time()
    updated_at = Time()
    version = serializers.IntegerField()


class OffsetsQuery(serializers.Serializer[Any]):
    offsets = serializers.ChoiceField(
        ["utf16", "utf8"], required=False, help_text="adds the span in UTF-16 units or UTF-8 bytes"
    )


class AnnotationQuery(OffsetsQuery, PageQuery):
    document = serializers.UUIDField(required=False)
    analyst = serializers.CharField(required=False, max_length=150, help_text="a username")
    status = serializers.ChoiceField(Status.choices, required=False)
    state = serializers.ChoiceField(TagState.choices, default=TagState.SUBMITTED)
    decided = Flag(required=False, default=None)
    label = serializers.CharField(required=False, max_length=60)  # type: ignore[assignment]
    source = serializers.CharField(required=False, max_length=200)  # type: ignore[assignment]
    q = serializers.CharField(required=False, max_length=200, help_text="words in quote or note")
    created_after = Time(required=False)
    created_before = Time(required=False)
    updated_after = Time(required=False)
