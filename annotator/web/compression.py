"""Answers smaller on their way, for clients that say which encodings they take.

What has a strong ETag is left as it is: the tag names these very bytes, and If-Match must find them again. So is what
may not be stored (it holds a secret, whose length would tell of it) and what is sent in parts. A page gets a name of
random length in its gzip header, since it holds what is the reader's own beside what others may have made him ask for
(BREACH); the tokens of its forms are masked anew in each answer by Django.
"""

import secrets
import zlib
from collections.abc import Callable, Iterator
from gzip import GzipFile
from io import BytesIO
from typing import Protocol

from backports import zstd
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

SMALL = 1000  # bytes that are not worth it
GZIP_LEVEL, ZSTD_LEVEL = 1, 3
PAGE = "text/html"
KINDS = {
    "application/json", "application/x-ndjson", "application/ld+json", "application/problem+json",
    "application/vnd.oai.openapi+json", "application/vnd.oai.openapi", "image/svg+xml",
}  # fmt: skip


class Compressor(Protocol):
    """Pieces in, compressed pieces out, each of which can be read as far as it goes."""

    def piece(self, content: bytes) -> bytes: ...

    def end(self) -> bytes: ...


class Gzip:
    def __init__(self) -> None:
        self._inner = zlib.compressobj(GZIP_LEVEL, wbits=zlib.MAX_WBITS | 16)

    def piece(self, content: bytes) -> bytes:
        return self._inner.compress(content) + self._inner.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._inner.flush()


class Zstd:
    def __init__(self) -> None:
        self._inner = zstd.ZstdCompressor(level=ZSTD_LEVEL)

    def piece(self, content: bytes) -> bytes:
        return self._inner.compress(content, zstd.ZstdCompressor.FLUSH_BLOCK)

    def end(self) -> bytes:
        return self._inner.flush()


ENCODINGS: dict[str, type[Compressor]] = {"zstd": Zstd, "gzip": Gzip}  # the preferred first


class CompressionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not may_be_compressed(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        page = _kind(response) == PAGE
        encoding = accepted(request.headers.get("Accept-Encoding", ""), ["gzip"] if page else list(ENCODINGS))
        if encoding:
            _compress(response, encoding, page=page)
        return response


def may_be_compressed(response: HttpResponseBase) -> bool:
    """Whether other bytes may stand for these, and it is worth it."""
    kind, etag = _kind(response), response.get("ETag", "W/")
    if not (kind in KINDS or kind.startswith("text/")) or not etag.startswith("W/"):
        return False
    if any(response.has_header(name) for name in ("Content-Encoding", "Content-Range", "Accept-Ranges")):
        return False
    if "no-store" in response.get("Cache-Control", ""):
        return False
    return isinstance(response, StreamingHttpResponse) or (
        isinstance(response, HttpResponse) and len(response.content) >= SMALL
    )


def accepted(header: str, ours: list[str]) -> str | None:
    """The first of `ours` that the client likes best (RFC 9110, 12.5.3); None where it takes none, or says nothing."""
    wanted: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        try:
            wanted[name.strip()] = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            wanted[name.strip()] = 0
    weights = {name: wanted.get(name, wanted.get("*", 0)) for name in ours}
    best = max(ours, key=lambda name: weights[name])
    return best if weights[best] > 0 else None


def _compress(response: HttpResponseBase, encoding: str, *, page: bool) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _pieces(iter(response), ENCODINGS[encoding]())
        del response["Content-Length"]
    elif isinstance(response, HttpResponse):
        compressor = ENCODINGS[encoding]()
        response.content = (
            _padded(response.content) if page else compressor.piece(response.content) + compressor.end()
        )
        response["Content-Length"] = str(len(response.content))
    response["Content-Encoding"] = encoding


def _pieces(pieces: Iterator[bytes], compressor: Compressor) -> Iterator[bytes]:
    """Piece by piece: nothing is held back, nothing is gathered."""
    for piece in pieces:
        if piece:
            yield compressor.piece(piece)
    yield compressor.end()


def _padded(content: bytes) -> bytes:
    """As gzip with a file name of random length."""
    out, name = BytesIO(), "x" * secrets.randbelow(100)
    with GzipFile(filename=name, mode="wb", compresslevel=GZIP_LEVEL, fileobj=out, mtime=0) as file:
        file.write(content)
    return out.getvalue()


def _kind(response: HttpResponseBase) -> str:
    return response.get("Content-Type", "").partition(";")[0].strip().lower()
