"""The passages of a document: what was found at capture to be a repeat or page furniture."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.api import lookups
from annotator.api.operations import operation
from annotator.api.resource import Resource
from annotator.api.serializers.passages import PassageOut


class Passages(Resource):
    @operation(
        "Passages of a document: repeats of an earlier place, and page furniture; disjoint, in reading order",
        name="passages",
        answers={200: PassageOut(many=True)},
        etag=True,
    )
    def get(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document)
        return self.single(PassageOut(found.passages.all(), many=True).data)
