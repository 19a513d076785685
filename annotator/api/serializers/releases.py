"""Releases and jobs."""

from typing import Any

from rest_framework import serializers

from annotator.api.serializers.fields import Flag, PageQuery, Text, Time, json_of
from annotator.jobs.models import JobState
from annotator.releases.formats import FORMATS
from annotator.releases.models import ReleaseState

Manifest = json_of(type="object")
Report = json_of(type="array", items={})
Result = json_of(type="object")


class FileOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    url = serializers.URLField()


class ReleaseOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    project = serializers.UUIDField(source="project_id")
    number = serializers.IntegerField()
    title = serializers.CharField()
    formats = serializers.ListField(child=serializers.CharField())
    only_decided = serializers.BooleanField()
    state = serializers.ChoiceField(ReleaseState.choices)
    url = serializers.URLField(source="address")
    files = FileOut(many=True, source="shown_files")
    manifest = Manifest(allow_null=True, help_text="counts, versions, SHA-256 of each file")
    created_by = serializers.CharField(source="created_by.username")
    created_at = Time()
    published_at = Time(allow_null=True)


class ReleaseIn(serializers.Serializer[Any]):
    title = Text(required=False, allow_blank=True, max_length=200)
    formats = serializers.ListField(
        child=serializers.ChoiceField(list(FORMATS)), required=False, allow_empty=False, max_length=50
    )
    only_decided = Flag(required=False)


class ReleaseQuery(PageQuery):
    pass


class JobOut(serializers.Serializer[Any]):
    """Background work. `result` of a release names it from the start. That of an import counts its items: `documents`
    that are new, `known` ones that were there, `refused` ones, each of which (or the first of many) has a line in
    `report`: the `name` of its file, its `line`, the `field`, a `code` and `why`."""

    id = serializers.UUIDField()
    project = serializers.UUIDField(source="project_id")
    kind = serializers.CharField()
    state = serializers.ChoiceField(JobState.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField(help_text="0: not known yet")
    report = Report(help_text="what there is to say, line by line")
    result = Result(source="shown_result", help_text="what was made: of a release its address")
    created_at = Time()
    finished_at = Time(allow_null=True)
