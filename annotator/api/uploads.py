"""Files in: bodies that may be larger than memory, on the disk until they are stored."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser
from rest_framework.request import Request

from annotator.api.problems import Problem
from annotator.lib.refusals import Invalid, TooLarge

PIECE = 1_000_000  # bytes that are in memory, and in one row
AROUND = 1_000_000  # what a body may have beside its files: headers and boundaries
LINES = "application/x-ndjson"


class LinesParser(BaseParser):
    """The body as one file."""

    media_type = LINES

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> "DataAndFiles[Any, Any]":
        file = TemporaryUploadedFile("body.ndjson", LINES, 0, None)
        while piece := stream.read(PIECE):
            file.write(piece)
        file.seek(0)
        return DataAndFiles(QueryDict(), MultiValueDict({"files": [file]}))


PARSERS = [MultiPartParser, LinesParser]


def largest() -> int:
    """The most bytes that the body of an import may have."""
    return settings.MAX_IMPORT_BYTES + AROUND


def check_length(request: Request) -> None:
    """Raise TooLarge for a body that no import may have, before any of it is read."""
    length = request.headers.get("Content-Length") or "0"
    if length.isdecimal() and int(length) > largest():
        limit = f"{settings.MAX_IMPORT_BYTES / 1_000_000:g} MB"
        raise TooLarge("too_large", f"An import has at most {limit}: send several.", field="files")


def files_of(request: Request) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The names and bytes, in pieces, of what was sent as `files`, or of the lines that the body is."""
    given: Any = request.data
    if unknown := sorted(given.keys() - {"files"}):
        detail = f"Not known here: {', '.join(unknown)}. The files go into “files”."
        raise Problem(400, detail, [{"field": name, "code": "unknown", "detail": detail} for name in unknown])
    files = request.FILES.getlist("files")
    if given and len(given.getlist("files")) != len(files):
        raise Invalid("type", "This must be a file.", field="files")
    return ((file.name or "file", _pieces(file)) for file in files)


def _pieces(file: Any) -> Iterator[bytes]:
    return iter(lambda: file.read(PIECE), b"")
