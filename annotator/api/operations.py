"""What an operation takes and gives: said once, read by the view at work and by the OpenAPI schema."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, Serializer

from annotator.accounts.models import Scope
from annotator.api import headers, reading, retries
from annotator.api.headers import IF_MATCH, IF_MATCH_OPTIONAL
from annotator.api.problems import MEDIA_TYPE
from annotator.api.renderers import NDJSONRenderer
from annotator.api.serializers.problem import ProblemOut

__all__ = ["IF_MATCH", "IF_MATCH_OPTIONAL", "Operation", "operation"]

type Answer = type[BaseSerializer[Any]] | BaseSerializer[Any] | OpenApiResponse | OpenApiTypes | None
type Answers = Mapping[int | tuple[int, str], Answer]
type Query = type[Serializer[Any]] | None

WRITES = {"post", "put", "patch", "delete"}


@dataclass(frozen=True)
class Operation:
    """One verb of one resource."""

    name: str
    scope: str
    query: Query
    body: type[Serializer[Any]] | None
    if_match: OpenApiParameter | None


def operation[F: Callable[..., Any]](
    summary: str,
    *,
    name: str,
    answers: Answers,
    scope: str = Scope.READ,
    query: Query = None,
    body: type[Serializer[Any]] | None = None,
    many: bool = False,
    media: Mapping[str, type[Serializer[Any]]] | None = None,
    if_match: OpenApiParameter | None = None,
    more: Sequence[OpenApiParameter] = (),
    etag: bool | None = None,
    location: bool | None = None,
    also: Sequence[int] = (),
) -> Callable[[F], F]:
    """Declare a view's method: the scope a token needs, its query, its body (`many`: a list of them; `media`:
    bodies that are no JSON, which the view reads), its answers.

    `more` are further headers taken or answered, `also` further statuses of problems. `etag` and `location` say whether
    the answers carry them where `headers.of_answers` can not tell.
    """
    request = body(many=True) if body and many else media or body

    def decorate(function: F) -> F:
        reads, writes = function.__name__ == "get", function.__name__ in WRITES
        method = retries.once(function if request else _without_body(function)) if writes else function
        method.operation = Operation(name, scope, query, body, if_match)  # type: ignore[attr-defined]
        answered = list(headers.of_answers(answers, reads=reads, etag=etag, location=location))
        key = headers.IDEMPOTENCY_KEY if writes else None
        given = [one for one in (query, if_match, key, *more) if one]
        responses: dict[Any, Any] = dict(answers)
        if reads and any(one.name == "ETag" for one in answered):
            given.append(headers.IF_NONE_MATCH)
            responses[304] = None
        wrong = _problems(writes, bool(body or media), if_match, answers)
        responses |= {(status, MEDIA_TYPE): ProblemOut for status in sorted({*wrong, *also})}
        described: F = extend_schema(
            operation_id=name,
            summary=summary,
            description=f"{summary}. A token needs the scope `{scope}`.",
            parameters=[*given, *answered],
            request=request,
            responses=responses,
            extensions={"x-scope": str(scope)},
        )(method)
        return described

    return decorate


def _without_body[F: Callable[..., Any]](handler: F) -> F:
    """Let a method that declares no body refuse one, as a field that is unknown."""

    @functools.wraps(handler)
    def method(view: Any, request: Request, **keys: Any) -> Any:
        if view.describes_bodies:
            reading.read_nothing(request.body)
        return handler(view, request, **keys)

    return method  # type: ignore[return-value]


def _problems(writes: bool, has_body: bool, if_match: OpenApiParameter | None, answers: Answers) -> list[int]:
    conditional = [412, *([428] if if_match and if_match is not headers.IF_MATCH_JUDGED else [])]
    writing = [409, 422] if writes else []
    streaming = (
        [503]
        if any(isinstance(key, tuple) and key[1] == NDJSONRenderer.media_type for key in answers)
        else []
    )
    body = [411, 413, 415] if has_body else []
    return [400, 401, 403, 404, 406, 429, *writing, *body, *streaming, *(conditional if if_match else [])]
