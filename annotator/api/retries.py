"""`Idempotency-Key`: the same request again gets the first answer again, and is done once.

A request is its method, path, query and body; its key is the user's own at that method and path. The key is looked up
before anything is judged, and taken in the transaction that does the work: whoever comes at the same time waits for it.
A refusal undoes the work, and is then kept under the key as well, where it was judged on what stands (`KEPT`). An
answer with a secret in it (`no-store`) is not kept; its key is, so that nothing is done twice. What is kept is given
again only while he who asks may see, through his token, what the request is about.
"""

import functools
import hashlib
from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters
from rest_framework.request import Request

from annotator.accounts import kept
from annotator.accounts.kept import Answer, Asked
from annotator.api import lookups, problems
from annotator.api.problems import Problem
from annotator.audit.record import frame
from annotator.lib.refusals import Conflict, TooLarge

if TYPE_CHECKING:
    from annotator.api.resource import Resource

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
# Not what says nothing of the work: how a request is written (400, 415, 428 ...), who sends it and by which token (401,
# 403, 404), how busy we are.
KEPT = {409, 410, 412, 422}
BLOCK = 65_536
IN_MEMORY = 1_000_000  # bytes of a body

type Handler = Callable[..., HttpResponseBase]


def once[F: Handler](handler: F) -> F:
    """Let a view's method be done once under the key of its request, if that has one."""

    @functools.wraps(handler)
    def method(view: "Resource", request: Request, **keys: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, **keys)
        asked = asked_by(view, request, key)
        try:
            with frame():
                if (standing := kept.take(asked)) is None:
                    return _kept(asked, handler(view, request, **keys))
        except kept.StillRunningError as error:
            raise _still_running() from error
        except Exception as error:
            standing = _refused(asked, error)
        return _replayed(view, request, asked, standing)

    return method  # type: ignore[return-value]


def asked_by(view: "Resource", request: Request, key: str) -> Asked:
    """The request as its key sees it. Problem 400 for what can not be a key."""
    if not 1 <= len(key.strip()) <= len(key) <= 255 or not key.isprintable():
        detail = f"{HEADER} must have 1 to 255 visible characters."
        raise Problem(400, detail, [{"field": HEADER, "code": "key", "detail": detail}])
    place = hashlib.sha256(f"{request.method} {request.path}".encode()).hexdigest()
    return Asked(view.user.pk, place, key, _digest(request, view.largest))


def _kept(asked: Asked, response: HttpResponseBase) -> HttpResponse:
    if not isinstance(response, HttpResponse):
        message = "a write answers with a whole body"
        raise TypeError(message)
    secret = "no-store" in response.get("Cache-Control", "")
    body = None if secret else response.content
    kept.keep(asked, status=response.status_code, headers=dict(response.items()), body=body)
    return response


def _refused(asked: Asked, error: Exception) -> Answer:
    """Keep the refusal, unless someone was answered meanwhile. Raises what is not kept."""
    found = problems.handler(error, {})
    if found is None or found.status_code not in KEPT:
        raise error
    with transaction.atomic():
        if (standing := kept.take(asked)) is None:
            _kept(asked, found)
    if standing is None:
        raise error
    return standing


def _replayed(view: "Resource", request: Request, asked: Asked, standing: Answer) -> HttpResponse:
    """The first answer, as far as he who asks may still see what it is about."""
    if standing.request != asked.request:
        raise Conflict("key_used", f"This {HEADER} was used for another request.", field=HEADER)
    location = standing.headers.get("Location")
    if standing.body != b"":  # which says nothing, of what may be gone by now
        lookups.check_named(request, view.names(), location or "")
    if standing.body is None:
        detail = (
            "This was done, and its answer held a secret, which is not kept: make a new one under a new key."
        )
        raise Conflict("secret_not_kept", detail, field=HEADER, location=location)
    return HttpResponse(standing.body, status=standing.status, headers={**standing.headers, REPLAYED: "true"})


def _still_running() -> Problem:
    detail = f"A request under this {HEADER} is being worked on. Ask again in a moment."
    return Problem(409, detail, headers={"Retry-After": "1"})


def _digest(request: Request, largest: int) -> str:
    """SHA-256 of query and body; of a form by its fields and files, since each sending has another boundary.

    Raises TooLarge for a body of more bytes than the `largest`.
    """
    found = hashlib.sha256(request.META.get("QUERY_STRING", "").encode() + b"\n")
    media_type, _ = parse_header_parameters(request.content_type or "")
    found.update(media_type.lower().encode() + b"\n")
    blocks = _form(request) if media_type.startswith("multipart/") else _body(request, largest)
    for block in blocks:
        found.update(block)
    return found.hexdigest()


def _form(request: Request) -> Iterator[bytes]:
    given: Any = request.data
    for name in sorted(given):
        for value in given.getlist(name):
            if isinstance(value, UploadedFile):
                yield repr((name, value.name, value.size)).encode()
                yield from value.chunks(BLOCK)
                value.seek(0)
            else:
                yield repr((name, value)).encode()


def _body(request: Request, largest: int) -> Iterator[bytes]:
    """The bytes as they come; they are laid by, on disk where they are many, for who parses them."""
    stream: IO[bytes] | None = request.stream
    if stream is None:
        return
    laid_by: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  gone with the request
    while block := stream.read(BLOCK):
        if laid_by.tell() + len(block) > largest:
            raise TooLarge("too_large", f"A request has at most {largest} bytes.")
        laid_by.write(block)
        yield block
    laid_by.seek(0)
    request._stream = laid_by  # what the parsers read
