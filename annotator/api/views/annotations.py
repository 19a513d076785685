"""The annotations of a project: pages, and the whole set as a stream."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from rest_framework.request import Request

from annotator.accounts.models import User
from annotator.annotations.models import Tag, TagQuerySet, TagState
from annotator.api import lookups, streams
from annotator.api.offsets import with_offsets
from annotator.api.operations import operation
from annotator.api.pages import Window
from annotator.api.renderers import JSONRenderer, NDJSONRenderer
from annotator.api.resource import Resource
from annotator.api.serializers.fields import page_of
from annotator.api.serializers.tags import AnnotationOut, AnnotationQuery
from annotator.documents.models import DocumentState, Source
from annotator.documents.search import Query
from annotator.projects.models import Project
from annotator.review import wire

LOOKUPS = {
    "document": "document",
    "status": "status",
    "created_after": "created_at__gt",
    "created_before": "created_at__lt",
    "updated_after": "updated_at__gt",
}


class Annotations(Resource):
    renderer_classes = [JSONRenderer, NDJSONRenderer]

    @operation(
        "Annotations of a project; also as NDJSON",
        name="annotations",
        query=AnnotationQuery,
        answers={200: page_of(AnnotationOut), (200, NDJSONRenderer.media_type): AnnotationOut},
    )
    def get(self, request: Request, project: str) -> HttpResponseBase:
        found = lookups.project(request, project)
        return answer(self, found, Tag.objects.visible_in(found, self.user))


def answer(view: Resource, project: Project, tags: TagQuerySet) -> HttpResponseBase:
    """A page of tags of one project, or all of them where NDJSON is asked for."""
    tags, unit = filtered(tags, project, view.query), view.query.get("offsets")
    asked = Query.of(view.query.get("q", ""))
    if view.wants_stream and not unit:
        return view.lines(streams.copied(wire.annotations_sql(tags.matching(asked))))
    parts = tags.parts_matching(asked)

    def read(window: Window) -> list[tuple[str, bytes]]:
        found = wire.texts(_joined(parts, window))
        return list(zip(found, with_offsets(found.values(), unit), strict=True))

    return view.lines(streams.walked(read)) if view.wants_stream else view.page_of(read)


def _joined(parts: list[TagQuerySet], window: Window) -> QuerySet[Tag]:
    """The window of all parts: of each its own, then of these together."""
    found = [window.of(part) for part in parts]
    return found[0] if len(found) == 1 else window.first(found[0].union(*found[1:]))


def filtered(tags: TagQuerySet, project: Project, query: Any) -> TagQuerySet:
    """What the query asks for: live tags, unless `state=retracted` asks for those.

    Names are looked up first: PostgreSQL plans by what it knows of an id.
    """
    if query["state"] == TagState.RETRACTED:
        tags = tags.filter(state=TagState.RETRACTED, document__withdrawn_at=None)
        tags = tags.exclude(document__state=DocumentState.SUPERSEDED)
    else:
        tags = tags.live()
    tags = tags.filter(**{lookup: query[name] for name, lookup in LOOKUPS.items() if name in query})
    if "analyst" in query:
        tags = tags.filter(analyst=_one(User.objects.filter(username=query["analyst"])))
    if "source" in query:
        tags = tags.filter(
            document__source=_one(Source.objects.filter(project=project, name=query["source"]))
        )
    if "label" in query:
        tags = tags.filter(labels__contains=[query["label"]])
    return tags if query["decided"] is None else tags.filter(decided=query["decided"])


def _one(rows: QuerySet[Any]) -> UUID:
    """The id of the only row, or one that no row has."""
    return rows.values_list("pk", flat=True).first() or UUID(int=0)
