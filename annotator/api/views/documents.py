"""Documents: list, capture, describe, withdraw, restore."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.api import lookups
from annotator.api.headers import IF_MATCH_JUDGED
from annotator.api.operations import IF_MATCH, operation
from annotator.api.renderers import JSONRenderer, NDJSONRenderer, encode
from annotator.api.resource import Resource, address_of
from annotator.api.serializers.documents import DocumentIn, DocumentOut, DocumentQuery, MetadataIn
from annotator.api.serializers.fields import page_of
from annotator.api.w3c import terms
from annotator.documents import actions as documents
from annotator.documents.models import Assignment
from annotator.documents.models import Document as Row
from annotator.documents.search import Query
from annotator.lib.refusals import Conflict
from annotator.permissions import check_can_edit_document


class Documents(Resource):
    renderer_classes = [JSONRenderer, NDJSONRenderer]

    @operation(
        "Documents of a project; also as NDJSON",
        name="documents",
        query=DocumentQuery,
        answers={200: page_of(DocumentOut), (200, NDJSONRenderer.media_type): DocumentOut},
    )
    def get(self, request: Request, project: str) -> HttpResponseBase:
        found = lookups.project(request, project)
        rows = filtered(request, lookups.documents(request).filter(project=found), self.query)
        return self.stream(rows, shown) if self.wants_stream else self.page(rows, shown)

    @operation(
        "Capture one document; the same text again answers 200 with the one that is there",
        name="document_create",
        scope=Scope.WRITE,
        body=DocumentIn,
        answers={200: DocumentOut, 201: DocumentOut},
    )
    def post(self, request: Request, project: str) -> HttpResponse:
        found = lookups.project(request, project)
        given = self.body()
        kind = "text" if "text" in given else "html"
        content, media_type = given.pop(kind).encode(), "text/plain" if kind == "text" else "text/html"
        document, is_new = documents.capture(
            by=self.user, project=found, content=content, media_type=media_type, **given
        )
        if not is_new and not lookups.documents(request).filter(pk=document.pk).exists():
            raise Conflict("withdrawn", "This text is here, withdrawn: a supervisor can restore it.")
        location = address_of("document", document.pk)
        return self.single(represented(request, document.pk), 201 if is_new else 200, location=location)


class Document(Resource):
    @operation("A document", name="document", answers={200: DocumentOut})
    def get(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.documents(request).select_related("project").filter(pk=document).first()
        row = found or lookups.missing()
        answer = self.single(shown([row])[0])
        answer["Link"] = terms.service(row.project.slug)
        return answer

    @operation(
        "Correct what is known about a document; its text stays",
        name="document_change",
        scope=Scope.MANAGE,
        body=MetadataIn,
        answers={200: DocumentOut},
        if_match=IF_MATCH,
    )
    def patch(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document)
        given = self.body(partial=True)
        check_can_edit_document(self.user, found.project)
        self.matched(represented(request, document))
        documents.describe(by=self.user, document=found, version=found.version, **given)
        return self.single(represented(request, document))

    @operation(
        "Withdraw a document; it can be restored",
        name="document_withdraw",
        scope=Scope.MANAGE,
        answers={204: None},
        if_match=IF_MATCH,
    )
    def delete(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document)
        check_can_edit_document(self.user, found.project)
        if found.withdrawn_at is None:
            self.matched(represented(request, document))
            documents.withdraw(by=self.user, document=found, version=found.version)
        return HttpResponse(status=204)


class DocumentRestore(Resource):
    @operation(
        "Bring a withdrawn document back",
        name="document_restore",
        scope=Scope.MANAGE,
        answers={200: DocumentOut},
        if_match=IF_MATCH_JUDGED,
    )
    def post(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document)
        check_can_edit_document(self.user, found.project)
        if found.withdrawn_at is not None:
            self.matched(represented(request, document), required=False)
            documents.restore(by=self.user, document=found)
        return self.single(represented(request, document))


def represented(request: Request, key: UUID) -> bytes:
    """One document as this reader sees it."""
    return shown([lookups.documents(request).filter(pk=key).first() or lookups.missing()])[0]


def shown(rows: list[Row]) -> list[bytes]:
    return [encode(DocumentOut(row).data) for row in rows]


def filtered(request: Request, rows: QuerySet[Row], query: Any) -> QuerySet[Row]:
    """What the query asks for; without a state what is neither withdrawn nor superseded."""
    state = query.get("state")
    if state == "withdrawn":
        rows = rows.exclude(withdrawn_at=None)
    else:
        rows = rows.filter(withdrawn_at=None, state=state) if state else rows.live()  # type: ignore[attr-defined]
    if words := query.get("q"):
        rows = rows.matching(Query.of(words))  # type: ignore[attr-defined]
    for condition in _conditions(request, query):
        rows = rows.filter(condition)
    return rows


def _conditions(request: Request, query: Any) -> Iterator[Q | Exists]:
    if language := query.get("language"):
        yield Q(language=language)
    if source := query.get("source"):
        yield Q(source__name=source)
    if username := query.get("assigned_to"):
        visible = Assignment.objects.visible_to(lookups.user_of(request))
        yield Exists(visible.filter(document=OuterRef("pk"), analyst__username=username))
