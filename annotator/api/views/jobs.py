"""Background work."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.api import lookups
from annotator.api.operations import operation
from annotator.api.resource import Resource, address_of
from annotator.api.serializers.releases import JobOut
from annotator.jobs import actions as jobs
from annotator.jobs.models import Job as Row


class Job(Resource):
    @operation("A job and how far it is", name="job", answers={200: JobOut})
    def get(self, request: Request, job: UUID) -> HttpResponse:
        return self.single(job_of(lookups.job(request, job)))

    @operation("Cancel a job", name="job_cancel", scope=Scope.MANAGE, answers={200: JobOut})
    def delete(self, request: Request, job: UUID) -> HttpResponse:
        cancelled = jobs.cancel(by=self.user, job=lookups.job(request, job))
        return self.single(job_of(cancelled))


def job_of(row: Row) -> dict[str, Any]:
    """A job; what it makes is named by its address."""
    key = row.result.get("release")
    address = {"release": address_of("release", key)} if key else {}
    row.shown_result = {**row.result, **address}  # type: ignore[attr-defined]
    return dict(JobOut(row).data)
