"""Error pages: what went wrong and what to do, in words; JSON for requests that asked for it."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop

TITLES = {
    400: gettext_noop("Not understood"),
    403: gettext_noop("Not allowed"),
    404: gettext_noop("Not found"),
    405: gettext_noop("Not to be opened like this"),
    413: gettext_noop("Too large"),
    429: gettext_noop("Too many requests"),
    500: gettext_noop("Something broke"),
    503: gettext_noop("Busy just now"),
}
SENTENCES = {
    400: gettext_noop("This request could not be understood."),
    403: gettext_noop("You may not do this."),
    404: gettext_noop("There is no such page, or it is not for you to see."),
    405: gettext_noop("This address takes what a form sends; it is no page of its own."),
    413: gettext_noop("This is more than can be sent at once."),
    429: gettext_noop("There were too many requests from here in a short time."),
    500: gettext_noop("Something broke on our side. Nothing that was saved is lost."),
    503: gettext_noop("This can not be done just now."),
}
CSRF = gettext_noop("This page was open too long, or cookies are off: reload it and try again.")
ADVICE = {
    400: gettext_noop("Go back and try again. If you came by a link, the link may be broken."),
    403: gettext_noop("Ask a supervisor of the project if you think that you should."),
    404: gettext_noop("Check the address, or look for it from your projects."),
    405: gettext_noop("Go back to the page where the button was."),
    413: gettext_noop("Send smaller files, or fewer at a time."),
    429: gettext_noop("Wait a minute, then try again. Nothing that was saved is lost."),
    500: gettext_noop(
        "Try again in a moment. If it goes on, tell who runs this install what you did, and when."
    ),
    503: gettext_noop("Wait a moment, then try again. Nothing that was saved is lost."),
}


def answer(request: HttpRequest, status: int, detail: str = "", **extra: Any) -> HttpResponse:
    """The error as a page, or as application/problem+json where the request sent or wants JSON."""
    detail = gettext(detail or SENTENCES.get(status, " "))
    title = HTTPStatus(status).phrase
    if wants_json(request):
        if status == HTTPStatus.BAD_REQUEST:
            extra.setdefault("errors", [{"field": "", "code": "bad_request", "detail": detail}])
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    context = {"status": status, "title": gettext(TITLES.get(status, title)), "detail": detail}
    context["advice"] = gettext(ADVICE.get(status, " "))
    # When something broke, the database may be what broke: the page must not ask it who is signed in.
    page = render_to_string("pages/error.html", context, None if status >= 500 else request)
    return HttpResponse(page, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Programs get JSON: the API by its path, our own scripts by what they send or accept."""
    json_sent = request.content_type == "application/json"
    api = request.path == "/api" or request.path.startswith(("/api/", "/w3c/"))
    return api or json_sent or "json" in request.headers.get("Accept", "")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Who asks too often; the sign-in library calls it by its name in the root urls."""
    return answer(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403, CSRF)
