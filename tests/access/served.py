"""Pages in a browser without a server: each request goes to Django's test client, in the test's own transaction."""

from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import override
from playwright.sync_api import BrowserContext, Page, Request, Route

ADDRESS = "http://localhost"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PASSED_ON = ("content-type", "x-csrftoken", "accept", "if-match", "if-none-match")


class Served:
    """A tab whose requests are those of `client`; choose another client to be someone else."""

    def __init__(self, context: BrowserContext, client: Client) -> None:
        self.client = client
        self._here = copy_context()  # the test's database connection; Playwright calls us from elsewhere
        context.route(ADDRESS + "/**", self._answer)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)

    def open(self, address: str, language: str = "en") -> Page:
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        self.page.goto(ADDRESS + address)
        if language == "en" and "/documents/" in address:  # some of it comes after the page
            self.page.wait_for_load_state("networkidle")
        return self.page

    def _answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith(settings.STATIC_URL):
            file = Path(settings.STATIC_ROOT) / parts.path.removeprefix(settings.STATIC_URL)
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
            return
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        response = self._here.run(self._asked, route.request, path)
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        route.fulfill(status=response.status_code, headers=headers, body=response.content)

    def _asked(self, request: Request, path: str) -> HttpResponse:
        """The answer at the end of all redirects: for those a browser would not ask us again but the network."""
        from annotator.web.errors import answer

        if path.startswith("/error/"):
            with override(self.client.cookies[settings.LANGUAGE_COOKIE_NAME].value):
                return answer(RequestFactory().get(path), int(path.removeprefix("/error/")))
        headers = {name: value for name, value in request.headers.items() if name in PASSED_ON}
        kind = headers.pop("content-type", "application/octet-stream")
        ask: Callable[..., HttpResponse] = self.client.generic
        response = ask(request.method, path, request.post_data_buffer or b"", kind, headers=headers)
        while response.has_header("Location"):
            response = self.client.get(response["Location"])
        return response
