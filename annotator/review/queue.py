"""What an analyst does next: documents that he has begun or was given, then those that are free, in a stable order."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F, Q, QuerySet

from annotator.accounts.models import User
from annotator.audit.record import action
from annotator.documents import coding
from annotator.documents.models import Assignment, Document, DocumentState
from annotator.lib.refusals import Conflict, Forbidden
from annotator.permissions import check_can_hand_in
from annotator.projects.models import Project
from annotator.review.models import Lease

AT_ONCE = 50  # free documents looked at in one statement


@action
def next_for(*, by: User, project: Project, after: Document | None = None) -> Document | None:
    """The document that `by` should read next: one that waits for him, other than `after` and from there on in the
    order in which he got them; else a free one, of which he becomes a coder. None where nothing is left."""
    check_can_hand_in(by, project)
    waiting = _waiting(by, project)
    if after and (at := waiting.filter(document=after).first()):
        found = waiting.filter(pk__gt=at.pk).first() or waiting.filter(pk__lt=at.pk).first()
    else:
        found = waiting.first()
    if found := found or next(_joined(by, project), None):
        _lease(found)
    return found.document if found else None


@action
def lease(*, by: User, project: Project) -> Assignment | None:
    """The next assignment for `by`, for a program that takes one after the other: never the same again, also not when
    it asks twice at once. None where nothing is left."""
    check_can_hand_in(by, project)
    for assignment in _waiting(by, project).filter(lease=None):
        if _lease(assignment):
            return assignment
    return next((assignment for assignment in _joined(by, project) if _lease(assignment)), None)


def _waiting(by: User, project: Project) -> QuerySet[Assignment]:
    live = Q(document__withdrawn_at=None, document__state=DocumentState.OPEN)
    found = Assignment.objects.filter(live, analyst=by, document__project=project, handed_in_at=None)
    return found.select_related("document").defer("document__text").order_by("id")


def _joined(by: User, project: Project) -> Iterator[Assignment]:
    """Free documents, each taken when it is reached: those that lack coders first.

    Of two who reach the last seat at once, the second waits for the first and goes on to the next document.
    """
    free = Document.objects.free_for(by).filter(project=project).defer("text").select_related("project")
    lacking = Q(coders__lt=F("project__coders_per_document"))
    for documents in (free.filter(lacking), free.exclude(lacking)):
        for document in documents.order_by("id")[:AT_ONCE]:
            if assignment := _join(by, document):
                yield assignment


def _join(by: User, document: Document) -> Assignment | None:
    try:
        with transaction.atomic():
            return coding.join(by=by, document=document)
    except (Conflict, Forbidden):  # someone was quicker
        return None


def _lease(assignment: Assignment) -> bool:
    """Whether nobody was sent to it before."""
    return Lease.objects.get_or_create(assignment=assignment)[1]
