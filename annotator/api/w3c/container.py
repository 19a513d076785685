"""The container of a project's annotations, and its pages (Web Annotation Protocol 4 and 5.1).

`?iris=1` is the container whose pages hold IRIs, `?iris=0` the one whose pages hold whole annotations; an answer is
named by one of them. A page is embedded only where Prefer asks for it, else `first` and `last` are IRIs.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.annotations.models import Tag
from annotator.annotations.tally import Total, total_for
from annotator.api import lookups
from annotator.api.operations import operation
from annotator.api.w3c import creating, leaves, prefer, terms, written
from annotator.api.w3c.frame import LinkedData
from annotator.permissions import check_can_tag
from annotator.projects.models import Project

type Json = dict[str, Any]

LINK = (
    '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", '
    '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'
)


class ContainerQuery(serializers.Serializer[Any]):
    iris = serializers.ChoiceField(["0", "1"], required=False)
    page = serializers.CharField(required=False, max_length=300)


@dataclass(frozen=True)
class Contents:
    """What one reader sees of a container, by pages of IRIs or of whole annotations."""

    project: Project
    key: str  # of the project, as the address has it
    tags: QuerySet[Tag]
    total: Total
    iris: bool

    @property
    def id(self) -> str:
        return f"{terms.container(self.key)}?iris={self.iris:d}"

    def address(self, page: str) -> str:
        return f"{self.id}&{urlencode({'page': page})}"

    @property
    def about(self) -> Json:
        """What a page repeats of its container."""
        modified = self.total.moved_at or self.project.created_at
        return {"id": self.id, "total": self.total.live, "modified": written.moment(modified)}

    def page(self, name: str) -> Json:
        """One page, without its context. Raises Missing for one that is empty."""
        leaf = leaves.leaf(self.tags, name, leaves.size_of(self.total.live))
        found: Json = {
            "id": self.address(name),
            "type": "AnnotationPage",
            "partOf": self.about,
            "items": self._items(leaf.keys),
        }
        beside = {"next": leaf.next, "prev": leaf.prev}
        return found | {name: self.address(page) for name, page in beside.items() if page}

    def _items(self, keys: list[UUID]) -> list[Any]:
        if self.iris:
            return written.ids(keys, self.key)
        return written.annotations(Tag.objects.filter(pk__in=keys), self.key)

    def whole(self, *, embedded: bool) -> Json:
        """The container itself; with its first page where that is wished for and there is one."""
        found: Json = {
            "@context": [terms.ANNO, terms.LDP],
            "type": ["BasicContainer", "AnnotationCollection"],
            "label": f"Annotations of {self.project.name}",
            **self.about,
        }
        if self.total.live:
            found["first"] = self.page(leaves.FIRST) if embedded else self.address(leaves.FIRST)
            found["last"] = self.address(leaves.last(self.tags, self.total.live))
        return found


class Container(LinkedData):
    link = LINK
    vary = ["Prefer"]

    @operation("The annotations of a project", name="w3c_container", query=ContainerQuery, answers={})
    def get(self, request: Request, project: str) -> HttpResponse:
        if self.is_page:
            contents = self.contents(project, iris=self.query.get("iris") == "1")
            return self.named({"@context": terms.ANNO, **contents.page(self.query["page"])})
        wishes = prefer.wishes(request.headers.get("Prefer", ""))
        iris = prefer.IRIS in wishes or (self.query.get("iris") == "1" and prefer.DESCRIPTIONS not in wishes)
        embedded = bool(wishes) and prefer.MINIMAL not in wishes
        answer = self.named(self.contents(project, iris=iris).whole(embedded=embedded))
        if wishes:
            answer["Preference-Applied"] = "return=representation"
        return answer

    @operation("Make an annotation", name="w3c_create", scope=Scope.WRITE, query=ContainerQuery, answers={})
    def post(self, request: Request, project: str) -> HttpResponse:
        if self.is_page:
            raise MethodNotAllowed("POST")
        found = lookups.project(request, project)
        check_can_tag(self.user, found)
        key = creating.create(request, found)
        address = terms.annotation(project, key)
        return self.single(written.annotation(key, project), 201, location=address)

    def contents(self, key: str, *, iris: bool) -> Contents:
        project = lookups.project(self.request, key)
        tags = lookups.tags(self.request).filter(document__project=project).live()  # type: ignore[attr-defined]
        return Contents(project, key, tags, total_for(self.user, project), iris)

    def named(self, found: Json) -> HttpResponse:
        """The answer says which resource it is a representation of."""
        answer = self.single(found)
        answer["Content-Location"] = found["id"]
        return answer

    @cached_property
    def is_page(self) -> bool:
        return "page" in self.request.query_params

    @property
    def allowed_methods(self) -> list[str]:
        """To a page nothing can be added."""
        found = super().allowed_methods
        return [method for method in found if method != "POST"] if self.is_page else found

    def always(self) -> dict[str, str]:
        if self.is_page:
            return {}
        accepted = f"{terms.CONTENT_TYPE}, {terms.MEDIA_TYPE}, application/json"
        return {"Link": LINK, "Accept-Post": accepted}
