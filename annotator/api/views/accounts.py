"""Who am I, and the tokens of my programs."""

from types import SimpleNamespace
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from annotator.accounts.models import ApiToken
from annotator.api import lookups
from annotator.api.operations import operation
from annotator.api.renderers import encode
from annotator.api.resource import Resource, address_of
from annotator.api.serializers.accounts import MeOut, NewTokenOut, TokenIn, TokenOut, TokenQuery
from annotator.api.serializers.fields import page_of
from annotator.projects import tokens
from annotator.projects.models import Project


class Me(Resource):
    @operation("Who the token or session belongs to", name="me", answers={200: MeOut})
    def get(self, request: Request) -> HttpResponse:
        me = self.user
        projects = lookups.within(request, Project.objects.visible_to(me), "pk").order_by("pk")
        shown = SimpleNamespace(
            id=me.pk, username=me.username, shown_name=me.shown_name, email=me.email, is_staff=me.is_staff,
            projects=list(projects),
        )  # fmt: skip
        return self.single(MeOut(shown).data)


class Tokens(Resource):
    @operation("My live tokens", name="tokens", query=TokenQuery, answers={200: page_of(TokenOut)})
    def get(self, request: Request) -> HttpResponse:
        return self.page(live(request), lambda rows: [encode(TokenOut(row).data) for row in rows])

    @operation("Make a token", name="token_create", body=TokenIn, answers={201: NewTokenOut})
    def post(self, request: Request) -> HttpResponse:
        given = self.body()
        key = given.pop("project", None)
        project = lookups.project(request, key) if key else None
        token, secret = tokens.issue_token(by=self.user, project=project, under=self.token, **given)
        token.refresh_from_db()
        answer = {**TokenOut(token).data, "token": secret}
        return self.secret(answer, location=address_of("token", token.pk))


class Token(Resource):
    @operation("One of my tokens", name="token", answers={200: TokenOut})
    def get(self, request: Request, token: UUID) -> HttpResponse:
        return self.single(TokenOut(live(request).filter(pk=token).first() or lookups.missing()).data)

    @operation("Revoke a token", name="token_revoke", answers={204: None})
    def delete(self, request: Request, token: UUID) -> HttpResponse:
        found = live(request).filter(pk=token).first() or lookups.missing()
        tokens.revoke_token(by=self.user, token=found, under=self.token)
        return HttpResponse(status=204)


def live(request: Request) -> QuerySet[ApiToken]:
    rows = ApiToken.objects.live().filter(user=lookups.user_of(request))
    return lookups.within(request, rows, "project_id")
