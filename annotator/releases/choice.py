"""What a release holds: its documents, its tags, its decided items.

- Documents: live ones. With `only_decided` those that are decided, or have a decided item. Without it, in a blind
  project the complete ones, else all. A document without a tag is kept: that there is nothing in it is data too. Live
  documents that a kept tag cites come along, so that its evidence can be read.
- Tags: live tags of these documents; with `only_decided` those of decided items, also of items decided as no claim,
  which the decision says.
- Items: decided ones of these documents.

A document that is open in a blind project is in no release, whatever was decided on it before it was opened again.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotator.annotations.models import Evidence, Span, Tag
from annotator.documents.models import Document, DocumentState
from annotator.releases.models import Release
from annotator.review.models import ItemState, ReviewItem


def covered(release: Release) -> QuerySet[Document]:
    """The documents whose tags the release holds."""
    documents = Document.objects.live().filter(project=release.project_id)
    if release.project.blind:
        documents = documents.exclude(state=DocumentState.OPEN)
    if release.only_decided:
        ruled = ReviewItem.objects.filter(document=OuterRef("pk"), state=ItemState.DECIDED)
        documents = documents.filter(Q(state=DocumentState.DECIDED) | Exists(ruled))
    return documents


def tags(release: Release) -> QuerySet[Tag]:
    """The tags that become annotations."""
    found = Tag.objects.live().filter(document__in=covered(release).order_by())
    return found.filter(membership__item__state=ItemState.DECIDED) if release.only_decided else found


def items(release: Release) -> QuerySet[ReviewItem]:
    """The items whose decisions are told."""
    return ReviewItem.objects.filter(document__in=covered(release).order_by(), state=ItemState.DECIDED)


def cited(release: Release) -> QuerySet[Span]:
    """The passages that the tags cite."""
    evidence = Evidence.objects.filter(tag__in=tags(release).order_by(), withdrawn_at=None)
    return Span.objects.filter(pk__in=evidence.order_by().values("span"))


def documents(release: Release) -> QuerySet[Document]:
    """The documents whose text the release holds."""
    own = Q(pk__in=covered(release).order_by().values("pk"))
    quoted = Q(pk__in=cited(release).order_by().values("document"))
    return Document.objects.live().filter(own | quoted).select_related("source").order_by("pk")


def spans(release: Release) -> QuerySet[Span]:
    """Every place that the release quotes, in the order of `documents`."""
    own = Span.objects.filter(pk__in=tags(release).order_by().values("span"))
    return own.union(cited(release).order_by(), all=True).order_by("document_id")
