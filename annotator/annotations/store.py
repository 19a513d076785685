"""The statements behind the actions: the shortest way of a tag into the database."""

import json
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from annotator import anchoring
from annotator.accounts.models import User
from annotator.annotations.models import Tag, TagState
from annotator.documents.coding import GATE, seatless
from annotator.documents.models import Document

_INSERT = f"""
WITH {GATE}, place AS (
    INSERT INTO annotations_span AS s (document_id, made_by_id, start, "end", exact, prefix, suffix)
    SELECT %(document)s, %(by)s, %(start)s, %(end)s, %(exact)s, %(prefix)s, %(suffix)s FROM gate WHERE gate.open
    ON CONFLICT (document_id, made_by_id, start, "end") DO UPDATE SET exact = s.exact RETURNING id
), tag AS (
    INSERT INTO annotations_tag (
        id, span_id, document_id, analyst_id, status, note, labels, attribution_kind, attribution_to, attribution_via,
        modality, credibility, confidence, likelihood, facts, state, guideline, first_sent, version
    )
    SELECT coalesce(%(key)s, uuidv7()), place.id, %(document)s, %(by)s, %(status)s, %(note)s, %(labels)s::varchar[],
        %(attribution_kind)s, %(attribution_to)s, %(attribution_via)s, %(modality)s, %(credibility)s, %(confidence)s,
        %(likelihood)s, %(facts)s::jsonb, 'submitted',
        (SELECT max(number) FROM projects_guideline WHERE project_id = %(project)s), %(sent)s, 1
    FROM place
    ON CONFLICT DO NOTHING
    RETURNING id, span_id, created_at, updated_at, guideline
)
SELECT gate.open, tag.* FROM gate LEFT JOIN tag ON true
"""  # noqa: S608  no input in it


def insert(
    *,
    document: Document,
    by: User,
    span: anchoring.Span,
    key: UUID | None,
    sent: str,
    columns: dict[str, Any],
) -> tuple[bool, Tag | None]:
    """Span and tag in one statement, behind the gate of `coding`: whether it let `by` in, and the tag.

    There is none where the gate was shut, the key is used or the place has a live tag of `by`.
    """
    blank = {"note": "", "labels": [], "attribution_to": "", "attribution_via": "", "facts": []}
    values = {name: blank.get(name) for name in DETAIL_COLUMNS} | columns
    parameters = values | {
        "document": document.pk, "by": by.pk, "project": document.project_id, "key": key, "sent": sent,
        "start": span.start, "end": span.end, "exact": span.exact, "prefix": span.prefix, "suffix": span.suffix,
        "facts": json.dumps(values["facts"]), "seatless": seatless(by, document),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, parameters)
        let_in, *row = cursor.fetchone()
    if row[0] is None:
        return let_in, None
    known = dict(zip(("pk", "span_id", "created_at", "updated_at", "guideline"), row, strict=True))
    tag = Tag(
        document=document,
        project_id=document.project_id,
        analyst=by,
        state=TagState.SUBMITTED,
        first_sent=sent,
        version=1,
        **values,
        **known,
    )
    tag._state.adding = False
    return True, tag


def by_key(key: UUID) -> Tag | None:
    """The tag with this id, whoever may see it: the caller must not show it without asking."""
    return Tag.objects.select_related("span", "document__project").filter(pk=key).first()


def live_at(*, document: Document, by: User, start: int, end: int) -> Tag:
    """The live tag of `by` at this place."""
    return Tag.objects.get(
        document=document,
        project_id=document.project_id,
        analyst=by,
        span__start=start,
        span__end=end,
        state=TagState.SUBMITTED,
    )


def lock(key: UUID) -> Tag:
    """The tag, its row locked until commit."""
    return (
        Tag.objects.select_for_update(of=("self",), no_key=True)
        .select_related("document__project", "span")
        .get(pk=key)
    )


def _is_detail(field: "models.Field[Any, Any]") -> bool:
    plain = isinstance(field, models.CharField | models.TextField | models.JSONField | ArrayField)
    return (plain or field.name == "credibility") and field.name not in {"state", "first_sent"}


DETAIL_COLUMNS = [field.name for field in Tag._meta.concrete_fields if _is_detail(field)]
