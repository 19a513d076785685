"""What an operation takes and gives: said once, read by the view at work and by the OpenAPI schema."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import BaseSerializer, Serializer

from annotator.accounts.models import Scope
from annotator.api import retries
from annotator.api.problems import MEDIA_TYPE
from annotator.api.serializers.problem import ProblemOut

type Answer = type[BaseSerializer[Any]] | BaseSerializer[Any] | OpenApiResponse | OpenApiTypes | None
type Answers = Mapping[int | tuple[int, str], Answer]

WRITES = {"post", "put", "patch", "delete"}
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag of what you read"
)
IF_MATCH_OPTIONAL = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="ETag of what you read; needed for a change"
)
IDEMPOTENCY_KEY = OpenApiParameter(
    retries.HEADER,
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.HEADER,
    description="your name for this request: sent again under it, it is done once and answered the same",
)


@dataclass(frozen=True)
class Operation:
    """One verb of one resource."""

    scope: str
    query: type[Serializer[Any]] | None
    body: type[Serializer[Any]] | None


def operation[F: Callable[..., Any]](
    summary: str,
    *,
    name: str,
    answers: Answers,
    scope: str = Scope.READ,
    query: type[Serializer[Any]] | None = None,
    body: type[Serializer[Any]] | None = None,
    many: bool = False,
    media: Mapping[str, type[Serializer[Any]]] | None = None,
    if_match: OpenApiParameter | None = None,
) -> Callable[[F], F]:
    """Declare a view's method: the scope a token needs, its query, its body (`many`: a list of them; `media`:
    bodies that are no JSON, which the view reads), its answers."""
    request = body(many=True) if body and many else media or body

    def decorate(function: F) -> F:
        writes = function.__name__ in WRITES
        parameters: list[Any] = [one for one in (query, if_match, IDEMPOTENCY_KEY if writes else None) if one]
        statuses = _problems(writes, bool(body or media), if_match)
        method = retries.once(function) if writes else function
        method.operation = Operation(scope, query, body)  # type: ignore[attr-defined]
        described: F = extend_schema(
            operation_id=name,
            summary=summary,
            description=f"{summary}. A token needs the scope `{scope}`.",
            parameters=parameters,
            request=request,
            responses={**answers, **{(status, MEDIA_TYPE): ProblemOut for status in statuses}},
        )(method)
        return described

    return decorate


def _problems(writes: bool, has_body: bool, if_match: OpenApiParameter | None) -> list[int]:
    conditional = [412, 428] if if_match else []
    writing = [409, 422] if writes else []
    return sorted([400, 401, 403, 404, 406, *writing, *([411, 413, 415] if has_body else []), *conditional])
