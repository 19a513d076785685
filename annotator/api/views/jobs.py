"""Background work."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.api import lookups
from annotator.api.authentication import check_scope
from annotator.api.operations import operation
from annotator.api.renderers import encode
from annotator.api.resource import JSON, Resource, address_of
from annotator.api.serializers.releases import JobOut
from annotator.jobs import actions as jobs
from annotator.jobs import importing
from annotator.jobs.models import Job as Row


class Job(Resource):
    @operation("A job and how far it is", name="job", answers={200: JobOut})
    def get(self, request: Request, job: UUID) -> HttpResponse:
        return self.single(job_of(lookups.job(request, job)))

    @operation(
        "Cancel a job; an import keeps what it has captured. For any but one's own import the scope is `manage`",
        name="job_cancel",
        scope=Scope.WRITE,
        answers={200: JobOut},
    )
    def delete(self, request: Request, job: UUID) -> HttpResponse:
        found = lookups.job(request, job)
        if found.kind != importing.KIND or found.created_by_id != self.user.pk:
            check_scope(request, Scope.MANAGE)
        return self.single(job_of(jobs.cancel(by=self.user, job=found)))


def accepted(job: Row) -> HttpResponse:
    """202 with the job that does what was asked for."""
    job.refresh_from_db()
    headers = {"Location": address_of("job", job.pk)}
    return HttpResponse(encode(job_of(job)), status=202, content_type=JSON, headers=headers)


def job_of(row: Row) -> dict[str, Any]:
    """A job; what it makes is named by its address."""
    if row.kind == importing.KIND:
        address = {"url": address_of("documents", row.project_id)}
    else:
        address = {"release": address_of("release", row.result["release"])}
    row.shown_result = {**row.result, **address}  # type: ignore[attr-defined]
    return dict(JobOut(row).data)
