import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page

from tests.anchoring.unicode_cases import FIXTURE

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=100, database=None)
settings.load_profile("repeatable")

CASES = json.loads(FIXTURE.read_text(encoding="ascii"))


@pytest.fixture(params=CASES, ids=[case["name"] for case in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One case of the shared Unicode fixture."""
    found: dict[str, Any] = request.param
    return found


@pytest.fixture(scope="module")
def blank_page(browser: Browser) -> Iterator[Page]:
    """A page of a real browser, for a module's tests one after the other; it needs no server."""
    page = browser.new_page()
    yield page
    page.close()
