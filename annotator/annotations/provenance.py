"""Annotations that were brought from elsewhere keep what they said of themselves there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.accounts.models import User
from annotator.annotations import actions
from annotator.annotations.models import Provenance, Tag
from annotator.audit.record import action
from annotator.documents.models import Document


@dataclass(frozen=True)
class Identities:
    """The other IRIs of an annotation, and who made it when and with what, by its own account."""

    canonical: str = ""
    via: tuple[str, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.canonical or self.via or self.said)


@action
def bring(*, by: User, document: Document, identities: Identities, **arguments: Any) -> Tag:
    """As `actions.tag`, with what the annotation said of itself where it came from; that never changes."""
    tag, is_new = actions.tag(by=by, document=document, **arguments)
    if is_new and identities:
        Provenance.objects.create(
            tag=tag,
            canonical=identities.canonical,
            via=list(identities.via),
            said=dict(identities.said),
        )
    return tag
