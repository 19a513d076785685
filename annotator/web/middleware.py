"""Refusals of actions become answers, pages speak the reader's language, and addresses without their final slash are
sent on as they came."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from annotator.lib import outage
from annotator.lib.refusals import Refusal
from annotator.web.errors import answer

log = logging.getLogger(__name__)
FOR_PROGRAMS = ("/api/", "/w3c/", "/ns/", "/health/", "/metrics")


class RefusalMiddleware:
    """A Refusal that no view took care of is answered with its status and its sentence.

    So is a value that PostgreSQL can not take, such as a NUL in an address: the request's fault, not ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            allowed, response = response["Allow"], answer(request, HTTPStatus.METHOD_NOT_ALLOWED)
            response["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):
            return answer(request, 400)
        if outage.sentence(exception):
            log.warning("The database did not do what was asked", exc_info=exception)
            response = answer(request, 503)
            response["Retry-After"] = outage.RETRY_AFTER
            return response
        if not isinstance(exception, Refusal):
            return None
        errors = [{"field": exception.field, "code": exception.code, "detail": exception.detail}]
        return answer(request, exception.status, exception.detail, errors=errors, **exception.extra)


class LanguageMiddleware(LocaleMiddleware):
    """Pages are in the language that was chosen, else in one that the browser asks for; programs are told English."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith(FOR_PROGRAMS):
            translation.activate(settings.LANGUAGE_CODE)
        else:
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(FOR_PROGRAMS):
            return response
        return super().process_response(request, response)


class SameRequest(HttpResponsePermanentRedirect):
    """308: the client sends the same method and body again, where after a 301 many would only read."""

    status_code = 308


class SlashMiddleware(CommonMiddleware):
    response_redirect_class = SameRequest
