"""The vocabulary served: JSON-LD for programs, a page for people. It says nothing of anybody's data: open to all."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from annotator.api import lookups
from annotator.api.operations import operation
from annotator.api.renderers import JSONRenderer
from annotator.api.resource import Resource
from annotator.api.w3c import terms, vocabulary
from annotator.api.w3c.frame import LinkedDataRenderer


class PageRenderer(BaseRenderer):
    media_type = "text/html"
    format = "html"


class Open(Resource):
    """Everyone may read it, and a browser of another site may too."""

    schema = None
    authentication_classes = []
    permission_classes = []
    renderer_classes = [LinkedDataRenderer, JSONRenderer, PageRenderer]
    media_type = terms.MEDIA_TYPE

    def served(self, found: dict[str, Any] | None) -> HttpResponse:
        answer = self.single(found or lookups.missing())
        answer["Cache-Control"] = "public, max-age=3600"
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    @property
    def for_people(self) -> bool:
        return isinstance(self.request.accepted_renderer, PageRenderer)


class Vocabulary(Open):
    @operation("The vocabulary", name="ns", answers={})
    def get(self, request: Request) -> HttpResponseBase:
        return page(request._request) if self.for_people else self.served(vocabulary.whole())


class Scheme(Open):
    @operation("A scheme of the vocabulary", name="ns_scheme", answers={})
    def get(self, request: Request, scheme: str) -> HttpResponseBase:
        if scheme not in vocabulary.SCHEMES:
            lookups.missing()
        return page(request._request) if self.for_people else self.served(vocabulary.scheme(scheme))


class Concept(Open):
    @operation("A concept of the vocabulary", name="ns_concept", answers={})
    def get(self, request: Request, scheme: str, word: str) -> HttpResponseBase:
        found = vocabulary.concept(scheme, word) if scheme in vocabulary.SCHEMES else None
        return page(request._request) if found and self.for_people else self.served(found)


class Context(Open):
    renderer_classes = [LinkedDataRenderer, JSONRenderer]

    @operation("The JSON-LD context of our own terms", name="ns_context", answers={})
    def get(self, request: Request) -> HttpResponseBase:
        return self.served(vocabulary.context())


def page(request: HttpRequest) -> HttpResponse:
    """The whole of it for people: no script, no third party."""
    named = {name: meaning for name, (_, meaning) in vocabulary.TERMS.items()}
    return render(request, "api/vocabulary.html", {"schemes": vocabulary.SCHEMES, "terms": named})


app_name = "ns"
urlpatterns = [
    path("", Vocabulary.as_view(), name="vocabulary"),
    path("context.jsonld", Context.as_view(), name="context"),
    path("<slug:scheme>/", Scheme.as_view(), name="scheme"),
    path("<slug:scheme>/<slug:word>", Concept.as_view(), name="concept"),
]
