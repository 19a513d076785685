"""What a tag cites: a passage of a document of the project, or a web address."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from annotator import anchoring
from annotator.accounts.models import User
from annotator.annotations.models import Evidence, Span, Stance, Tag
from annotator.documents.addresses import web_address
from annotator.documents.models import Document
from annotator.lib.refusals import Invalid

LIMIT = 50
KEYS = {"stance", "span", "document", "start", "end", "exact", "quote", "url"}


def cite(*, by: User, tag: Tag, evidence: Sequence[Mapping[str, Any]]) -> None:
    """Let the tag cite `evidence` too. Call inside an action.

    Each is `{"stance", "url"}` or `{"stance", "document"?, "start", "end", "exact"}`, the document being the tag's own
    unless named.
    """
    if not isinstance(evidence, list | tuple) or len(evidence) > LIMIT:
        raise Invalid("type", f"Evidence is a list of at most {LIMIT}.", field="evidence")
    Evidence.objects.bulk_create([_row(by, tag, item) for item in evidence])


def drop(tag: Tag) -> None:
    """Let the tag cite nothing; what it cited is kept, marked as withdrawn."""
    tag.evidence.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())


def _row(by: User, tag: Tag, item: Mapping[str, Any]) -> Evidence:
    if not isinstance(item, Mapping) or set(item) - KEYS:
        raise Invalid("type", "Evidence has a stance and either a url or a passage.", field="evidence")
    if item.get("stance") not in Stance.values:
        raise Invalid("choice", f"A stance is one of: {', '.join(Stance.values)}.", field="evidence")
    if item.get("url"):
        return Evidence(tag=tag, stance=item["stance"], url=web_address("evidence", item["url"]))
    return Evidence(tag=tag, stance=item["stance"], span=_passage(by, tag, item))


def _passage(by: User, tag: Tag, item: Mapping[str, Any]) -> Span:
    document = _cited_document(by, tag, item.get("document"))
    try:
        start, end, exact = int(item["start"]), int(item["end"]), str(item.get("exact") or item["quote"])
        anchoring.check(document.text, start, end, exact)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Invalid(
            "passage", f"The cited passage is not in the document: {error}", field="evidence"
        ) from error
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
