"""Hand in, and take it back."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope, User
from annotator.api import lookups
from annotator.api.headers import IF_MATCH_JUDGED
from annotator.api.operations import IF_MATCH, operation
from annotator.api.reading import read_body
from annotator.api.resource import Resource
from annotator.api.serializers.documents import DocumentOut, HandInIn, HandInQuery
from annotator.api.views.documents import represented
from annotator.documents.models import Document
from annotator.lib.refusals import Invalid
from annotator.review import actions as review


class HandIn(Resource):
    @operation(
        "The analyst is done with a document",
        name="hand_in",
        scope=Scope.WRITE,
        body=HandInIn,
        answers={200: DocumentOut},
        if_match=IF_MATCH_JUDGED,
    )
    def post(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document)
        given = read_body(HandInIn, request.data if request.data is not None else {})
        self.matched(represented(request, document), required=False)
        review.hand_in(by=self.user, document=found, analyst=analyst_of(found, given.get("for")))
        return self.single(represented(request, document))

    @operation(
        "Take a hand-in back",
        name="reopen",
        scope=Scope.WRITE,
        query=HandInQuery,
        answers={200: DocumentOut},
        if_match=IF_MATCH,
    )
    def delete(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document)
        self.matched(represented(request, document))
        review.reopen(by=self.user, document=found, analyst=analyst_of(found, self.query.get("for")))
        return self.single(represented(request, document))


def analyst_of(document: Document, username: str | None) -> User | None:
    """The member that a supervisor speaks for."""
    if username is None:
        return None
    found = lookups.member(document.project, username)
    if found is None:
        raise Invalid("unknown", "There is no such member.", field="for")
    return found.user
