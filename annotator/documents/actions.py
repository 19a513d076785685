"""Writes to documents: capture, change of what is known about them, withdrawal."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotator.accounts.models import User
from annotator.anchoring import normalise
from annotator.audit.models import Op
from annotator.audit.record import action, record
from annotator.documents.coding import touch
from annotator.documents.extraction import Extract, extract
from annotator.documents.language import direction_of, language_of
from annotator.documents.models import Document, Original, Source
from annotator.lib.refusals import Invalid, TooLarge
from annotator.permissions import check_can_capture, check_can_edit_document
from annotator.projects.models import Project

METADATA = {
    "title",
    "url",
    "source",
    "published_at",
    "language",
    "byline",
    "via",
    "genre",
    "published_precision",
}


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

    The same bytes twice in a project give the document that is there. `metadata` is of METADATA and wins over what the
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
    found = extract(content, media_type)
    text = _normalised(found)
    try:
        with transaction.atomic():
            original = Original.objects.create(
                project=project, content=content, sha256=digest, media_type=media_type, filename=filename[:255],
                url=metadata.get("url") or "", extractor=found.extractor, captured_by=by,
            )  # fmt: skip
    except IntegrityError:
        return Document.objects.get(original__project=project, original__sha256=digest), False
    return _freeze(by, original, text, _described(project, found, filename, text, metadata)), True


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
    project: Project, found: Extract, filename: str, text: str, given: dict[str, Any]
) -> dict[str, Any]:
    """What is known of a new document: what was given, else what the bytes say, else what can be made of the text."""
    first_line = next(line.strip(" #\t") for line in text.split("\n") if line.strip(" #\t"))
    defaults = {
        "title": found.title or filename.rpartition(".")[0] or first_line,
        "source": found.site,
        "byline": found.author,
        "published_at": datetime.fromisoformat(found.published).replace(tzinfo=UTC)
        if found.published
        else None,
        "published_precision": "day" if found.published else "",
        "language": language_of(text),
    }
    wanted = {name: value for name, value in given.items() if value not in (None, "")}
    return _clean({**defaults, **wanted}, project)


def _clean(metadata: dict[str, Any], project: Project) -> dict[str, Any]:
    """Metadata as columns: a source's name becomes its row. Raises Invalid for unknown names and bad values."""
    if unknown := set(metadata) - METADATA:
        raise Invalid("unknown", f"Not known: {', '.join(sorted(unknown))}.", field=min(unknown))
    columns = {
        name: "" if value is None and name != "published_at" else value for name, value in metadata.items()
    }
    if "title" in columns:
        columns["title"] = normalise(" ".join(columns["title"].split()))[:500]
        if not columns["title"]:
            raise Invalid("title", "A document needs a title.", field="title")
    if "source" in columns:
        name = columns["source"].strip()[:200]
        columns["source"] = Source.objects.get_or_create(project=project, name=name)[0] if name else None
    if columns.get("url"):
        try:
            URLValidator(schemes=["http", "https"])(columns["url"])
        except ValidationError as error:
            raise Invalid("url", "This is not a web address.", field="url") from error
    return columns


def _freeze(by: User, original: Original, text: str, columns: dict[str, Any]) -> Document:
    document = Document.objects.create(
        project_id=original.project_id, original=original, text=text, length=len(text), created_by=by,
        sha256=hashlib.sha256(text.encode()).hexdigest(), direction=direction_of(text),
        **{"url": original.url, **columns},
    )  # fmt: skip
    record(
        by=by.pk, project=document.project_id, kind="document", op=Op.CREATED, object_id=document.pk,
        sha256=document.sha256, length=document.length,
    )  # fmt: skip
    return document


@action
def describe(*, by: User, document: Document, **metadata: Any) -> Document:
    """Correct what is known about a document; its text stays."""
    check_can_edit_document(by, document.project)
    columns = _clean(metadata, document.project)
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
def withdraw(*, by: User, document: Document) -> None:
    """Take a document out of sight; doing it twice changes nothing."""
    check_can_edit_document(by, document.project)
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
    if document.withdrawn_at is not None:
        document.withdrawn_at = None
        touch(document, "withdrawn_at")
        record(by=by.pk, project=document.project_id, kind="document", op=Op.RESTORED, object_id=document.pk)
