"""Error pages: what went wrong and what to do, in words; JSON for requests that asked for it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

SENTENCES = {
    400: "This request could not be understood.",
    403: "You may not do this.",
    404: "There is no such page, or it is not for you to see.",
    500: "Something broke on our side. Nothing that was saved is lost.",
}


def answer(request: HttpRequest, status: int, detail: str = "", **extra: Any) -> HttpResponse:
    """The error as a page, or as application/problem+json where the request sent or wants JSON."""
    detail = detail or SENTENCES.get(status, "")
    title = HTTPStatus(status).phrase
    if wants_json(request):
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    context = {"status": status, "title": title, "detail": detail}
    # When something broke, the database may be what broke: the page must not ask it who is signed in.
    page = render_to_string("pages/error.html", context, None if status >= 500 else request)
    return HttpResponse(page, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Programs get JSON: the API by its path, our own scripts by what they send or accept."""
    json_sent = request.content_type == "application/json"
    api = request.path == "/api" or request.path.startswith("/api/")
    return api or json_sent or "json" in request.headers.get("Accept", "")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403, "This page was open too long, or cookies are off: reload it and try again.")
