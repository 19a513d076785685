"""Who is to code what."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope, User
from annotator.api import lookups
from annotator.api.operations import IF_MATCH, operation
from annotator.api.renderers import encode
from annotator.api.resource import JSON, Resource, address_of
from annotator.api.serializers.fields import page_of
from annotator.api.serializers.projects import AssignmentIn, AssignmentOut, AssignmentQuery
from annotator.documents.models import Document, DocumentState
from annotator.lib.refusals import Invalid
from annotator.permissions import check_can_assign
from annotator.projects.models import Project
from annotator.review import assigning, queue


class Assignments(Resource):
    @operation(
        "Assignments", name="assignments", query=AssignmentQuery, answers={200: page_of(AssignmentOut)}
    )
    def get(self, request: Request, project: str) -> HttpResponse:
        rows = lookups.assignments(request, lookups.project(request, project))
        if key := self.query.get("document"):
            rows = rows.filter(document=key)
        if username := self.query.get("analyst"):
            rows = rows.filter(analyst__username=username)
        return self.page(rows, lambda found: [encode(AssignmentOut(row).data) for row in found])

    @operation(
        "Assign documents; answers with the new assignments",
        name="assign",
        scope=Scope.MANAGE,
        body=AssignmentIn,
        answers={201: AssignmentOut(many=True)},
    )
    def post(self, request: Request, project: str) -> HttpResponse:
        found = lookups.project(request, project)
        given = self.body()
        check_can_assign(self.user, found)
        documents = documents_of(found, given.get("documents"))
        if "analysts" in given:
            analysts = analysts_of(found, given["analysts"])
            made = assigning.assign(by=self.user, documents=documents, analysts=analysts)
        else:
            made = assigning.spread(by=self.user, documents=documents, per_document=given["per_document"])
        rows = lookups.assignments(request, found).filter(pk__in=[one.pk for one in made]).order_by("pk")
        return HttpResponse(encode(AssignmentOut(rows, many=True).data), status=201, content_type=JSON)


class NextAssignment(Resource):
    @operation(
        "Take your next document, never the same twice; 204 where none is left",
        name="assignment_next",
        scope=Scope.WRITE,
        answers={200: AssignmentOut, 204: None},
    )
    def post(self, request: Request, project: str) -> HttpResponse:
        found = lookups.project(request, project)
        leased = queue.lease(by=self.user, project=found)
        if leased is None:
            return HttpResponse(status=204)
        row = lookups.assignments(request, found).get(pk=leased.pk)
        return self.single(AssignmentOut(row).data, location=address_of("assignment", found.slug, leased.pk))


class Assignment(Resource):
    @operation("An assignment", name="assignment", answers={200: AssignmentOut})
    def get(self, request: Request, project: str, assignment: UUID) -> HttpResponse:
        rows = lookups.assignments(request, lookups.project(request, project))
        return self.single(AssignmentOut(rows.filter(pk=assignment).first() or lookups.missing()).data)

    @operation(
        "Take a document away from an analyst who has not begun",
        name="unassign",
        scope=Scope.MANAGE,
        answers={204: None},
        if_match=IF_MATCH,
    )
    def delete(self, request: Request, project: str, assignment: UUID) -> HttpResponse:
        found = lookups.project(request, project)
        given = lookups.assignments(request, found).filter(pk=assignment).first() or lookups.missing()
        check_can_assign(self.user, found)
        self.matched(AssignmentOut(given).data)
        assigning.unassign(by=self.user, assignment=given)
        return HttpResponse(status=204)


def documents_of(project: Project, keys: list[UUID] | None) -> list[Document]:
    """The documents named, or all that are open. Raises Invalid for one that is not in the project."""
    rows = (
        Document.objects.live().filter(project=project).defer("text").select_related("project").order_by("pk")
    )
    if keys is None:
        return list(rows.filter(state=DocumentState.OPEN))
    found = list(rows.filter(pk__in=keys))
    _check_all("documents", keys, {document.pk for document in found})
    return found


def analysts_of(project: Project, usernames: list[str]) -> list[User]:
    """The members named. Raises Invalid for a name that is no member's."""
    found = list(User.objects.filter(memberships__project=project, username__in=usernames).order_by("pk"))
    _check_all("analysts", usernames, {user.username for user in found})
    return found


def _check_all(field: str, wanted: list[Any], found: set[Any]) -> None:
    if absent := [str(one) for one in wanted if one not in found]:
        raise Invalid("unknown", f"Not in this project: {', '.join(absent[:20])}.", field=field)
