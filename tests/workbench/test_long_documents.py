"""A document with more claims than the list beside it shows: keys reach each, find finds each, the minimap has each."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from annotator.annotations import actions
from annotator.documents.models import Document
from tests.cast import Cast
from tests.workbench.conftest import Opened
from tests.workbench.hand import drag, newest, select

LINES = 45
# What the row for more asks for; keys ask from before all ids of a place.
ROW = re.compile(r"/cards/\?after=\d+\.(?!0000)")


@pytest.fixture
def document(cast: Cast) -> Document:
    """A claim in each line; the page begins with the cards of the first 25."""
    text = "\n".join(
        f"On day {n:02} the café at lock {n:02} was shut, a NAÏVE clerk wrote." for n in range(LINES)
    )
    document = cast.text(text=text)
    places = [(at, at + 40) for at in (text.index(f"the café at lock {n:02}") for n in range(LINES))]
    items = [
        {
            "start": start,
            "end": end,
            "exact": text[start:end],
            "status": ["sourced", "disputed", "speculative"][n % 3],
        }
        for n, (start, end) in enumerate(places)
    ]
    actions.tag_many(by=cast.ada, document=document, items=items)
    return document


@pytest.fixture
def page(cast: Cast, document: Document, open_as: Opened) -> Page:
    """The rest of the list never comes by itself, as with thousands of claims."""
    page = open_as(cast.ada, "/")
    page.route("**/cards/?after=*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(f"/documents/{document.pk}/")
    page.unroute_all()
    return page


def at(page: Page, line: int) -> None:
    page.wait_for_function("n => String(getSelection()).includes(`lock ${n}`)", arg=f"{line:02}")


def test_keys_reach_every_claim(page: Page) -> None:
    expect(page.locator(".card[data-version]")).to_have_count(25)
    step_beyond_the_list(page)
    select(page, "On day 00")
    page.keyboard.press("p")
    at(page, LINES - 1)
    page.keyboard.press("n")
    at(page, 0)
    in_reading_order(page)


def step_beyond_the_list(page: Page) -> None:
    select(page, "On day 38")
    page.keyboard.press("n")
    at(page, 38)
    page.keyboard.press("n")
    at(page, 39)
    select(page, "On day 35")
    page.keyboard.press("p")
    at(page, 34)


def in_reading_order(page: Page) -> None:
    starts = page.locator(".card").evaluate_all("cards => cards.map(card => Number(card.dataset.start))")
    assert starts == sorted(starts)


def test_the_rest_of_the_list_comes_around_what_keys_reached(page: Page) -> None:
    asked: list[Route] = []

    def held(route: Route) -> None:
        asked.append(route)

    page.route(ROW, held)
    select(page, "On day 42")
    page.keyboard.press("1")
    expect(page.locator("[data-saved]")).to_have_text(f"{LINES + 1} saved")
    step_beyond_the_list(page)
    in_reading_order(page)
    page.locator("[data-more]").scroll_into_view_if_needed()
    until = time.monotonic() + 10
    while not asked:
        assert time.monotonic() < until
        page.wait_for_timeout(20)
    asked.pop().continue_()
    expect(page.locator(".card[data-version]")).to_have_count(LINES + 1)
    expect(page.locator("[data-more]")).to_have_count(0)
    in_reading_order(page)


def test_find_folds_letters_and_leaves_its_hit_to_be_marked(page: Page, document: Document) -> None:
    page.locator("#text").focus()
    page.keyboard.press("/")
    page.keyboard.type("naive CLERK")
    hits = page.locator("[data-find] [role=status]")
    expect(hits).to_have_text(f"1 of {LINES}")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    expect(hits).to_have_text(f"2 of {LINES}")
    assert page.evaluate("() => CSS.highlights.get('found').size") <= LINES
    assert page.evaluate("() => [...CSS.highlights.get('found-on')].map(String)") == ["NAÏVE clerk"]
    page.keyboard.press("Escape")
    expect(page.locator("[data-find]")).to_be_hidden()
    expect(page.locator("#pick")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("[data-saved]")).to_have_text(f"{LINES + 1} saved")
    span = newest(document).span
    assert (span.start, span.exact) == (document.text.index("NAÏVE", 70), "NAÏVE clerk")
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("no such words")
    expect(hits).to_have_text("Nothing found")


def test_the_minimap_shows_claims_and_leads_to_them(page: Page) -> None:
    strip = page.locator("[data-minimap]")
    for lane in "sdp":
        expect(strip.locator(f"path.{lane}")).to_have_attribute(
            "d", re.compile(r"^(M[\d.]+ [\d.]+V[\d.]+)+$")
        )
    box = strip.bounding_box()
    assert box
    page.mouse.click(box["x"] + 9, box["y"] + box["height"] - 4)
    page.wait_for_function("() => document.querySelector('.stage').scrollTop > 100")
    assert strip.get_attribute("aria-hidden") == "true"


def test_a_drag_near_an_edge_keeps_the_text_in_its_place(page: Page) -> None:
    drag(page, "lock 10 was shut", let_go=False)
    page.wait_for_timeout(400)  # a browser that scrolls under a drag does so on a timer
    page.mouse.up()
    expect(page.locator("#pick")).to_be_visible()
    assert page.evaluate("String(getSelection())") == "lock 10 was shut"
    assert page.locator(".stage").evaluate("stage => stage.scrollTop") == 0
