"""One document a row: tables (CSV) and JSON lines.

A row has the names of FIELDS, which are those of a document that is posted to the API; an unknown name is refused
rather than dropped. Exactly one of `text` and `html` is filled in; an empty cell, an empty text and null are not filled
in. `published_at` is as in RFC 3339, UTC where it names no zone; a date is its first moment.

A table is RFC 4180 in UTF-8, with or without byte order mark. Its delimiter is the one among comma, semicolon and tab
that its header has most often. Rows are as long as the header. Where a quote is not closed, or is closed before the
end of its cell, the rows that follow can not be told apart: the file is read up to there.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import IO, Any, Self

from django.conf import settings

from annotator.documents.bundles.item import Item, refused
from annotator.lib.refusals import Invalid, Refusal, TooLarge

TEXTS = {"text": "text/plain", "html": "text/html"}
FIELDS = (
    *TEXTS, "title", "url", "source", "published_at", "published_precision", "language", "byline", "via", "genre",
)  # fmt: skip
# Names that only formats with annotations have.
ANNOTATED = {
    "span",
    "label",
    "labels",
    "entities",
    "annotations",
    "predictions",
    "target",
    "body",
    "decision",
    "tags",
}
BOMS = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"


def from_lines(file: IO[bytes], name: str) -> Iterator[Item]:
    """JSON lines. Raises Invalid where the file is none of documents."""
    first = True
    for number, line in enumerate(_lines(file), start=1):
        if line is None:
            yield refused(name, number, _too_long())
            continue
        found = line.removeprefix(_MARK) if number == 1 else line
        if found.strip():
            if first:
                _check_no_annotations(found)
            first = False
            yield Item(name, number, partial(_from_line, found))


def from_table(file: IO[bytes], name: str) -> Iterator[Item]:
    """Rows of a table. Raises Invalid where its header is none."""
    csv.field_size_limit(2**31 - 1)  # what bounds a cell is what `_Lines` gives to one row
    lines = _Lines(file)
    first = next(lines, "").removeprefix("\ufeff")
    delimiter = max(",;\t", key=first.count)
    header = _header(first, delimiter)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number, lines.taken = rows.line_num + 2, 0
        try:
            cells = next(rows, None)
        except (csv.Error, TooLarge) as error:
            yield refused(name, number, _torn(error))
            return
        if cells is None:
            return
        if cells:
            yield Item(name, number, partial(_from_cells, header, cells))


class _Lines:
    """Lines as text. What one row takes is bounded, since a quote that is never closed takes all that follows."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.taken, self.limit = file, 0, longest()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self.file.readline(self.limit + 1)
        self.taken += len(line)
        if self.taken > self.limit:
            raise _too_long()
        if not line:
            raise StopIteration
        return line.decode("utf-8", "surrogateescape")  # so that one bad row is one bad row


def longest() -> int:
    """Bytes of one row: JSON and quotes make a text longer than it is."""
    return 4 * settings.MAX_DOCUMENT_BYTES


def _lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """The lines; None for one that is too long to be read."""
    limit = longest()
    while line := file.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(limit)
        yield None


def _check_no_annotations(line: bytes) -> None:
    if line.startswith(BOMS):
        raise _not_utf8()
    try:
        found = _object(line)
    except Invalid:
        return  # its own item says so
    if "@context" in found or ANNOTATED & found.keys():
        raise Invalid("annotations", "This file holds annotations, which can not be imported yet.")


def _header(line: str, delimiter: str) -> list[str]:
    """The names of the columns. Raises Invalid."""
    if line.encode("utf-8", "surrogateescape").startswith(BOMS):
        raise _not_utf8()
    if line.startswith("#FORMAT=WebAnno"):
        raise Invalid("annotations", "This file holds annotations, which can not be imported yet.")
    try:
        header = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, strict=True), [])]
    except csv.Error as error:
        raise Invalid("table", f"The header can not be read ({error}).") from error
    if unknown := sorted({column or "(no name)" for column in header} - set(FIELDS)):
        known = ", ".join(FIELDS)
        raise Invalid("unknown", f"Not known in the header: {', '.join(unknown)}. Columns are: {known}.")
    if twice := [column for column, count in Counter(header).items() if count > 1]:
        raise Invalid("doubled", f"Twice in the header: {', '.join(twice)}.")
    if header and not TEXTS.keys() & set(header):
        raise Invalid("text", "The header names neither text nor html.")
    return header


def _from_line(line: bytes) -> dict[str, Any]:
    return arguments(_object(line))


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    except (ValueError, RecursionError) as error:
        raise Invalid("json", "This line is no JSON.") from error
    if not isinstance(found, dict):
        raise Invalid("json", "This line is no JSON object.")
    return found


def _from_cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    if len(cells) != len(header):
        raise Invalid("cells", f"This row has {len(cells)} cells, the header {len(header)}.")
    try:
        "".join(cells).encode()
    except UnicodeEncodeError as error:
        raise _not_utf8() from error
    return arguments(dict(zip(header, cells, strict=True)))


def arguments(row: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `capture` for a row. Raises Invalid, naming the field."""
    if unknown := sorted(row.keys() - set(FIELDS)):
        raise Invalid("unknown", f"Not known: {', '.join(unknown)}.", field=unknown[0])
    given = {name: value for name, value in row.items() if value is not None and value != ""}
    if len(kinds := TEXTS.keys() & given.keys()) != 1:
        raise Invalid("text", "Give either text or html.", field="text")
    (kind,) = kinds
    text = given.pop(kind)
    if not isinstance(text, str):
        raise Invalid("type", "This must be text.", field=kind)
    if "published_at" in given:
        given["published_at"] = _moment(given["published_at"])
    try:
        return {**given, "content": text.encode(), "media_type": TEXTS[kind]}
    except UnicodeEncodeError as error:
        raise Invalid("not_text", "This holds half a character (a lone surrogate).", field=kind) from error


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Invalid(
            "date", "Give a time such as 2026-05-04T10:00:00Z, or a date.", field="published_at"
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _torn(error: Exception) -> Refusal:
    why = error.detail if isinstance(error, Refusal) else f"This row can not be read ({error})."
    return Invalid("table", f"{why} What follows it in this file was not read.")


def _too_long() -> TooLarge:
    return TooLarge("too_large", f"This row is longer than {longest() / 1_000_000:g} MB.")


def _not_utf8() -> Invalid:
    return Invalid("encoding", "The encoding is not UTF-8: save it as UTF-8.")
