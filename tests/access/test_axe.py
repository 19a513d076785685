"""No page, in no state, has a fault that axe knows: light and dark, in English and Arabic, wide and narrow."""

from collections.abc import Iterator
from typing import Any

from allauth.account.urls import urlpatterns as of_the_library
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error as PlaywrightError

from annotator.web.urls import urlpatterns
from tests.access.axe import faults, said
from tests.access.served import Served
from tests.access.states import State, states
from tests.access.world import World

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
OF_THE_LAYOUT = (
    "color-contrast",
    "target-size",
    "scrollable-region-focusable",
)  # the others do not change with it
FIRST_RUN = "first_run"  # there is none in a world with people; it has a test of its own below


def signed_in(user: Any) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def shown(served: Served, state: State, language: str) -> list[str]:
    """Bring the page into the state; what stood in the way."""
    served.client = signed_in(state.user)
    served.page.set_viewport_size(WIDE)
    try:
        state.act(served.open(state.address, language))
    except PlaywrightError as error:
        return [str(error)[:300]]
    return []


def test_no_page_has_a_fault_in_light_and_dark_wide_and_narrow(served: Served, world: World) -> None:
    found = {}
    for state in states(world):
        found[state.name] = shown(served, state, "en") + faults(served.page)
        served.page.emulate_media(color_scheme="dark")
        found[f"{state.name}, dark"] = faults(served.page, "color-contrast")
        served.page.emulate_media(color_scheme="light")
        served.page.set_viewport_size(NARROW)
        found[f"{state.name}, narrow"] = faults(served.page, *OF_THE_LAYOUT)
    assert not said(found)


def test_no_page_has_a_fault_in_arabic(served: Served, world: World) -> None:
    found = {}
    for state in states(world):
        found[state.name] = shown(served, state, "ar") + faults(served.page)
        english = state.name in {"docs", "vocabulary"}  # about what programs read
        assert served.page.evaluate("document.dir") == ("ltr" if english else "rtl"), state.name
    assert not said(found)


def test_the_first_page_of_an_empty_install_has_no_fault(served: Served) -> None:
    served.open("/first-run/")
    served.page.locator("button.primary").click()
    assert faults(served.page) == []
    served.page.set_viewport_size(NARROW)
    assert faults(served.page) == []


def test_no_page_was_left_out(world: World) -> None:
    """Whatever answers a supervisor or an analyst with a whole page is a state above."""
    walked = {state.name.split()[0] for state in states(world)} | {FIRST_RUN}
    readers = [signed_in(user) for user in (world.cast.cleo, world.cast.ada, None)]
    left_out = set()
    for name, address in addresses(world):
        for client in readers:
            response = client.get(address)
            if response.status_code == 200 and not response.streaming and b"<html" in response.content:
                left_out |= {name} - walked
    assert left_out == set()


def addresses(world: World) -> Iterator[tuple[str, str]]:
    known = {"slug": world.cast.project.slug, "key": world.cast.document.pk, "username": "ada", "number": 2}
    known |= {"tag": world.cast.document.tags.first().pk, "name": "x", "uidb36": "1"}
    for pattern in [*urlpatterns, *of_the_library]:
        if not hasattr(pattern, "name"):
            continue
        names = pattern.pattern.regex.groupindex
        arguments = {name: known.get(name, world.cast.document.pk) for name in names}
        yield pattern.name, reverse(pattern.name, kwargs=arguments)
