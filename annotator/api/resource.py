"""The frame of every view: who asks, what the query says, and answers as bytes with their ETag."""

from collections.abc import Callable, Generator, Mapping
from typing import Any, cast

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from annotator.accounts.models import ApiToken, User
from annotator.api import conditional, pages, reading, streams
from annotator.api.operations import Operation
from annotator.api.problems import Problem
from annotator.api.renderers import JSONRenderer, NDJSONRenderer, encode
from annotator.lib.refusals import Missing

JSON = JSONRenderer.media_type


def address_of(name: str, *keys: object) -> str:
    """The absolute address of a resource, from PUBLIC_URL."""
    return f"{settings.PUBLIC_URL}{reverse(f'api:{name}', args=keys)}"


class Resource(APIView):
    """A view whose methods are declared by `operation`. `query` holds the checked query parameters."""

    query: Mapping[str, Any]
    describes_bodies = True  # an operation that declares no body takes none
    media_type = JSON  # of what `single` answers

    def scope_of(self, method: str) -> str | None:
        """The scope a token needs for this method; None where there is no such method."""
        declared = self._operation(method)
        return declared.scope if declared else None

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    @property
    def largest(self) -> int:
        """The most bytes that a body may have."""
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def names(self) -> dict[str, Any]:
        """What this request is about, by the names of its address."""
        return dict(self.kwargs)

    @property
    def token(self) -> ApiToken | None:
        return cast("ApiToken | None", self.request.auth)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if any("\0" in value for value in kwargs.values() if isinstance(value, str)):
            raise Missing("not_found", "There is no such thing, or it is not for you to see.")
        if "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length"):
            # WSGI knows no body without its length: it would be taken for an empty one.
            raise Problem(411, "Send Content-Length: a body in chunks can not be read here.")
        if declared := self._operation(request.method or ""):
            self.query = reading.read_query(declared.query, request.query_params)

    def get_renderers(self) -> list[BaseRenderer]:
        """Streams are read: what is written is answered as one object."""
        found = super().get_renderers()
        reads = self.request.method in {"GET", "HEAD"}
        return [one for one in found if reads or not isinstance(one, NDJSONRenderer)]

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Which methods there are: the header Allow says it."""
        return HttpResponse(status=204)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(answer, ["Authorization"])
        if answer.status_code in {204, 304}:
            answer.headers.pop("Content-Type", None)  # of nothing; Django's would be HTML
        return answer

    def body(self, *, partial: bool = False) -> dict[str, Any]:
        """The checked body of this request."""
        declared = self._operation(self.request.method or "")
        if declared is None or declared.body is None:
            message = "this operation declares no body"
            raise RuntimeError(message)
        return reading.read_body(declared.body, self.request.data, partial=partial)

    def matched(self, data: Any, *, required: bool = True) -> None:
        """Raise unless If-Match names `data`, the representation that stands."""
        conditional.check(self.request, conditional.etag_of(_content(data)), required=required)

    def single(
        self, data: Any, status: int = 200, *, location: str = "", basis: bytes | None = None
    ) -> HttpResponse:
        """One resource with its ETag, or 304 where the reader has it.

        `basis` are the bytes to hash where `data` is made from them: then both have one ETag.
        """
        content = _content(data)
        etag = conditional.etag_of(basis or content)
        if self.request.method in {"GET", "HEAD"} and conditional.is_known(self.request, etag):
            return HttpResponse(status=304, headers={"ETag": etag})
        headers = {"ETag": etag, "Location": location} if location else {"ETag": etag}
        return HttpResponse(content, status=status, content_type=self.media_type, headers=headers)

    def secret(self, data: Any, *, location: str) -> HttpResponse:
        """Something new with a secret in it, which no cache may keep."""
        headers = {"Location": location, "Cache-Control": "no-store"}
        return HttpResponse(_content(data), status=201, content_type=JSON, headers=headers)

    def page[M: Model](self, rows: QuerySet[M], form: Callable[[list[M]], list[bytes]]) -> HttpResponse:
        """One keyset page of `rows`, which `form` turns into JSON."""
        return self.page_of(pages.formed(rows, form))

    def page_of(self, read: pages.Read) -> HttpResponse:
        """One keyset page of what `read` finds."""
        found = pages.page(read, limit=self.query["limit"], cursor=self.query.get("cursor"))
        beside = {
            "next": pages.link(self.request, found.next),
            "previous": pages.link(self.request, found.previous),
        }
        content = b'{"results":[' + b",".join(found.rows) + b"]," + encode(beside)[1:]
        return HttpResponse(content, content_type=JSON)

    def stream[M: Model](
        self, rows: QuerySet[M], form: Callable[[list[M]], list[bytes]]
    ) -> StreamingHttpResponse:
        """All of `rows` as NDJSON, read page by page, so that nothing is held between them."""
        return self.lines(streams.walked(pages.formed(rows, form)))

    def lines(self, pieces: Generator[bytes]) -> StreamingHttpResponse:
        """A stream of `pieces`, or its head alone, which takes no place among the streams.

        It is the whole set: Problem 400 where a page of it is asked for.
        """
        if wrong := [name for name in ("limit", "cursor") if name in self.request.query_params]:
            detail = "A stream is the whole set and has no pages."
            raise Problem(
                400, detail, [{"field": name, "code": "unknown", "detail": detail} for name in wrong]
            )
        if self.request.method == "HEAD":
            return StreamingHttpResponse(content_type=NDJSONRenderer.media_type)
        return streams.stream(pieces)

    @property
    def wants_stream(self) -> bool:
        """The reader asked for NDJSON."""
        return isinstance(self.request.accepted_renderer, NDJSONRenderer)

    def _operation(self, method: str) -> Operation | None:
        name = "get" if method == "HEAD" else method.lower()
        return getattr(getattr(self, name, None), "operation", None)


def _content(data: Any) -> bytes:
    return data if isinstance(data, bytes) else encode(data)
