"""Writes to tags: tag, change, retract, restore. An analyst writes his own tags and no one else's."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from annotator import anchoring
from annotator.accounts.models import User
from annotator.annotations import store
from annotator.annotations.details import columns_of
from annotator.annotations.evidence import cite, replace
from annotator.annotations.models import Tag, TagState
from annotator.audit.models import Op
from annotator.audit.record import action, record
from annotator.documents import coding
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Forbidden, Invalid, Missing, Refusal, Stale
from annotator.permissions import check_can_tag

# These may repeat words of the text, so history is without them.
WORDS = {"note", "facts", "attribution_to", "attribution_via"}


@action
def tag(
    *,
    by: User,
    document: Document,
    start: int,
    end: int,
    exact: str,
    key: UUID | None = None,
    evidence: Sequence[Mapping[str, Any]] = (),
    **details: Any,
) -> tuple[Tag, bool]:
    """Judge the place `[start, end)` (code points) of `document`; returns the tag and whether it is new.

    `exact` is what the caller saw there; `key` the UUID that the client made, under which a repeat changes nothing
    and answers with the tag as it is now; `details` are the wire names of `details.FIELDS`, `status` among them.
    Raises Invalid (with what would be accepted), Conflict (handed in, place already tagged, key used otherwise),
    Forbidden, Missing.
    """
    check_can_tag(by, document.project)
    sent = _digest(document.pk, start, end, exact, evidence, details)
    columns = columns_of({"status": None, **details})
    span = checked_span(document, start, end, exact)
    try:
        found = _written(document=document, by=by, span=span, key=key, sent=sent, columns=columns)
    except Refusal:
        # A repeat is answered also where a first request would now be refused: after hand-in, say.
        if key is not None and (known := store.by_key(key)):
            return _repeated(known, by, sent), False
        raise
    if found is None:
        return _stands_in_the_way(document, by, span, key, sent), False
    found.cites = cite(by=by, tag=found, evidence=evidence)
    _note(by, found, Op.CREATED, after={"status": found.status, "start": start, "end": end})
    return found, True


@action
def tag_many(*, by: User, document: Document, items: Sequence[Mapping[str, Any]]) -> list[Tag]:
    """Several tags, all or none. Raises the first Refusal, whose `extra["index"]` says which one it is about."""
    tags = []
    for index, item in enumerate(items):
        try:
            tags.append(tag(by=by, document=document, **item)[0])
        except Refusal as refusal:
            refusal.extra["index"] = index
            raise
    return tags


@action
def change(
    *,
    by: User,
    tag: Tag,
    evidence: Sequence[Mapping[str, Any]] | None = None,
    version: int | None = None,
    **details: Any,
) -> Tag:
    """Change status, note or details of one's own live tag; `evidence`, where given, replaces what it cites.

    Raises Stale where `version`, which the caller saw, has passed, unless the tag is as wanted already: a request
    whose answer was lost is sent again.
    """
    found = _own(by, tag)
    if found.state != TagState.SUBMITTED:
        _check_version(found, version)
        raise Conflict("retracted", "This tag was retracted: restore it first.")
    wanted = columns_of(details)
    columns = {name: value for name, value in wanted.items() if getattr(found, name) != value}
    recited = evidence is not None and replace(by=by, tag=found, evidence=evidence)
    if columns or recited:
        _check_version(found, version)
        before = {name: getattr(found, name) for name in columns if name not in WORDS}
        _touch(found, columns)
        after = {name: value for name, value in columns.items() if name not in WORDS}
        fields = sorted([*columns, "evidence"] if recited else columns)
        _note(by, found, Op.UPDATED, before=before, after=after, fields=fields)
    return found


@action
def retract(*, by: User, tag: Tag, version: int | None = None) -> Tag:
    """Withdraw one's own tag; a retracted one stays as it is, whatever `version` the caller saw."""
    found = _own(by, tag)
    if found.state == TagState.SUBMITTED:
        _check_version(found, version)
        _touch(found, {"state": TagState.RETRACTED})
        _note(by, found, Op.RETRACTED)
    return found


@action
def restore(*, by: User, tag: Tag, version: int | None = None) -> Tag:
    """Bring a retracted tag back as it was; a live one stays as it is, whatever `version` the caller saw.

    Raises Conflict where another live tag stands at its place.
    """
    found = _own(by, tag)
    if found.state == TagState.RETRACTED:
        _check_version(found, version)
        try:
            with transaction.atomic():
                _touch(found, {"state": TagState.SUBMITTED})
        except IntegrityError as error:
            raise Conflict("place_taken", "You have tagged this place again since.") from error
        _note(by, found, Op.RESTORED)
    return found


def checked_span(document: Document, start: int, end: int, exact: str) -> anchoring.Span:
    """The span with its context, or Invalid with what would be accepted."""
    try:
        anchoring.check(document.text, start, end, exact)
    except anchoring.SpanRefused as refused:
        raise Invalid(refused.code, refused.detail, field="exact", accepted=refused.accepted) from refused
    return anchoring.Span.of(document.text, start, end)


def check_may_write(by: User, tag: Tag) -> None:
    """Raise Forbidden unless `by` made the tag and may still tag."""
    if tag.analyst_id != by.pk:
        raise Forbidden("not_yours", "Only the analyst who made a tag may change it.")
    check_can_tag(by, tag.document.project)


def _own(by: User, tag: Tag) -> Tag:
    """The tag, locked, if `by` may write it now: retracting waits for a hand-in and the other way round."""
    check_may_write(by, tag)
    coding.enter(by=by, document=tag.document)
    return store.lock(tag.pk)


def _check_version(tag: Tag, version: int | None) -> None:
    if version is not None and tag.version != version:
        raise Stale("stale", "This tag has changed since you read it. Read it again.")


def _written(*, by: User, document: Document, **row: Any) -> Tag | None:
    """The tag, written through the gate; who is no coder yet joins first. None where something stands in its way."""
    coding.check_not_closed(document)
    let_in, found = store.insert(by=by, document=document, **row)
    if not let_in:
        coding.enter(by=by, document=document)
        _, found = store.insert(by=by, document=document, **row)
    return found


def _digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _repeated(known: Tag, by: User, sent: str) -> Tag:
    if known.analyst_id != by.pk:
        if Tag.objects.visible_to(by).filter(pk=known.pk).exists():
            raise Conflict("key_used", "This id is used by another tag.")
        raise Missing("not_found", "There is no such tag.")
    if known.first_sent != sent:
        raise Conflict("key_used", "This id was used for something else.", tag=str(known.pk))
    return known


def _stands_in_the_way(
    document: Document, by: User, span: anchoring.Span, key: UUID | None, sent: str
) -> Tag:
    """Why nothing was inserted: the same request was quicker, or the place has a live tag."""
    if key is not None and (known := store.by_key(key)):
        return _repeated(known, by, sent)
    standing = store.live_at(document=document, by=by, start=span.start, end=span.end)
    raise Conflict(
        "place_taken", "You have tagged this place already: change that tag.", tag=str(standing.pk)
    )


def _touch(tag: Tag, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(tag, name, value)
    tag.version += 1
    tag.updated_at = timezone.now()
    tag.save(update_fields=[*columns, "version", "updated_at"])


def _note(by: User, tag: Tag, op: Op, **data: Any) -> None:
    record(
        by=by.pk, project=tag.document.project_id, kind="tag", op=op, object_id=tag.pk, owner=tag.analyst_id,
        document=tag.document_id, version=tag.version, **data,
    )  # fmt: skip
