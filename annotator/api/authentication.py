"""Who asks: a program by its token, or a browser by its session; and whether its token's scopes allow the operation."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from rest_framework import authentication, exceptions
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from annotator.accounts.actions import token_from
from annotator.accounts.limits import wait_for
from annotator.accounts.models import ApiToken, User
from annotator.api.problems import Problem
from annotator.lib.refusals import Forbidden

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from annotator.api.resource import Resource


UNKNOWN = "This token is unknown, revoked or expired."


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_from(secret.strip())
        if token is None:
            raise exceptions.AuthenticationFailed(UNKNOWN)
        limit = settings.API_RATE_LIMIT
        if limit and (seconds := wait_for(token.pk, limit)):
            detail = f"This token may ask {limit} times a minute: wait {seconds} s."
            raise Problem(429, detail, headers={"Retry-After": str(seconds)})
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's cookie, with CSRF."""


class HasScope(BasePermission):
    """Who asks is known, and where a token asks, it has the scope of the operation."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.user, User):
            return False
        if scope := cast("Resource", view).scope_of(request.method or ""):
            check_scope(request, scope)
        return True


def check_scope(request: Request, scope: str) -> None:
    """Raise Forbidden where a token asks that lacks the scope."""
    token: Any = request.auth
    if token is not None and scope not in token.scopes:
        raise Forbidden("scope", f"This token lacks the scope “{scope}”.")
