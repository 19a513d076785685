"""What a release says of itself: what it is of, how much is in it, and what each file must be."""

import hashlib
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from annotator.annotations.models import Attribution, Modality, Status
from annotator.releases import choice
from annotator.releases.files import FileFacts
from annotator.releases.models import Release
from annotator.review.models import Decision

BARE = Q(
    status=Status.SPECULATIVE, modality=Modality.ASSERTED, attribution_kind=Attribution.NONE
)  # a bare assertion: told apart from what the text itself supposes


def counts(release: Release) -> dict[str, Any]:
    """How much the release holds; `bare_assertions` are part of `by_status.speculative`."""
    tags = choice.tags(release).order_by()
    by_status = dict(tags.values_list("status").annotate(Count("pk")))
    decisions = Decision.objects.filter(item__in=choice.items(release).order_by(), withdrawn_at=None)
    ruled = dict(decisions.order_by().values_list("status").annotate(Count("pk")))
    analysts = tags.values_list("analyst__username").annotate(Count("pk")).order_by("analyst__username")
    return {
        "documents": choice.documents(release).count(),
        "annotations": sum(by_status.values()),
        "by_status": {status: by_status.get(status, 0) for status in Status.values},
        "bare_assertions": tags.filter(BARE).count(),
        "by_guideline": {
            str(number): count
            for number, count in tags.values_list("guideline").annotate(Count("pk")).order_by("guideline")
        },
        "analysts": len(analysts),
        "by_analyst": dict(analysts),
        "items": sum(ruled.values()),
        "decisions": {
            **{status: ruled.get(status, 0) for status in Status.values},
            "no_claim": ruled.get(None, 0),
        },
    }


def about(release: Release) -> dict[str, Any]:
    """What the release is of, at this moment."""
    project = release.project
    guideline = project.guidelines.order_by("-number").first()
    return {
        "annotator_release": 1,  # the version of this layout
        "id": str(release.pk),
        "number": release.number,
        "title": release.title,
        "project": {
            "id": str(project.pk),
            "slug": project.slug,
            "name": project.name,
            "blind": project.blind,
        },
        "created_at": release.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "created_by": release.created_by.username,
        "only_decided": release.only_decided,
        "formats": release.formats,
        "code_version": settings.CODE_VERSION,
        "guideline": guideline
        and {"number": guideline.number, "sha256": hashlib.sha256(guideline.text.encode()).hexdigest()},
    }


def complete(about: dict[str, Any], counts: dict[str, Any], files: list[FileFacts]) -> dict[str, Any]:
    """The whole manifest."""
    return {**about, "counts": counts, "files": sorted(files, key=lambda file: file["name"])}
