"""Releases and their files."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.api import lookups, ranges
from annotator.api.headers import ACCEPT_RANGES, CONTENT_RANGE, IF_RANGE, RANGE
from annotator.api.operations import operation
from annotator.api.renderers import BytesRenderer, encode
from annotator.api.resource import Resource, address_of
from annotator.api.serializers.fields import page_of
from annotator.api.serializers.releases import JobOut, ReleaseIn, ReleaseOut, ReleaseQuery
from annotator.api.views.jobs import accepted
from annotator.jobs import actions as jobs
from annotator.releases import files
from annotator.releases.models import Release as Row


class Releases(Resource):
    @operation(
        "Releases of a project", name="releases", query=ReleaseQuery, answers={200: page_of(ReleaseOut)}
    )
    def get(self, request: Request, project: str) -> HttpResponse:
        rows = lookups.releases(request).filter(project=lookups.project(request, project))
        return self.page(rows, lambda found: [encode(release_of(row)) for row in found])

    @operation(
        "Make a release: answers with the job that makes it",
        name="release_create",
        scope=Scope.MANAGE,
        body=ReleaseIn,
        answers={202: JobOut},
    )
    def post(self, request: Request, project: str) -> HttpResponse:
        found = lookups.project(request, project)
        _, job = jobs.request_release(by=self.user, project=found, **self.body())
        return accepted(job)


class Release(Resource):
    @operation("A release with its manifest", name="release", answers={200: ReleaseOut})
    def get(self, request: Request, release: UUID) -> HttpResponse:
        return self.single(release_of(lookups.release(request, release)))


class ReleaseFile(Resource):
    renderer_classes = [BytesRenderer]

    @operation(
        "A file of a release; Range requests work",
        name="release_file",
        answers={(200, "*/*"): OpenApiTypes.BINARY, (206, "*/*"): OpenApiTypes.BINARY},
        more=(RANGE, IF_RANGE, CONTENT_RANGE, ACCEPT_RANGES),
        etag=True,
        also=(416,),
    )
    def get(self, request: Request, release: UUID, name: str) -> HttpResponseBase:
        found = lookups.release(request, release)
        content = files.open_file(found, name)
        return ranges.answer(request, content, name, etag=ranges.etag(content, hashes(found).get(name)))


def release_of(row: Row) -> dict[str, Any]:
    """A release with the addresses of its files."""
    known = {file["name"]: file for file in (row.manifest or {}).get("files", [])}
    row.address = address_of("release", row.pk)  # type: ignore[attr-defined]
    row.shown_files = [  # type: ignore[attr-defined]
        {
            "name": name,
            "size": known.get(name, {}).get("size"),
            "sha256": known.get(name, {}).get("sha256"),
            "url": address_of("release_file", row.pk, name),
        }
        for name in files.names_of(row)
    ]
    return dict(ReleaseOut(row).data)


def hashes(row: Row) -> dict[str, str]:
    return {file["name"]: file["sha256"] for file in (row.manifest or {}).get("files", [])}
