"""The frame of the protocol's views: media types, the headers that every answer has."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from annotator.api.parsers import JSONParser
from annotator.api.renderers import JSONRenderer
from annotator.api.resource import Resource
from annotator.api.w3c import terms


class LinkedDataRenderer(JSONRenderer):
    media_type = terms.MEDIA_TYPE
    format = "jsonld"


class LinkedDataParser(JSONParser):
    media_type = terms.MEDIA_TYPE


class LinkedData(Resource):
    """Speaks JSON-LD, also with who asks for plain JSON. The protocol describes itself, so OpenAPI does not."""

    schema = None
    describes_bodies = False
    renderer_classes = [LinkedDataRenderer, JSONRenderer]
    parser_classes = [LinkedDataParser, JSONParser]
    media_type = terms.CONTENT_TYPE
    link: ClassVar[str]
    vary: ClassVar[list[str]] = []

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Which methods there are: the header Allow says it. 200, as clients of this protocol expect."""
        answer = HttpResponse()
        del answer["Content-Type"]
        return answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(answer, self.vary)
        for name, value in self.always().items():
            answer.headers[name] = value
        return answer

    def always(self) -> dict[str, str]:
        """Headers of every answer, errors too."""
        return {"Link": self.link}
