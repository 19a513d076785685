"""A browser for the walk through all pages, in light colours and as wide as a laptop."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.access.axe import AXE
from tests.access.served import Served
from tests.access.world import World, make_world
from tests.cast import Cast


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture
def served(db: None, browser: Browser) -> Iterator[Served]:
    """A tab of someone who is not signed in; reduced motion spares the waiting for what moves."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 860}, color_scheme="light", reduced_motion="reduce"
    )
    context.add_init_script(path=AXE)
    yield Served(context, Client())
    context.close()
