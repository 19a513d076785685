"""Many documents at once."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.api import lookups, uploads
from annotator.api.operations import operation
from annotator.api.resource import Resource
from annotator.api.serializers.documents import DocumentIn
from annotator.api.serializers.imports import FilesIn
from annotator.api.serializers.releases import JobOut
from annotator.api.views.jobs import accepted
from annotator.jobs import actions as jobs
from annotator.permissions import check_can_capture


class Imports(Resource):
    parser_classes = uploads.PARSERS

    @property
    def largest(self) -> int:
        return uploads.largest()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        uploads.check_length(request)  # before who asks: a session is asked for its token within the body
        super().initial(request, *args, **kwargs)

    @operation(
        "Capture the documents in files, or one a line: answers with the job that does it",
        name="import_create",
        scope=Scope.WRITE,
        media={"multipart/form-data": FilesIn, uploads.LINES: DocumentIn},
        answers={202: JobOut},
    )
    def post(self, request: Request, project: str) -> HttpResponse:
        found = lookups.project(request, project)
        check_can_capture(self.user, found)
        job = jobs.request_import(by=self.user, project=found, files=uploads.files_of(request))
        return accepted(job)
