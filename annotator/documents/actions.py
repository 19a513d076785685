"""Writes to documents: capture, change of what is known about them, withdrawal."""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotator.accounts.models import User
from annotator.anchoring import normalise
from annotator.audit.models import Op
from annotator.audit.record import action, record
from annotator.documents import coding
from annotator.documents.addresses import web_address
from annotator.documents.coding import touch
from annotator.documents.extraction import Extract, extract
from annotator.documents.language import direction_of, language_of
from annotator.documents.models import Document, Original, Passage
from annotator.documents.passages import passages_of
from annotator.documents.sources import NAME_LENGTH, source_named
from annotator.lib.refusals import Invalid, TooLarge
from annotator.lib.words import words
from annotator.permissions import check_can_capture, check_can_edit_document
from annotator.projects.models import Project

# The words that are known about a document, and how many characters of each are kept.
LENGTHS = {
    "title": 10_000, "url": 2000, "source": NAME_LENGTH, "language": 35, "byline": 300, "via": 200, "genre": 60,
    "published_precision": 10,
}  # fmt: skip
METADATA = {*LENGTHS, "published_at", "origin_asked"}
PRECISIONS = ("year", "month", "day", "minute")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # the shape of BCP 47


@action
def capture(
    *,
    by: User,
    project: Project,
    content: bytes,
    media_type: str = "text/plain",
    filename: str = "",
    **metadata: Any,
) -> tuple[Document, bool]:
    """Keep the bytes, take their text, freeze it; returns the document and whether it is new.

    The same bytes twice in a project give the document that is there, which may be one that was withdrawn: the caller
    shows it to those who may see it. `metadata` is of METADATA and wins over what the
    bytes say of themselves. Raises Invalid (empty, not text, wrong encoding, bad metadata) or TooLarge; then nothing
    is stored.
    """
    check_can_capture(by, project)
    if len(content) > settings.MAX_DOCUMENT_BYTES:
        limit = f"{settings.MAX_DOCUMENT_BYTES / 1_000_000:g} MB"
        raise TooLarge(
            "too_large", f"This is larger than the {limit} that this install accepts.", field="text"
        )
    digest = hashlib.sha256(content).hexdigest()
    if known := _same_bytes(project, digest):
        return known, False
    found, filename = extract(content, media_type), words("filename", filename, 10_000)[:255]
    text = _normalised(found)
    try:
        with transaction.atomic():
            original = Original.objects.create(
                project=project, content=content, sha256=digest, media_type=media_type, filename=filename,
                url=web_address("url", metadata.get("url")), extractor=found.extractor, captured_by=by,
            )  # fmt: skip
    except IntegrityError:  # someone was quicker with the same bytes
        if known := _same_bytes(project, digest):
            return known, False
        raise
    return _freeze(by, original, text, _described(by, original, found, text, metadata)), True


def _same_bytes(project: Project, digest: str) -> Document | None:
    return Document.objects.filter(original__project=project, original__sha256=digest).order_by("id").first()


def _normalised(found: Extract) -> str:
    try:
        text = normalise(found.text)
    except ValueError as error:
        raise Invalid("not_text", str(error), field="text") from error
    if not text.strip():
        raise Invalid("empty", "There is no text in it.", field="text")
    return text


def _described(
    by: User, original: Original, found: Extract, text: str, given: dict[str, Any]
) -> dict[str, Any]:
    """What is known of a new document: what was given, else what the bytes say, else what can be made of the text."""
    day = found.published
    defaults = {
        "title": found.title[:500].strip()
        or original.filename.rpartition(".")[0].strip()
        or _first_words(text)[:500].strip()
        or "Untitled",
        "source": found.site[: LENGTHS["source"]],
        "byline": found.author[: LENGTHS["byline"]],
        "published_at": datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
        "published_precision": "day" if day and not given.get("published_at") else "",
        "language": language_of(text),
    }
    wanted = {name: value for name, value in given.items() if value not in (None, "")}
    return _clean(by, original.project, {**defaults, **wanted})


def _first_words(text: str) -> str:
    lines = (" ".join(line.split()).strip("# ") for line in text.split("\n"))
    return next(filter(None, lines), "")


def _clean(by: User, project: Project, metadata: dict[str, Any]) -> dict[str, Any]:
    """Metadata as columns: a source's name becomes its row. Raises Invalid for unknown names and bad values."""
    if unknown := set(metadata) - METADATA:
        raise Invalid("unknown", f"Not known: {', '.join(sorted(unknown))}.", field=min(unknown))
    columns: dict[str, Any] = {
        name: words(name, value, LENGTHS[name]).strip() for name, value in metadata.items() if name in LENGTHS
    }
    columns |= {name: metadata[name] for name in ("published_at", "origin_asked") if name in metadata}
    if columns.get("published_at"):
        columns["published_at"] = _in_utc(columns["published_at"])
    if "title" in columns:
        columns["title"] = normalise(" ".join(columns["title"].split()))[:500]
        if not columns["title"]:
            raise Invalid("title", "A document needs a title.", field="title")
    if "url" in columns:
        columns["url"] = web_address("url", columns["url"])
    if columns.get("published_precision") and columns["published_precision"] not in PRECISIONS:
        raise Invalid("choice", f"One of: {', '.join(PRECISIONS)}.", field="published_precision")
    if columns.get("language") and not LANGUAGE.fullmatch(columns["language"]):
        raise Invalid("language", "This is not a language tag, such as “en” or “ur-PK”.", field="language")
    if name := columns.get("source"):
        columns["source"] = source_named(by=by, project=project, name=name)
    elif "source" in columns:
        columns["source"] = None
    return columns


def _in_utc(given: Any) -> datetime:
    """The database keeps moments of years that Python can not read back: one would break every list it is in."""
    try:
        moment: datetime = Document._meta.get_field("published_at").to_python(given)
        return moment.astimezone(UTC)
    except (OverflowError, ValidationError) as error:
        raise Invalid("date", "That is no date.", field="published_at") from error


def _freeze(by: User, original: Original, text: str, columns: dict[str, Any]) -> Document:
    document = Document.objects.create(
        project_id=original.project_id, original=original, text=text, length=len(text), created_by=by,
        sha256=hashlib.sha256(text.encode()).hexdigest(), direction=direction_of(text),
        **{"url": original.url, **columns},
    )  # fmt: skip
    Passage.objects.bulk_create(Passage(document=document, **one.columns) for one in passages_of(text))
    record(
        by=by.pk, project=document.project_id, kind="document", op=Op.CREATED, object_id=document.pk,
        sha256=document.sha256, length=document.length,
    )  # fmt: skip
    return document


@action
def describe(*, by: User, document: Document, version: int | None = None, **metadata: Any) -> Document:
    """Correct what is known about a document; its text stays. Raises Stale where `version` has passed."""
    check_can_edit_document(by, document.project)
    document = coding.lock(document, version)
    columns = _clean(by, document.project, metadata)
    changed = {name: value for name, value in columns.items() if getattr(document, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(document, name, value)
        touch(document, *changed)
        record(
            by=by.pk, project=document.project_id, kind="document", op=Op.UPDATED, object_id=document.pk,
            fields=sorted(changed),
        )  # fmt: skip
    return document


@action
def withdraw(*, by: User, document: Document, version: int | None = None) -> None:
    """Take a document out of sight; doing it twice changes nothing. Raises Stale where `version` has passed."""
    check_can_edit_document(by, document.project)
    document = coding.lock(document, version)
    if document.withdrawn_at is None:
        document.withdrawn_at = timezone.now()
        touch(document, "withdrawn_at")
        record(
            by=by.pk, project=document.project_id, kind="document", op=Op.RETRACTED, object_id=document.pk
        )  # fmt: skip


@action
def restore(*, by: User, document: Document) -> None:
    """Bring a withdrawn document back as it was."""
    check_can_edit_document(by, document.project)
    document = coding.lock(document)
    if document.withdrawn_at is not None:
        document.withdrawn_at = None
        touch(document, "withdrawn_at")
        record(by=by.pk, project=document.project_id, kind="document", op=Op.RESTORED, object_id=document.pk)
