"""Projects."""

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.api import lookups
from annotator.api.operations import IF_MATCH, operation
from annotator.api.renderers import encode
from annotator.api.resource import Resource, address_of
from annotator.api.serializers.fields import PageQuery, page_of
from annotator.api.serializers.projects import ProjectIn, ProjectOut
from annotator.lib.refusals import Forbidden
from annotator.permissions import check_can_manage
from annotator.projects import actions as projects
from annotator.review import assigning


class Projects(Resource):
    @operation("My projects", name="projects", query=PageQuery, answers={200: page_of(ProjectOut)})
    def get(self, request: Request) -> HttpResponse:
        return self.page(
            lookups.projects(request), lambda rows: [encode(ProjectOut(row).data) for row in rows]
        )

    @operation(
        "Make a project", name="project_create", scope=Scope.MANAGE, body=ProjectIn, answers={201: ProjectOut}
    )
    def post(self, request: Request) -> HttpResponse:
        given = self.body()
        if lookups.limit_of(request):
            raise Forbidden("project", "This token opens one project only.")
        made = projects.create_project(by=self.user, **given)
        shown = lookups.projects(request).get(pk=made.pk)
        return self.single(ProjectOut(shown).data, 201, location=address_of("project", made.pk))


class Project(Resource):
    @operation("A project", name="project", answers={200: ProjectOut})
    def get(self, request: Request, project: str) -> HttpResponse:
        found = lookups.project(request, project)
        return self.single(ProjectOut(lookups.projects(request).get(pk=found.pk)).data)

    @operation(
        "Change a project",
        name="project_change",
        scope=Scope.MANAGE,
        body=ProjectIn,
        answers={200: ProjectOut},
        if_match=IF_MATCH,
    )
    def patch(self, request: Request, project: str) -> HttpResponse:
        found = lookups.project(request, project)
        given = self.body(partial=True)
        check_can_manage(self.user, found)
        self.matched(ProjectOut(lookups.projects(request).get(pk=found.pk)).data)
        assigning.change_project(by=self.user, project=found, version=found.version, **given)
        return self.single(ProjectOut(lookups.projects(request).get(pk=found.pk)).data)
