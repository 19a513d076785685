"""Who codes a document: the gate that every write of a tag passes.

Assignments made by a supervisor limit a document to those analysts; without them it is open to all analysts of the
project, and a first tag makes one its coder. A supervisor may tag but is no coder, so the gate lets him pass.
"""

from typing import Any

from django.db import connection
from django.utils import timezone

from annotator.accounts.models import User
from annotator.audit.models import Op, Veil
from annotator.audit.record import record
from annotator.audit.rows import Shape
from annotator.documents.models import Assignment, Document, DocumentState
from annotator.lib.refusals import Conflict, Forbidden, Stale
from annotator.permissions import Role
from annotator.projects.models import Membership


def enter(*, by: User, document: Document) -> None:
    """Let `by` write tags on `document`, as its coder; call inside an action.

    The coder's own row is locked until commit, so that a tag and his hand-in can not both pass. Raises Forbidden
    when others were assigned, Conflict when he has handed in or when no further coder may join.
    """
    check_not_closed(document)
    assignment = _own_assignment(by, document)
    if assignment is None and not seatless(by, document):
        assignment = join(by=by, document=document)
    if assignment is not None:  # a supervisor has none, unless he coded the document as an analyst
        check_not_handed_in(assignment)


def _own_assignment(by: User, document: Document) -> Assignment | None:
    """Who codes what, locked until commit: asked by every write of a tag, so written out."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN_ASSIGNMENT, (document.pk, by.pk))
        row = cursor.fetchone()
    return _ASSIGNMENT.take(row)[0] if row else None


_ASSIGNMENT = Shape(Assignment, "a")
_OWN_ASSIGNMENT = (
    f"SELECT {_ASSIGNMENT.columns} FROM documents_assignment a "  # noqa: S608  column names alone
    "WHERE a.document_id = %s AND a.analyst_id = %s FOR NO KEY UPDATE"
)


# The gate as the first part of a statement that writes a tag: `gate.open`, under the same lock. Where it is not open,
# `enter` says why or lets him join. `%(seatless)s`: he needs no assignment here.
GATE = """
seat AS (
    SELECT handed_in_at FROM documents_assignment WHERE document_id = %(document)s AND analyst_id = %(by)s
    FOR NO KEY UPDATE
),
gate AS (SELECT coalesce((SELECT handed_in_at IS NULL FROM seat), %(seatless)s) AS open)
"""


def seatless(by: User, document: Document) -> bool:
    """Who may tag and is no analyst tags without an assignment."""
    return document.project.role_of(by) != Role.ANALYST


def check_not_closed(document: Document) -> None:
    if document.withdrawn_at is not None or document.state == DocumentState.SUPERSEDED:
        raise Conflict("closed", "This document has been withdrawn or replaced.")


def check_not_handed_in(assignment: Assignment) -> None:
    if assignment.handed_in_at is not None:
        raise Conflict("handed_in", "You have handed this document in. Reopen it to change your tags.")


def join(*, by: User, document: Document) -> Assignment:
    """Make `by` a coder of `document`. The document's row is locked, so that two can not take the last seat."""
    document = lock(document)
    taken = list(document.assignments.all())
    for assignment in taken:
        if assignment.analyst_id == by.pk:
            return assignment
    check_may_join(document, taken)
    _check_still_analyst(by, document)
    assignment = Assignment.objects.create(document=document, analyst=by)
    note_assignment(by, document, assignment, Op.CREATED)
    if document.state == DocumentState.IN_REVIEW:
        set_state(by=by, document=document, state=DocumentState.OPEN)
    return assignment


def note_assignment(by: User | None, document: Document, assignment: Assignment, op: Op) -> None:
    """The event of an assignment, and that of its document, which shows who is assigned."""
    analyst = assignment.analyst_id
    told: dict[str, Any] = {"by": by.pk if by else None, "project": document.project_id, "owner": analyst}
    record(
        kind="assignment", op=op, object_id=assignment.pk, document=document.pk, analyst=analyst, **told
    )  # fmt: skip
    record(
        kind="document", op=Op.UPDATED, object_id=document.pk, under=Veil.WORK, fields=["assigned"], **told
    )  # fmt: skip


def _check_still_analyst(by: User, document: Document) -> None:
    """His membership is locked until commit, so that no document waits for someone who is being removed."""
    membership = Membership.objects.select_for_update(of=("self",), no_key=True)
    if not membership.filter(project=document.project_id, user=by, role=Role.ANALYST).first():
        raise Forbidden("may_not_tag", "You are no longer an analyst of this project.")


def check_may_join(document: Document, taken: list[Assignment]) -> None:
    """Raise unless one more analyst may code `document`, whose assignments are `taken`."""
    if any(assignment.assigned_by_id for assignment in taken):
        raise Forbidden("not_assigned", "This document is assigned to other analysts.")
    if document.state == DocumentState.DECIDED:
        raise Conflict("decided", "This document is decided.")
    if document.project.blind and (document.complete or len(taken) >= document.project.coders_per_document):
        raise Conflict("full", "This document has all the coders it needs.")


def lock(document: Document, version: int | None = None) -> Document:
    """The document as it is now, its row locked until commit: hand-ins, decisions and joins take turns.

    Tags that are being written point to the row, and do not wait for this lock: it leaves the key alone. Raises Stale
    where `version`, which the caller saw, has passed.
    """
    documents = Document.objects.select_for_update(of=("self",), no_key=True).select_related("project")
    found = documents.get(pk=document.pk)
    if version is not None and found.version != version:
        raise Stale("stale", "This document has changed since you read it. Read it again.")
    return found


def set_state(*, by: User | None, document: Document, state: DocumentState) -> None:
    """Move a document on; readers see a new version."""
    if document.state == state:
        return
    before = document.state
    document.state = state
    touch(document, "state")
    record(
        by=by.pk if by else None, project=document.project_id, kind="document", op=Op.UPDATED, object_id=document.pk,
        before={"state": before}, after={"state": state},
    )  # fmt: skip


def touch(document: Document, *fields: str) -> None:
    """Save `fields` with a new version and time."""
    document.version += 1
    document.updated_at = timezone.now()
    document.save(update_fields=[*fields, "version", "updated_at"])
