"""A document's frozen text, and the bytes it was captured from."""

from mimetypes import guess_extension
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from annotator.api import conditional, lookups
from annotator.api.operations import operation
from annotator.api.renderers import BytesRenderer, TextRenderer
from annotator.api.resource import Resource
from annotator.api.w3c import terms


class Text(Resource):
    renderer_classes = [TextRenderer]

    @operation(
        "The text of a document", name="text", answers={(200, "text/plain"): OpenApiTypes.STR}, etag=True
    )
    def get(self, request: Request, document: UUID) -> HttpResponse:
        found = lookups.document(request, document, text=True)
        headers = {"ETag": f'"{found.sha256}"', "Link": terms.service(found.project.slug)}
        if conditional.is_known(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(found.text.encode(), content_type="text/plain; charset=utf-8", headers=headers)


class Original(Resource):
    renderer_classes = [BytesRenderer]

    @operation(
        "The bytes as captured",
        name="original",
        answers={(200, "*/*"): OpenApiTypes.BINARY},
        etag=True,
    )
    def get(self, request: Request, document: UUID) -> HttpResponse:
        original = lookups.document(request, document).original
        name = original.filename or f"{document}{guess_extension(original.media_type) or '.txt'}"
        headers = {
            "ETag": f'"{original.sha256}"',
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        if conditional.is_known(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(bytes(original.content), content_type=original.media_type, headers=headers)
