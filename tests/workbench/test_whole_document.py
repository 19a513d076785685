"""A whole document worked through, from sign-in to hand-in: once by keys, once by the accessibility tree alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotator.annotations.models import Tag, TagState
from annotator.documents.models import Assignment
from annotator.review import assigning
from tests.cast import PASSWORD, Cast

SAID = "The water board said the pump stopped at 04:20."
BANG = "Two neighbours heard a bang an hour earlier 👩‍👩‍👧."
CABLE = "Someone may have cut the cable."
DENIED = "there was a bang"


@pytest.fixture
def page(cast: Cast, live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """A browser in which nobody has signed in; Ada has a document to read, and a password."""
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    assigning.assign(by=cast.cleo, documents=[cast.document], analysts=[cast.ada])
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def handed_in(cast: Cast) -> bool:
    return Assignment.objects.get(document=cast.document, analyst=cast.ada).handed_in_at is not None


def claims(cast: Cast) -> dict[str, str]:
    """What the database holds: quote and status of each live tag."""
    live = Tag.objects.filter(document=cast.document, state=TagState.SUBMITTED).select_related("span")
    return {tag.span.exact: tag.status for tag in live}


def saved(page: Page, number: int) -> None:
    expect(page.get_by_text(f"{number} saved", exact=True)).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus, as many times as a person would bear."""
    for _ in range(30):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


def step_to(page: Page, quote: str) -> None:
    """Step down by sentence until the quote is selected."""
    for _ in range(9):
        if page.evaluate("() => String(getSelection())") == quote:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no step leads to {quote}")


def test_by_keyboard_alone(cast: Cast, page: Page) -> None:
    press, write = page.keyboard.press, page.keyboard.type
    page.goto("/accounts/login/")
    tab_to(page, page.locator("[name=login]"))
    write("ada")
    press("Tab")
    write(PASSWORD)
    press("Enter")
    tab_to(page, page.get_by_role("link", name="Go on: 1 document to read"))
    press("Enter")
    tab_to(page, page.get_by_role("button", name="Next document"))
    press("Enter")
    tab_to(page, page.locator("#text"))

    step_to(page, SAID)
    press("1")
    saved(page, 1)
    press("t")
    write("By which clock?")
    press("Control+Enter")
    expect(page.locator(".card[data-version] [data-note]")).to_have_text("By which clock?")
    expect(page.locator("#text")).to_be_focused()
    step_to(page, BANG)
    press("2")
    step_to(page, CABLE)
    press("3")
    press("ArrowDown")
    press("c")  # without “The board denies that”
    press("2")
    saved(page, 4)
    assert claims(cast) == {SAID: "sourced", BANG: "disputed", CABLE: "speculative", DENIED: "disputed"}

    press("z")
    saved(page, 3)
    press("Shift+Z")
    saved(page, 4)
    press("p")
    press("Delete")
    saved(page, 3)
    assert claims(cast) == {SAID: "sourced", BANG: "disputed", DENIED: "disputed"}
    press("h")
    expect(page.get_by_role("button", name="Hand in and open the next")).to_be_focused()
    press("Enter")
    expect(page.get_by_text("All done here")).to_be_visible()
    assert handed_in(cast)
    assert Tag.objects.get(span__exact=SAID).note == "By which clock?"


def test_by_the_accessibility_tree_alone(cast: Cast, page: Page) -> None:
    def push(name: str, within: Page | Locator = page, *, exact: bool = True) -> None:
        within.get_by_role("button", name=name, exact=exact).click()

    page.goto("/accounts/login/")
    page.get_by_role("textbox", name=re.compile("Username")).fill("ada")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    push("Sign in")
    page.get_by_role("link", name="Go on: 1 document to read").click()
    push("Next document")

    text = page.get_by_role("group", name="Text of the document")
    bar = page.get_by_role("toolbar", name="Mark the selection")
    said = page.get_by_role("contentinfo").get_by_role("status")
    cards = page.get_by_role("region", name="My claims in this document")
    expect(text.get_by_role("paragraph")).to_have_count(4)

    def mark(quote: str, status: str) -> None:
        """Step until the live region reads the quote out, then press the status's button."""
        heard = page.get_by_text(f"Selected: {quote}", exact=True)
        for _ in range(9):
            if heard.count():
                break
            push("Next sentence")
        expect(heard).to_have_count(1)
        push(status, bar)
        expect(said).to_have_text(f"Marked as {status.lower()}.")

    mark(SAID, "Sourced")
    expect(text).to_match_aria_snapshot(f'- paragraph:\n  - mark: "sourced: {SAID}"')
    mark(BANG, "Disputed")
    mark(CABLE, "Speculative")
    saved(page, 3)
    expect(cards.get_by_role("listitem")).to_have_count(3)
    first = cards.get_by_role("listitem").filter(has_text=SAID)
    push(SAID, first)
    push("Add note", first)
    first.get_by_role("textbox", name="Note").fill("By which clock?")
    push("Save note", first)
    expect(first.get_by_text("By which clock?")).to_be_visible()
    push("Undo", page.get_by_role("contentinfo"), exact=False)
    expect(first.get_by_text("By which clock?")).to_have_count(0)
    push("Next claim")
    expect(page.get_by_text(re.compile(rf"^Disputed:\s*{re.escape(BANG)}$"))).to_have_count(1)
    push("Retract", cards.get_by_role("listitem").filter(has_text=BANG))
    expect(said).to_have_text("Retracted.")
    saved(page, 2)
    assert claims(cast) == {SAID: "sourced", CABLE: "speculative"}
    push("Hand in", page.get_by_role("banner"))
    push("Hand in", page.get_by_role("dialog", name="Hand in this document?"))
    expect(page.get_by_role("heading", name="All done here")).to_be_visible()
    assert handed_in(cast)
