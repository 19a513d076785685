"""Tags, one and many."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.annotations import actions as annotations
from annotator.annotations.models import Tag as Row
from annotator.annotations.models import TagState
from annotator.api import bulk, lookups, placing
from annotator.api.headers import IF_MATCH_JUDGED, IF_NONE_MATCH_ANY
from annotator.api.offsets import with_offsets
from annotator.api.operations import IF_MATCH, IF_MATCH_OPTIONAL, operation
from annotator.api.problems import Problem
from annotator.api.renderers import JSONRenderer, NDJSONRenderer
from annotator.api.resource import JSON, Resource, address_of
from annotator.api.serializers.fields import page_of
from annotator.api.serializers.tags import (
    AnnotationOut,
    AnnotationQuery,
    OffsetsQuery,
    TagChangeIn,
    TagIn,
    TagPutIn,
)
from annotator.api.views.annotations import answer
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Invalid, Stale
from annotator.review import wire


class Tags(Resource):
    renderer_classes = [JSONRenderer, NDJSONRenderer]

    @operation(
        "Annotations of a document; also as NDJSON",
        name="tags",
        query=AnnotationQuery,
        answers={200: page_of(AnnotationOut), (200, NDJSONRenderer.media_type): AnnotationOut},
    )
    def get(self, request: Request, document: UUID) -> HttpResponseBase:
        found = lookups.document(request, document)
        return answer(
            self, found.project, Row.objects.visible_in(found.project, self.user).filter(document=found)
        )

    @operation("Tag a place", name="tag_create", scope=Scope.WRITE, body=TagIn, answers={201: AnnotationOut})
    def post(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document, text=True)
        given = placing.object_of(request.data, placing.CREATE)
        key = placing.key_of(given["id"]) if given.get("id") is not None else None
        tag, _ = annotations.tag(by=self.user, document=found, key=key, **placing.arguments(found, given))
        return self.single(represented(tag.pk), 201, location=address_of("tag", tag.pk))


class TagsBulk(Resource):
    @operation(
        "Tag up to 1000 places, all or none; answers with the annotations in the order given",
        name="tags_create",
        scope=Scope.WRITE,
        body=TagIn,
        many=True,
        answers={201: AnnotationOut(many=True)},
    )
    def post(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document, text=True)
        made = bulk.tag_all(by=self.user, document=found, given=request.data)
        keys = [tag.pk for tag in made]
        texts = wire.texts(Row.objects.filter(pk__any=keys))
        content = ",".join(texts[str(key)] for key in keys)
        return HttpResponse(f"[{content}]".encode(), status=201, content_type=JSON)


class Tag(Resource):
    def names(self) -> dict[str, Any]:
        """A tag that was refused is not there to be seen: a PUT is about its document."""
        if self.request.method != "PUT":
            return super().names()
        given = placing.object_of(self.request.data, placing.PUT)
        return {"document": placing.key_of(given.get("document"), "document")}

    @operation("An annotation", name="tag", query=OffsetsQuery, answers={200: AnnotationOut})
    def get(self, request: Request, tag: UUID) -> HttpResponse:
        text = wire.texts(lookups.tags(request).filter(pk=tag)).get(str(tag)) or lookups.missing()
        return self.single(with_offsets([text], self.query.get("offsets"))[0], basis=text.encode())

    @operation(
        "Make a tag under your own UUID, as often as you like, or replace it",
        name="tag_put",
        scope=Scope.WRITE,
        body=TagPutIn,
        answers={200: AnnotationOut, 201: AnnotationOut},
        if_match=IF_MATCH_OPTIONAL,
        more=(IF_NONE_MATCH_ANY,),
    )
    def put(self, request: Request, tag: UUID) -> HttpResponse:
        given = placing.object_of(request.data, placing.PUT)
        key = placing.key_of(given.get("document"), "document")
        if given.get("id") is not None and placing.key_of(given["id"]) != tag:
            raise Invalid("id", "This is not the id of the address.", field="id")
        document = lookups.document(request, key, text=True)
        arguments = placing.arguments(document, given)
        if "If-Match" in request.headers:
            return self.replace(lookups.tag(request, tag), document, arguments)
        return self.create(tag, document, arguments)

    def create(self, key: UUID, document: Document, arguments: dict[str, Any]) -> HttpResponse:
        """The first request and its repeats have one answer; anything else under this id is a change."""
        if (
            self.request.headers.get("If-None-Match") == "*"
            and lookups.tags(self.request).filter(pk=key).exists()
        ):
            raise Stale("exists", "There is a tag with this id.")
        try:
            annotations.tag(by=self.user, document=document, key=key, **arguments)
        except Conflict as conflict:
            if conflict.code == "key_used" and conflict.extra.get("tag") == str(key):
                raise Problem(428, "This tag is there already: send If-Match to change it.") from conflict
            raise
        return self.single(represented(key), 201, location=address_of("tag", key))

    def replace(self, tag: Row, document: Document, arguments: dict[str, Any]) -> HttpResponse:
        """Every detail as given; the place stays."""
        annotations.check_may_write(self.user, tag)
        self.matched(represented(tag.pk))
        start, end = arguments.pop("start"), arguments.pop("end")
        arguments.pop("exact")
        if (document.pk, start, end) != (tag.document_id, tag.span.start, tag.span.end):
            raise Invalid("place", "A tag does not move: retract it and tag the other place.", field="start")
        details = {**placing.NOT_FILLED_IN, **arguments}
        annotations.change(by=self.user, tag=tag, version=tag.version, **details)
        return self.single(represented(tag.pk))

    @operation(
        "Change some details",
        name="tag_change",
        scope=Scope.WRITE,
        body=TagChangeIn,
        answers={200: AnnotationOut},
        if_match=IF_MATCH,
    )
    def patch(self, request: Request, tag: UUID) -> HttpResponse:
        found = lookups.tag(request, tag)
        details = placing.change(placing.object_of(request.data, placing.CHANGE))
        annotations.check_may_write(self.user, found)
        self.matched(represented(tag))
        annotations.change(by=self.user, tag=found, version=found.version, **details)
        return self.single(represented(tag))

    @operation("Retract a tag", name="tag_retract", scope=Scope.WRITE, answers={204: None}, if_match=IF_MATCH)
    def delete(self, request: Request, tag: UUID) -> HttpResponse:
        found = lookups.tag(request, tag)
        annotations.check_may_write(self.user, found)
        if found.state != TagState.RETRACTED:
            self.matched(represented(tag))
            annotations.retract(by=self.user, tag=found, version=found.version)
        return HttpResponse(status=204)


class TagRestore(Resource):
    @operation(
        "Bring a retracted tag back",
        name="tag_restore",
        scope=Scope.WRITE,
        answers={200: AnnotationOut},
        if_match=IF_MATCH_JUDGED,
    )
    def post(self, request: Request, tag: UUID) -> HttpResponse:
        found = lookups.tag(request, tag)
        self.matched(represented(tag), required=False)
        annotations.restore(by=self.user, tag=found)
        return self.single(represented(tag))


def represented(key: UUID) -> bytes:
    """The annotation of a tag that the caller has been found to see."""
    return wire.text_of(key).encode()
