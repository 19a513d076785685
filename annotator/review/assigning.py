"""Writes of who is to code what, and of what follows for a document's state."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from annotator.accounts.models import User
from annotator.annotations.models import Tag
from annotator.audit.models import Op
from annotator.audit.record import action, record, take_turn
from annotator.documents import coding
from annotator.documents.models import Assignment, Document, DocumentState
from annotator.lib.refusals import Conflict, Invalid
from annotator.permissions import Role, check_can_assign, check_can_manage
from annotator.projects import actions as projects
from annotator.projects.models import Membership, Project
from annotator.review import completion


@action
def assign(*, by: User, documents: Sequence[Document], analysts: Sequence[User]) -> list[Assignment]:
    """Give each document to each analyst; those who have it already keep it. Returns the new assignments."""
    made = []
    for document in sorted(documents, key=lambda document: str(document.pk)):
        check_can_assign(by, document.project)
        for analyst in analysts:
            if document.project.role_of(analyst) != Role.ANALYST:
                raise Invalid(
                    "analyst", f"{analyst.username} is no analyst of the project.", field="analysts"
                )
        made += _assign(by, completion.lock(document), analysts)
    return made


def _assign(by: User, document: Document, analysts: Sequence[User]) -> list[Assignment]:
    coding.check_not_closed(document)
    if document.state == DocumentState.DECIDED:
        raise Conflict("decided", f"“{document.title}” is decided.")
    taken = {assignment.analyst_id: assignment for assignment in document.assignments.all()}
    made = []
    for analyst in analysts:
        if (known := taken.get(analyst.pk)) is None:
            made.append(Assignment.objects.create(document=document, analyst=analyst, assigned_by=by))
            coding.note_assignment(by, document, made[-1], Op.CREATED)
        elif known.assigned_by_id is None:
            known.assigned_by = by
            known.save(update_fields=["assigned_by"])
            coding.note_assignment(by, document, known, Op.UPDATED)
    completion.settle_state(by=by, document=document)
    return made


@action
def spread(*, by: User, documents: Sequence[Document], per_document: int) -> list[Assignment]:
    """Give each document to `per_document` analysts of its project, evenly: who has it already keeps it, then who has
    least comes first."""
    if not documents:
        return []
    project = documents[0].project
    analysts = list(User.objects.filter(memberships__project=project, memberships__role=Role.ANALYST))
    if not 1 <= per_document <= len(analysts):
        raise Invalid("per_document", f"The project has {len(analysts)} analysts.", field="per_document")
    assignments = Assignment.objects.filter(document__project=project)
    load = Counter(assignments.values_list("analyst", flat=True))
    made = []
    for document in sorted(documents, key=lambda document: str(document.pk)):
        has = set(document.assignments.values_list("analyst", flat=True))
        order = sorted(analysts, key=lambda user: (user.pk not in has, load[user.pk], user.username))
        new = assign(by=by, documents=[document], analysts=order[:per_document])
        load.update(assignment.analyst_id for assignment in new)
        made += new
    return made


@action
def unassign(*, by: User, assignment: Assignment) -> None:
    """Take a document away from an analyst who has neither tagged nor handed it in."""
    check_can_assign(by, assignment.document.project)
    document = completion.lock(assignment.document)
    found = Assignment.objects.select_for_update().filter(pk=assignment.pk).first()
    if found is None:
        return  # someone was quicker
    assignment = found  # locked: a first tag that is under way has come before, or comes after and is refused
    begun = Tag.objects.filter(document=document, analyst=assignment.analyst_id).exists()
    if begun or assignment.handed_in_at:
        raise Conflict("begun", "The analyst has begun with this document: hand it in for him instead.")
    _free(by, document, assignment)


@action
def remove_member(*, by: User, membership: Membership) -> None:
    """End a membership; documents that wait for this member no longer do. What he wrote stays."""
    check_can_manage(by, membership.project)
    _free_all(by, membership.project, membership.user_id)
    projects.remove_member(by=by, membership=membership)


@action
def set_member(
    *, by: User | None, project: Project, username: str, role: str, **more: Any
) -> tuple[Membership, bool]:
    """As `projects.set_member`; documents that wait for an analyst who becomes something else no longer do."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # before the membership, as everywhere
    membership, is_new = projects.set_member(by=by, project=project, username=username, role=role, **more)
    if role != Role.ANALYST:
        _free_all(by, project, membership.user_id)
    return membership, is_new


@action
def change_project(
    *, by: User, project: Project, guideline: str | None = None, version: int | None = None, **changes: Any
) -> Project:
    """As `projects.change_project`; `blind` can be turned off only while no document is open.

    `guideline`, where given and different, becomes the guideline's next version.
    """
    check_can_manage(by, project)
    was = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    changed = projects.change_project(by=by, project=project, version=version, **changes)
    if guideline is not None and guideline != project.guidelines.values_list("text", flat=True).first():
        projects.add_guideline(by=by, project=changed, text=guideline)
    if changed.coders_per_document < was.coders_per_document:
        _settle_open(by, changed)
    if changed.blind != was.blind:
        _move_veil(by, changed)
    return changed


def _move_veil(by: User, project: Project) -> None:
    """A project becomes blind: an event for each document on which work is withheld from now on, for the feed. Or it
    ceases to be: Conflict where a document is open.

    The project's counter is taken first, so that no writer is under way whose document is not seen here.
    """
    take_turn(project.pk)
    opened = project.documents.filter(state=DocumentState.OPEN).only("pk").order_by("pk")
    if not project.blind and opened.exists():
        raise Conflict(
            "blind", "Documents are open: blindness can be turned off when none is.", field="blind"
        )
    for document in opened if project.blind else ():
        record(
            by=by.pk, project=project.pk, kind="document", op=Op.UPDATED, object_id=document.pk, fields=["assigned"],
            veiled=True,
        )  # fmt: skip


def _settle_open(by: User, project: Project) -> None:
    """Fewer coders are needed: documents that all of theirs have handed in are complete."""
    begun = project.documents.filter(state=DocumentState.OPEN, assignments__handed_in_at__isnull=False)
    for document in begun.distinct():
        completion.settle_state(by=by, document=completion.lock(document))


def _free_all(by: User | None, project: Project, analyst: UUID) -> None:
    """Take the documents that wait for him from `analyst`. His membership is locked first: see `coding.join`.

    It alone: a lock of the user's row too, by which memberships are ordered, would stop every write that names him.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    Membership.objects.select_for_update(of=("self",)).filter(project=project, user=analyst).first()
    waiting = Assignment.objects.filter(document__project=project, analyst=analyst, handed_in_at=None)
    for assignment in waiting.select_related("document").order_by("document_id"):
        _free(by, completion.lock(assignment.document), assignment)


def _free(by: User | None, document: Document, assignment: Assignment) -> None:
    key = assignment.pk
    assignment.delete()
    assignment.pk = key
    coding.note_assignment(by, document, assignment, Op.RETRACTED)
    if document.assignments.exists():
        completion.settle_state(by=by, document=document)
