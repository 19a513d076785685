"""Writes to sources: name one, grade one. What a document says of its source is always a row of its project.

A name is unique in its project. A new name is the same source under another name: each document that shows it has a new
version by it, and no annotation, as with a document's title.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from annotator.accounts.models import User
from annotator.audit.models import Op
from annotator.audit.record import action, record
from annotator.documents.models import Document, Reliability, Source
from annotator.lib.refusals import Conflict, Invalid, Stale
from annotator.lib.words import words
from annotator.permissions import check_can_edit_source
from annotator.projects.models import Project

NAME_LENGTH = 200


@action
def create_source(*, by: User, project: Project, name: str, reliability: str | None = None) -> Source:
    """A source that no document has named yet. Raises Conflict where the name is taken."""
    check_can_edit_source(by, project)
    columns = _clean({"name": name, "reliability": reliability})
    try:
        with transaction.atomic():
            source = Source.objects.create(project=project, **columns)
    except IntegrityError as error:
        raise _taken() from error
    _note(by, source, Op.CREATED, after=columns)
    return source


@action
def change_source(*, by: User, source: Source, version: int | None = None, **given: Any) -> Source:
    """Change name or reliability. Raises Stale where `version`, which the caller saw, has passed; Conflict where the
    name is taken."""
    check_can_edit_source(by, source.project)
    found = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    if version is not None and found.version != version:
        raise Stale("stale", "This source has changed since you read it. Read it again.")
    changed = {name: value for name, value in _clean(given).items() if getattr(found, name) != value}
    if changed:
        before = {name: getattr(found, name) for name in changed}
        _save(found, changed)
        _note(by, found, Op.UPDATED, before=before, after=changed, version=found.version)
        if "name" in changed:
            _rename(by, found)
    return found


def _rename(by: User, source: Source) -> None:
    """Its documents show the new name, so each has a new version."""
    documents = Document.objects.filter(source=source)
    documents.update(version=F("version") + 1, updated_at=timezone.now())
    for key in documents.order_by("pk").values_list("pk", flat=True):
        record(
            by=by.pk, project=source.project_id, kind="document", op=Op.UPDATED, object_id=key, fields=["source"]
        )  # fmt: skip


def source_named(*, by: User, project: Project, name: str) -> Source:
    """The project's source of this name, made where there is none; called by the actions on documents."""
    source, is_new = Source.objects.get_or_create(project=project, name=name)
    if is_new:
        _note(by, source, Op.CREATED, after={"name": name, "reliability": None})
    return source


def _clean(given: dict[str, Any]) -> dict[str, Any]:
    """What was given as columns. Raises Invalid, naming the field."""
    columns = dict(given)
    if "name" in columns:
        columns["name"] = words("name", columns["name"], NAME_LENGTH).strip()
        if not columns["name"]:
            raise Invalid("name", "A source needs a name.", field="name")
    if columns.get("reliability") is not None and columns["reliability"] not in Reliability.values:
        raise Invalid("choice", f"One of: {', '.join(Reliability.values)}; or null.", field="reliability")
    return columns


def _save(source: Source, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(source, name, value)
    source.version += 1
    source.updated_at = timezone.now()
    try:
        with transaction.atomic():
            source.save(update_fields=[*columns, "version", "updated_at"])
    except IntegrityError as error:
        raise _taken() from error


def _taken() -> Conflict:
    return Conflict("name_taken", "This project has a source of this name.", field="name")


def _note(by: User, source: Source, op: Op, **data: Any) -> None:
    record(by=by.pk, project=source.project_id, kind="source", op=op, object_id=source.pk, **data)
