"""The workbench in a real browser, served by this process, signed in without the form."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.testcases import _StaticFilesHandler
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from annotator.accounts.models import User

type Opened = Callable[..., Page]


@pytest.fixture(scope="session")
def live_server(static_files: None) -> Iterator[LiveServer]:
    """Serves the collected static files too: pages name them by their hashes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", _StaticFilesHandler)
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture
def open_as(live_server: LiveServer, browser: Browser) -> Iterator[Opened]:
    """`open_as(cast.ada, "/documents/…/", width=390)` is a page of a browser of its own. No script may fail there."""
    contexts, failures = [], []

    def opened(user: "User", address: str, *, width: int = 1440, height: int = 900, **options: Any) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert failures == []
