"""Sources: who published, and how reliable."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.api import lookups
from annotator.api.operations import IF_MATCH, operation
from annotator.api.renderers import encode
from annotator.api.resource import Resource, address_of
from annotator.api.serializers.fields import page_of
from annotator.api.serializers.sources import SourceIn, SourceOut, SourceQuery
from annotator.documents import sources
from annotator.permissions import check_can_edit_source


class Sources(Resource):
    @operation("Sources of a project", name="sources", query=SourceQuery, answers={200: page_of(SourceOut)})
    def get(self, request: Request, project: str) -> HttpResponse:
        rows = lookups.sources(request).filter(project=lookups.project(request, project))
        if part := self.query.get("q"):
            rows = rows.filter(name__icontains=part)
        return self.page(rows, lambda found: [encode(SourceOut(row).data) for row in found])

    @operation(
        "Make a source; a document that names a new one makes it too",
        name="source_create",
        scope=Scope.MANAGE,
        body=SourceIn,
        answers={201: SourceOut},
    )
    def post(self, request: Request, project: str) -> HttpResponse:
        found = lookups.project(request, project)
        made = sources.create_source(by=self.user, project=found, **self.body())
        made.refresh_from_db()
        return self.single(SourceOut(made).data, 201, location=address_of("source", made.pk))


class Source(Resource):
    @operation("A source", name="source", answers={200: SourceOut})
    def get(self, request: Request, source: UUID) -> HttpResponse:
        return self.single(SourceOut(lookups.source(request, source)).data)

    @operation(
        "Change a source's name or reliability",
        name="source_change",
        scope=Scope.MANAGE,
        body=SourceIn,
        answers={200: SourceOut},
        if_match=IF_MATCH,
    )
    def patch(self, request: Request, source: UUID) -> HttpResponse:
        found = lookups.source(request, source)
        given = self.body(partial=True)
        check_can_edit_source(self.user, found.project)
        self.matched(SourceOut(found).data)
        changed = sources.change_source(by=self.user, source=found, version=found.version, **given)
        return self.single(SourceOut(changed).data)
