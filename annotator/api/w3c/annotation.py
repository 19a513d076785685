"""One annotation: read, replaced whole, taken away (Web Annotation Protocol 3, 5.3, 5.4).

If-Match is judged where it is sent. A retracted annotation is gone: 410, and its IRI is no other's ever.
"""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.annotations import actions as annotations
from annotator.annotations.models import Tag, TagState
from annotator.api import lookups
from annotator.api.operations import operation
from annotator.api.problems import Problem
from annotator.api.w3c import replacing, written
from annotator.api.w3c.frame import LinkedData


class Annotation(LinkedData):
    link = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'

    @operation("An annotation", name="w3c_annotation", answers={})
    def get(self, request: Request, project: str, tag: UUID) -> HttpResponse:
        return self.single(written.annotation(self.found(project, tag).pk, project))

    @operation("Replace an annotation", name="w3c_replace", scope=Scope.WRITE, answers={})
    def put(self, request: Request, project: str, tag: UUID) -> HttpResponse:
        found = self.found(project, tag)
        annotations.check_may_write(self.user, found)
        standing = written.annotation(tag, project)
        self.matched(standing, required=False)
        arguments = replacing.arguments(request, found, standing)
        annotations.change(by=self.user, tag=found, version=self.version_of(found), **arguments)
        return self.single(written.annotation(tag, project))

    @operation("Retract an annotation", name="w3c_retract", scope=Scope.WRITE, answers={})
    def delete(self, request: Request, project: str, tag: UUID) -> HttpResponse:
        found = self.found(project, tag)
        annotations.check_may_write(self.user, found)
        self.matched(written.annotation(tag, project), required=False)
        annotations.retract(by=self.user, tag=found, version=self.version_of(found))
        return HttpResponse(status=204)

    def found(self, key: str, tag: UUID) -> Tag:
        """The live tag of this project, as far as this reader sees it."""
        project = lookups.project(self.request, key)
        found = lookups.tag(self.request, tag)
        if found.document.project_id != project.pk:
            lookups.missing()
        if found.state == TagState.RETRACTED:
            raise Problem(410, "This annotation was retracted.")
        return found

    def version_of(self, tag: Tag) -> int | None:
        """What the caller saw, where he says that he saw something."""
        return tag.version if "If-Match" in self.request.headers else None
