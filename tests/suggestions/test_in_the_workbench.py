"""Suggestions in a real browser: stepped through, accepted, dismissed, switched off; nothing is stored of them."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, expect

from annotator.annotations.models import Tag
from tests.access.axe import faults
from tests.cast import Cast

TEXT = (
    "The mill at Oxley\n\n"
    "The mill lies on the river. It is old. People like it. The walls are thick.\n\n"
    "The mill board said the wheel broke at 04:20. Nobody saw it. The water was high. It was dark.\n\n"
    "The village slept. The miller denied that he was there. He did not say more. The cat was out.\n\n"
    "Rain fell. Twelve sacks may have been lost. The road is muddy. It will dry.\n\n"
    "The night was long. The river sang. There was a moon. The owls were quiet.\n"
)
BOARD, MILLER, SACKS = (
    "The mill board said the wheel broke at 04:20.",
    "The miller denied that he was there.",
    "Twelve sacks may have been lost.",
)


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """The program itself, with its own static files, on the test's database."""
    server = LiveServerThread("localhost", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://{server.host}:{server.port}"
    server.terminate()


@pytest.fixture
def page(address: str, cast: Cast, browser: Browser) -> Iterator[Page]:
    """Ada in the workbench, before a text with four suggestions."""
    client = Client()
    client.force_login(cast.ada)
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    page.goto(f"/documents/{cast.text(text=TEXT).pk}/")
    yield page
    context.close()


def selected(page: Page) -> str:
    return str(page.evaluate("getSelection().toString()"))


def painted(page: Page) -> list[str]:
    return list(page.evaluate("[...(CSS.highlights.get('suggestion') ?? [])].map(String).sort()"))


def test_an_analyst_steps_accepts_dismisses_and_switches_off(page: Page) -> None:
    left, said, chip = (
        page.locator("[data-open-suggestions]"),
        page.locator("[data-said]"),
        page.locator("[data-suggested]"),
    )
    expect(left).to_have_text("4")
    page.wait_for_function("() => CSS.highlights.get('suggestion')?.size === 4")
    assert Tag.objects.count() == 0

    page.keyboard.press("j")
    assert selected(page) == BOARD
    expect(said).to_have_text("Suggested: gives a figure, names a source")
    expect(chip).to_contain_text("Suggested: gives a figure, names a source")
    assert [fault for fault in faults(page) if "sugg" in fault or "pick" in fault] == []
    page.keyboard.press("Enter")
    assert selected(page) == "the wheel broke at 04:20"
    expect(chip).to_be_hidden()
    expect(page.locator("#pick [aria-pressed=true]")).to_have_count(0)
    page.keyboard.press("1")
    expect(left).to_have_text("3")
    page.wait_for_function("() => CSS.highlights.get('suggestion')?.size === 3")
    assert BOARD not in painted(page)

    page.keyboard.press("j")
    assert selected(page) == MILLER
    chip.get_by_role("button", name="Dismiss").click()
    assert selected(page) == SACKS
    expect(left).to_have_text("2")
    page.keyboard.press("Shift+J")
    expect(said).to_contain_text("Round again")
    page.keyboard.press("Shift+J")
    assert selected(page) == SACKS
    chip.get_by_role("button", name="Accept").click()
    expect(chip).to_be_hidden()
    assert selected(page) == SACKS.rstrip(".")

    page.reload()
    expect(left).to_have_text("2")
    page.get_by_role("button", name="Show dismissed again").click()
    expect(left).to_have_text("3")
    page.get_by_role("switch", name="Show").uncheck()
    page.wait_for_function("() => !CSS.highlights.has('suggestion')")
    page.reload()
    expect(page.get_by_role("switch", name="Show")).not_to_be_checked()
    page.locator("#text").focus()
    page.keyboard.press("j")
    expect(said).to_have_text("Suggestions are switched off.")
    page.get_by_role("switch", name="Show").check()
    expect(left).to_have_text("3")
    assert Tag.objects.count() == 1
