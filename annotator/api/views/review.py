"""Review items and the decisions on them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.annotations.models import Tag
from annotator.api import lookups
from annotator.api.operations import IF_MATCH, operation
from annotator.api.renderers import JSONRenderer, NDJSONRenderer, encode
from annotator.api.resource import Resource
from annotator.api.serializers.fields import page_of
from annotator.api.serializers.review import DecisionIn, DecisionOut, ReviewItemOut, ReviewItemQuery
from annotator.lib.refusals import Invalid
from annotator.permissions import check_can_decide
from annotator.review import actions as review
from annotator.review import wire
from annotator.review.models import ReviewItem as Row


class ReviewItems(Resource):
    renderer_classes = [JSONRenderer, NDJSONRenderer]

    @operation(
        "Review items of a project; also as NDJSON",
        name="review_items",
        query=ReviewItemQuery,
        answers={200: page_of(ReviewItemOut), (200, NDJSONRenderer.media_type): ReviewItemOut},
    )
    def get(self, request: Request, project: str) -> HttpResponseBase:
        rows = lookups.items(request).filter(document__project=lookups.project(request, project))
        for name, lookup in (("state", "state"), ("document", "document")):
            if name in self.query:
                rows = rows.filter(**{lookup: self.query[name]})
        if self.query["disagreement"] is not None:
            rows = rows.filter(agreed=not self.query["disagreement"])
        return self.stream(rows, self.shown) if self.wants_stream else self.page(rows, self.shown)

    def shown(self, rows: list[Row]) -> list[bytes]:
        return shown(lookups.tags(self.request), rows)


class ReviewItem(Resource):
    @operation("A review item", name="review_item", answers={200: ReviewItemOut})
    def get(self, request: Request, item: UUID) -> HttpResponse:
        return self.single(represented(request, item))


class ItemDecision(Resource):
    @operation(
        "Decide: accept a tag, give a status, or say that there is no claim",
        name="decide",
        scope=Scope.REVIEW,
        body=DecisionIn,
        answers={200: ReviewItemOut},
        if_match=IF_MATCH,
    )
    def put(self, request: Request, item: UUID) -> HttpResponse:
        found = lookups.item(request, item)
        given = self.body()
        check_can_decide(self.user, found.document.project)
        self.matched(represented(request, item))
        accept = tag_of(lookups.tags(request), given.pop("accept", None))
        review.decide(by=self.user, item=found, accept=accept, version=found.version, **given)
        return self.single(represented(request, item))

    @operation(
        "Withdraw the decision",
        name="reopen_item",
        scope=Scope.REVIEW,
        answers={200: ReviewItemOut},
        if_match=IF_MATCH,
    )
    def delete(self, request: Request, item: UUID) -> HttpResponse:
        found = lookups.item(request, item)
        check_can_decide(self.user, found.document.project)
        self.matched(represented(request, item))
        review.reopen_item(by=self.user, item=found, version=found.version)
        return self.single(represented(request, item))


def tag_of(tags: QuerySet[Tag], key: UUID | None) -> Tag | None:
    if key is None:
        return None
    found = tags.filter(pk=key).first()
    if found is None:
        raise Invalid("accept", "This tag is not in the item.", field="accept")
    return found


def represented(request: Request, key: UUID) -> bytes:
    return shown(lookups.tags(request), [lookups.item(request, key)])[0]


def shown(tags: QuerySet[Tag], rows: list[Row]) -> list[bytes]:
    """The items as JSON, their tags as annotations."""
    keys: dict[UUID, list[str]] = {row.pk: [] for row in rows}
    members = tags.filter(membership__item__in=rows).order_by("membership__pk")
    for item, tag in members.values_list("membership__item", "pk"):
        keys[item].append(str(tag))
    texts = wire.texts(tags.filter(membership__item__in=rows)) if rows else {}
    return [_item(row, [texts[key].encode() for key in keys[row.pk] if key in texts]) for row in rows]


def _item(row: Row, annotations: list[bytes]) -> bytes:
    before = {
        "id": row.pk,
        "document": row.document_id,
        "span": {"start": row.start, "end": row.end, "exact": getattr(row, "exact", "")},
    }
    decision: Any = next(iter(row.live_decisions), None)  # type: ignore[attr-defined]
    after = {
        "agreed": row.agreed,
        "state": row.state,
        "decision": DecisionOut(decision).data if decision else None,
        "version": row.version,
    }
    return encode(before)[:-1] + b',"tags":[' + b",".join(annotations) + b"]," + encode(after)[1:]
