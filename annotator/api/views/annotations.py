"""The annotations of a project: pages, and the whole set as a stream."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from rest_framework.request import Request

from annotator.annotations.models import Tag, TagState
from annotator.api import lookups, streams
from annotator.api.offsets import with_offsets
from annotator.api.operations import operation
from annotator.api.renderers import JSONRenderer, NDJSONRenderer
from annotator.api.resource import Resource
from annotator.api.serializers.fields import page_of
from annotator.api.serializers.tags import AnnotationOut, AnnotationQuery
from annotator.documents.models import DocumentState
from annotator.documents.search import Query
from annotator.review import wire
from annotator.review.models import ItemState

LOOKUPS = {
    "document": "document",
    "analyst": "analyst__username",
    "status": "status",
    "source": "document__source__name",
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
        return answer(self, lookups.tags(request).filter(document__project=found))


def answer(view: Resource, tags: QuerySet[Tag]) -> HttpResponseBase:
    """A page, or all of them where NDJSON is asked for."""
    tags, unit = filtered(tags, view.query), view.query.get("offsets")

    def form(rows: list[Tag]) -> list[bytes]:
        texts = wire.texts(tags.filter(pk__in=[row.pk for row in rows]))
        return with_offsets((texts[row.pk] for row in rows if row.pk in texts), unit)

    if not view.wants_stream:
        return view.page(tags.only("pk"), form)
    if unit:
        return view.stream(tags.only("pk"), form)
    return view.lines(streams.copied(wire.annotations_sql(tags)))


def filtered(tags: QuerySet[Tag], query: Any) -> QuerySet[Tag]:
    """What the query asks for: live tags, unless `state=retracted` asks for those."""
    if query["state"] == TagState.RETRACTED:
        tags = tags.filter(state=TagState.RETRACTED, document__withdrawn_at=None)
        tags = tags.exclude(document__state=DocumentState.SUPERSEDED)
    else:
        tags = tags.live()  # type: ignore[attr-defined]
    tags = tags.matching(Query.of(query.get("q", "")))  # type: ignore[attr-defined]
    return tags.filter(*conditions(query))


def conditions(query: Any) -> Iterator[Q]:
    for name, lookup in LOOKUPS.items():
        if name in query:
            yield Q(**{lookup: query[name]})
    if "label" in query:
        yield Q(labels__contains=[query["label"]])
    if query["decided"] is not None:
        decided = Q(membership__item__state=ItemState.DECIDED)
        yield decided if query["decided"] else ~decided
