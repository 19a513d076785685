"""Whether the program answers, whether it can work, and its figures for Prometheus."""

import os
from pathlib import Path
from secrets import compare_digest

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from annotator.web.condition import CHECKS, metrics_text


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when all parts work, else 503; either way each part with `ok` or what is wrong with it."""
    checks = {name: check() or "ok" for name, check in CHECKS.items()}
    good = all(found == "ok" for found in checks.values())
    body = {"status": "ok" if good else "not ready", "checks": checks}
    return JsonResponse(body, status=200 if good else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For a signed-in member of staff, or with METRICS_TOKEN as a bearer token; for others there is no such page."""
    sent, token = request.headers.get("Authorization", ""), metrics_token()
    by_token = bool(token) and compare_digest(sent.encode(), f"Bearer {token}".encode())
    if not by_token and not (request.user.is_authenticated and request.user.is_staff):
        raise Http404("There is no such page, or it is not for you to see.")
    return HttpResponse(metrics_text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def metrics_token() -> str:
    """METRICS_TOKEN, or what the file named by METRICS_TOKEN_FILE holds; empty where neither is set."""
    if file := os.environ.get("METRICS_TOKEN_FILE"):
        return Path(file).read_text("utf-8").strip()
    return os.environ.get("METRICS_TOKEN", "")
