"""What members say about a tag."""

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import Scope
from annotator.annotations import commenting
from annotator.api import lookups
from annotator.api.operations import IF_MATCH, operation
from annotator.api.renderers import encode
from annotator.api.resource import Resource, address_of
from annotator.api.serializers.comments import CommentIn, CommentOut
from annotator.api.serializers.fields import PageQuery, page_of


class Comments(Resource):
    @operation("Comments on a tag", name="comments", query=PageQuery, answers={200: page_of(CommentOut)})
    def get(self, request: Request, tag: UUID) -> HttpResponse:
        rows = lookups.comments(request, lookups.tag(request, tag)).live()
        return self.page(rows, lambda found: [encode(CommentOut(row).data) for row in found])

    @operation(
        "Comment on a tag",
        name="comment_create",
        scope=Scope.WRITE,
        body=CommentIn,
        answers={201: CommentOut},
    )
    def post(self, request: Request, tag: UUID) -> HttpResponse:
        found = lookups.tag(request, tag)
        given = self.body()
        given["key"] = given.pop("id", None)
        made, _ = commenting.comment(by=self.user, tag=found, **given)
        return self.single(CommentOut(made).data, 201, location=address_of("comment", tag, made.pk))


class Comment(Resource):
    @operation("A comment", name="comment", answers={200: CommentOut})
    def get(self, request: Request, tag: UUID, comment: UUID) -> HttpResponse:
        rows = lookups.comments(request, lookups.tag(request, tag)).live()
        return self.single(CommentOut(rows.filter(pk=comment).first() or lookups.missing()).data)

    @operation(
        "Retract a comment of your own",
        name="comment_retract",
        scope=Scope.WRITE,
        answers={204: None},
        if_match=IF_MATCH,
    )
    def delete(self, request: Request, tag: UUID, comment: UUID) -> HttpResponse:
        rows = lookups.comments(request, lookups.tag(request, tag))
        found = rows.filter(pk=comment).first() or lookups.missing()
        commenting.check_may_retract(self.user, found)
        if found.retracted_at is None:
            self.matched(CommentOut(found).data)
            commenting.retract_comment(by=self.user, comment=found)
        return HttpResponse(status=204)
