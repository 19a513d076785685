"""Files with byte ranges (RFC 9110, 14): one range is answered in part, several as the whole."""

import hashlib
import mimetypes
import os
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from rest_framework.request import Request

from annotator.api.conditional import is_known
from annotator.api.problems import problem

BLOCK = 262_144
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE)
KINDS = {".jsonl": "application/x-ndjson", ".json": "application/json", ".csv": "text/csv; charset=utf-8"}


def etag(content: BinaryIO, known: str | None) -> str:
    """The strong ETag of a file: its SHA-256, which is counted only where nobody knows it."""
    if known is None:
        known = hashlib.file_digest(cast(Any, content), "sha256").hexdigest()
        content.seek(0)
    return f'"{known}"'


def answer(request: Request, content: BinaryIO, name: str, *, etag: str) -> HttpResponseBase:
    """The file, or the part of it that the request asks for; `content` is closed when it is sent."""
    size = os.fstat(content.fileno()).st_size
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if is_known(request, etag):
        content.close()
        return HttpResponse(status=304, headers=headers)
    wanted = _wanted(request, size, etag)
    if wanted is not None and wanted[0] >= wanted[1]:
        content.close()
        headers = {"Content-Range": f"bytes */{size}"}
        return problem(416, f"The file has {size} bytes.", headers=headers)
    start, end = wanted or (0, size)
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return StreamingHttpResponse(
        _part(content, start, end),
        status=206 if wanted else 200,
        content_type=_kind(name),
        headers={**headers, "Content-Length": str(end - start)},
    )


def _wanted(request: Request, size: int, etag: str) -> tuple[int, int] | None:
    """The half-open part asked for, an empty one where it can not be had, None for the whole."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if found is None or found[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found[1], found[2]
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(size, int(last) + 1) if last else size


def _part(content: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with content:
        content.seek(start)
        while start < end and (block := content.read(min(BLOCK, end - start))):
            start += len(block)
            yield block


def _kind(name: str) -> str:
    for ending, kind in KINDS.items():
        if name.endswith(ending):
            return kind
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
