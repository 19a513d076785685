"""One running program for the journeys, and browsers signed in to it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from annotator.local import paths
from tests.journey.program import Program


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    """Annotator, started by its own command with the demo project."""
    with tempfile.TemporaryDirectory(prefix="annotator journey ") as folder:
        running = Program(Path(folder) / "home")
        try:
            running.start()
            yield running
        finally:
            running.stop()
            shutil.rmtree(paths.run_dir(running.home), ignore_errors=True)


@pytest.fixture
def signed_in(program: Program, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A page of a browser of its own, signed in through the form as a demo user."""
    contexts = []

    def sign_in(name: str) -> Page:
        context = browser.new_context(base_url=program.url, viewport={"width": 1440, "height": 960})
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", program.users[name]["password"])
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{program.url}/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
