"""Many documents in few files: what is in a file, one item a document, in an order that is always the same.

A file is known by the ending of its name.

- `.txt .md .html .htm`: one document (see `extraction`).
- `.csv .tsv`: one document a row, after a header that names the columns (see `rows`).
- `.jsonl .ndjson`: one document a line, a JSON object of the same names.
- `.zip`: any of these, in folders too; no zip in a zip (see `packed`).

Nothing is read before it is needed, and no more of it at once than one document may have, so that a large file takes
little memory. What can not be taken is an item too, whose `load` says why: one that is refused stops no other. Formats
that carry annotations are refused whole: to take their texts alone would look like success.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.db import DataError

from annotator.accounts.models import User
from annotator.documents import actions
from annotator.documents.bundles.item import Item, Open, read, refused
from annotator.documents.bundles.packed import from_zip
from annotator.documents.bundles.rows import from_lines, from_table
from annotator.documents.extraction import MEDIA_TYPES, media_type_of
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Invalid, TooLarge
from annotator.projects.models import Project

__all__ = ["Item", "items", "kind_refused", "take"]

ROWS: dict[str, Callable[[IO[bytes], str], Iterator[Item]]] = {
    ".csv": from_table, ".tsv": from_table, ".jsonl": from_lines, ".ndjson": from_lines,
}  # fmt: skip
ANNOTATED = {".json", ".jsonld", ".ann", ".xmi", ".conll", ".conllu", ".spacy", ".parquet"}


def items(file: IO[bytes], name: str) -> Iterator[Item]:
    """The items of a file, which stays open while they are loaded; at least one, which may say that it is empty."""

    def opened() -> IO[bytes]:
        file.seek(0)
        return file

    return _told(opened, name, zipped=False)


def kind_refused(name: str) -> Invalid | None:
    """Why a file of this name can not hold documents; None where it may."""
    suffix = PurePath(name).suffix.lower()
    if suffix in ANNOTATED:
        detail = f"Files of kind “{suffix}” hold annotations, which can not be imported yet."
        return Invalid("annotations", detail, field="files")
    if suffix in {".zip", *ROWS, *MEDIA_TYPES}:
        return None
    kinds = ".txt, .md, .html, .csv, .jsonl or a .zip of these"
    return Invalid("kind", f"Files of kind “{suffix or name}” are not accepted: use {kinds}.", field="files")


def take(*, by: User, project: Project, item: Item) -> tuple[Document, bool]:
    """Capture an item: the document, and whether it is new. Raises a Refusal that says why not."""
    try:
        document, is_new = actions.capture(by=by, project=project, **item.load())
    except DataError as error:
        raise Invalid("value", "It holds a value that can not be stored.") from error
    if document.withdrawn_at and not Document.objects.visible_to(by).filter(pk=document.pk).exists():
        raise Conflict("withdrawn", "This text is here, withdrawn: a supervisor can restore it.")
    return document, is_new


def _told(opened: Open, name: str, *, zipped: bool) -> Iterator[Item]:
    """The items; where the file breaks off or has none, one more that says so."""
    any_found = False
    try:
        for item in _within(opened, name, zipped=zipped):
            any_found = True
            yield item
    except (Invalid, TooLarge) as refusal:
        yield refused(name, None, refusal)
        return
    if not any_found:
        yield refused(name, None, Invalid("empty", "There is no document in it."))


def _within(opened: Open, name: str, *, zipped: bool) -> Iterator[Item]:
    if refusal := kind_refused(name):
        raise refusal
    suffix = PurePath(name).suffix.lower()
    if suffix in MEDIA_TYPES:
        yield Item(name, None, partial(_whole, opened, name))
    elif suffix in ROWS:
        yield from ROWS[suffix](opened(), name)
    elif zipped:
        raise Invalid("zip", "A zip in a zip is not opened.")
    else:
        yield from from_zip(opened(), name, partial(_told, zipped=True))


def _whole(opened: Open, name: str) -> dict[str, Any]:
    """One more byte than is accepted is enough to be refused."""
    content = read(opened(), settings.MAX_DOCUMENT_BYTES + 1)
    return {"content": content, "media_type": media_type_of(name), "filename": PurePath(name).name}
