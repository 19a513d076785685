"""A project in which every page has something to show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models.functions import Now

from tests.cast import Cast, fresh

if TYPE_CHECKING:
    from annotator.documents.models import Document
    from annotator.releases.models import Release

QUOTES = {"the pump stopped at 04:20": "sourced", "Two neighbours heard a bang": "disputed"}
NOTE = "Who counted?"


@dataclass
class World:
    """The cast, and a document of each state; `cast.document` is being read by Ada."""

    cast: Cast
    in_review: "Document"
    decided: "Document"
    withdrawn: "Document"


def make_world(cast: Cast) -> World:
    from annotator.documents import actions as documents
    from annotator.jobs.actions import cancel, request_release
    from annotator.projects.tokens import issue_token
    from annotator.review import actions as review
    from annotator.review import assigning
    from annotator.review.models import ReviewItem

    cast.settings(coders_per_document=2)
    others = [cast.text(name) for name in ("Second report", "Third report", "Fourth report")]
    assigning.assign(by=cast.cleo, documents=[cast.document, *others], analysts=[cast.ada, cast.ben])
    for document in (cast.document, *others[:2]):
        for quote, status in QUOTES.items():
            cast.tag(cast.ada, quote, status, document=document, note=NOTE)
        cast.tag(cast.ada, "Someone may have cut the cable", "speculative", document=document)
    for document in others[:2]:
        cast.tag(cast.ben, "Two neighbours heard a bang an hour", "sourced", document=document)
        cast.hand_in(cast.ada, cast.ben, document=document)
    for item in ReviewItem.objects.filter(document=others[1]).select_related("document__project"):
        review.decide(by=cast.cleo, item=item, status="sourced", reason="The text says so.")
    documents.withdraw(by=cast.cleo, document=others[2])
    assigning.set_member(by=cast.cleo, project=cast.project, username="guest", role="analyst")
    issue_token(by=cast.cleo, name="laptop", scopes=["read"])
    cancel(by=cast.cleo, job=request_release(by=cast.cleo, project=cast.project, title="First")[1])
    publish(request_release(by=cast.cleo, project=cast.project, title="Second")[0])
    request_release(by=cast.cleo, project=cast.project, title="Third")
    return World(cast, *(fresh(document) for document in others))


def publish(release: "Release") -> None:
    """With the manifest that its worker would write; the files themselves are not needed to look at the page."""
    from annotator.releases import manifest

    release = type(release).objects.select_related("project", "created_by").get(pk=release.pk)
    file = {"name": "annotations.jsonl", "size": 2048, "sha256": "a" * 64}
    whole = manifest.complete(manifest.about(release), manifest.counts(release), [file])
    type(release).objects.filter(pk=release.pk).update(state="published", manifest=whole, published_at=Now())
