"""What a tag cites: a passage of a document of the project, or a web address."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from annotator import anchoring
from annotator.accounts.models import User
from annotator.annotations.models import Evidence, Span, Stance, Tag
from annotator.audit.rows import Shape
from annotator.documents.addresses import web_address
from annotator.documents.models import Document
from annotator.lib.refusals import Invalid

LIMIT = 50
PASSAGE = {"span", "document", "start", "end", "exact", "quote"}
KEYS = {"stance", "url", *PASSAGE}


def cite(*, by: User, tag: Tag, evidence: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    """Let the tag cite `evidence` too; returns the rows. Call inside an action.

    Each is `{"stance", "url"}` or `{"stance", "document"?, "start", "end", "exact"}`, the document being the tag's own
    unless named.
    """
    return Evidence.objects.bulk_create([_row(by, tag, item) for item in _checked(evidence)])


def replace(*, by: User, tag: Tag, evidence: Sequence[Mapping[str, Any]]) -> bool:
    """Let the tag cite `evidence` and nothing else; returns whether that changed anything. Call inside an action.

    What it cites already stays as it is, also where the cited document can not be read any more; what it cites no
    longer is kept, marked as withdrawn.
    """
    standing = {_key(tag, wire_of(row)): row for row in cited([tag])}
    wanted = {_key(tag, item): item for item in _checked(evidence)}
    if gone := [row.pk for key, row in standing.items() if key not in wanted]:
        tag.evidence.filter(pk__in=gone).update(withdrawn_at=timezone.now())
    added = [item for key, item in wanted.items() if key not in standing]
    Evidence.objects.bulk_create([_row(by, tag, item) for item in added])
    return bool(gone or added)


def cited(tags: Sequence[Tag]) -> list[Evidence]:
    """What `tags` cite now, oldest first, with the cited spans and their documents without the text."""
    with connection.cursor() as cursor:
        cursor.execute(_CITED, [[tag.pk for tag in tags]])
        return [_with_passage(values) for values in cursor.fetchall()]


def _with_passage(values: Sequence[Any]) -> Evidence:
    row, left = _EVIDENCE.take(values)
    if row.span_id:
        row.span, left = _SPAN.take(left)
        row.span.document, _ = _DOCUMENT.take(left)
    return row


def wire_of(row: Evidence) -> dict[str, Any]:
    """One piece of evidence as `cite` takes it."""
    if row.span is None:
        return {"stance": row.stance, "url": row.url}
    place = {"start": row.span.start, "end": row.span.end, "exact": row.span.exact}
    return {"stance": row.stance, "document": str(row.span.document_id), **place}


def _key(tag: Tag, item: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two pieces of evidence of a tag the same."""
    if url := str(item.get("url") or "").strip():
        return str(item["stance"]), url
    where = (item.get("document") or tag.document_id, item.get("start"), item.get("end"))
    return (str(item["stance"]), *map(str, where), str(item.get("exact") or item.get("quote")))


def _checked(evidence: Any) -> Sequence[Mapping[str, Any]]:
    """`evidence`, if it has the shape of evidence."""
    if not isinstance(evidence, list | tuple) or len(evidence) > LIMIT:
        raise Invalid("type", f"Evidence is a list of at most {LIMIT}.", field="evidence")
    for item in evidence:
        if not isinstance(item, Mapping) or set(item) - KEYS:
            raise Invalid("type", "Evidence has a stance and either a url or a passage.", field="evidence")
        if item.get("stance") not in Stance.values:
            raise Invalid("choice", f"A stance is one of: {', '.join(Stance.values)}.", field="evidence")
        if item.get("url") and any(item.get(part) is not None for part in PASSAGE):
            raise Invalid("doubled", "Evidence is either a url or a passage.", field="evidence")
    return evidence


def _row(by: User, tag: Tag, item: Mapping[str, Any]) -> Evidence:
    if address := web_address("evidence", item.get("url")):
        return Evidence(tag=tag, stance=item["stance"], url=address)
    return Evidence(tag=tag, stance=item["stance"], span=_passage(by, tag, item))


def _passage(by: User, tag: Tag, item: Mapping[str, Any]) -> Span:
    document = _cited_document(by, tag, item.get("document"))
    start, end, exact = item.get("start"), item.get("end"), item.get("exact") or item.get("quote")
    if type(start) is not int or type(end) is not int or not isinstance(exact, str):
        raise Invalid("passage", "A cited passage has start, end and exact.", field="evidence")
    try:
        anchoring.check(document.text, start, end, exact)
    except anchoring.SpanRefused as refused:
        detail = f"The cited passage is not in the document: {refused.detail}"
        raise Invalid(refused.code, detail, field="evidence", accepted=refused.accepted) from refused
    place = anchoring.Span.of(document.text, start, end)
    context = {"exact": place.exact, "prefix": place.prefix, "suffix": place.suffix}
    return Span.objects.get_or_create(document=document, made_by=by, start=start, end=end, defaults=context)[
        0
    ]


def _cited_document(by: User, tag: Tag, key: Any) -> Document:
    if key is None or str(key) == str(tag.document_id):
        return tag.document
    try:
        found = (
            Document.objects.visible_to(by).filter(project=tag.document.project_id, pk=UUID(str(key))).first()
        )
    except ValueError:
        found = None
    if found is None:
        raise Invalid("document", "The cited document is not in this project.", field="evidence")
    return found


# By hand, because every answer to a write of a tag carries what it cites.
_EVIDENCE, _SPAN = Shape(Evidence, "e"), Shape(Span, "s")
_DOCUMENT = Shape(Document, "d", without={"text"})
_CITED = f"""
SELECT {_EVIDENCE.columns}, {_SPAN.columns}, {_DOCUMENT.columns} FROM annotations_evidence e
LEFT JOIN annotations_span s ON s.id = e.span_id LEFT JOIN documents_document d ON d.id = s.document_id
WHERE e.tag_id = ANY(%s) AND e.withdrawn_at IS NULL ORDER BY e.id
"""  # noqa: S608  names of columns
