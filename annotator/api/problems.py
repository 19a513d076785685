"""Every error as RFC 9457 problem details: `type, title, status, detail`, and for 400 and 422 `errors`."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from rest_framework.exceptions import APIException, UnsupportedMediaType

from annotator.api.renderers import encode
from annotator.lib import outage
from annotator.lib.refusals import Refusal

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


class Problem(Exception):
    """A request that is refused by the protocol rather than by a rule of the domain."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers or {}


def handler(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's hook: the answer to an exception, or None where it is our own fault (500)."""
    match exception:
        case Problem():
            found = problem(exception.status, exception.detail, exception.errors, exception.headers)
        case Refusal():
            found = problem(exception.status, exception.detail, [error_of(exception)])
        case APIException():
            found = _of_framework(exception, context)
        case RequestDataTooBig() | TooManyFieldsSent() | TooManyFilesSent():
            found = problem(413, f"{exception} Send less at once, or a zip.")
        case MultiPartParserError():
            found = problem(400, str(exception), [_error("", "parse_error", str(exception))])
        case Http404():
            found = problem(404, "There is no such thing, or it is not for you to see.")
        case PermissionDenied():
            found = problem(403, "You may not do this.")
        case DataError():
            log.warning("Input that no field refused reached the database", exc_info=exception)
            detail = "The request holds a value that can not be stored."
            found = problem(400, detail, [_error("", "value", detail)])
        case _:
            return _of_outage(exception)
    return found


def problem(
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer itself."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(encode(body), status=status, content_type=MEDIA_TYPE, headers=headers)


def error_of(refusal: Refusal) -> dict[str, Any]:
    """A rule's refusal as one entry of `errors`: with what would be accepted, or what stands in the way."""
    extra = {name: value for name, value in refusal.extra.items() if value is not None}
    return {**_error(refusal.field, refusal.code, refusal.detail), **extra}


def _of_outage(exception: Exception) -> HttpResponse | None:
    sentence = outage.sentence(exception)
    if sentence is None:
        return None
    log.warning("The database did not do what was asked", exc_info=exception)
    return problem(503, sentence, headers={"Retry-After": outage.RETRY_AFTER})


def _of_framework(exception: APIException, context: Mapping[str, Any]) -> HttpResponse:
    headers = {}
    if authenticate := getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = authenticate
    if isinstance(exception, UnsupportedMediaType):
        headers["Accept"] = ", ".join(parser.media_type for parser in context["view"].parser_classes)
    detail, code = str(exception.detail), str(exception.get_codes())
    errors = [_error("", code, detail)] if exception.status_code == 400 else []
    return problem(exception.status_code, detail, errors, headers)


def _error(field: str, code: str, detail: str) -> dict[str, Any]:
    return {"field": field, "code": code, "detail": detail}
