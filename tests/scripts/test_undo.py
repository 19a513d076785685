"""Steps of undo: kept through a reload, shared by tabs, several writes in one, bounded."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.scripts.conftest import Open

MAKE = """async () => {
  const { History } = await import("/js/undo.js");
  window.told = null;
  window.steps = new History("annotator.steps.ada.d", (any) => { window.told = any; });
  const write = (tag, op) => ({ tag, op, body: null });
  window.did = (tag) => steps.did(write(tag, "retract"), write(tag, "restore"));
  window.taken = (way) => steps.take(way)?.[way].map((one) => one.tag) ?? null;
}"""


@pytest.fixture
def page(open_page: Open) -> Page:
    return made(open_page("Text."))


def made(page: Page) -> Page:
    page.evaluate(MAKE)
    return page


def taken(page: Page, way: str) -> Any:
    return page.evaluate("(way) => taken(way)", way)


def test_the_last_step_is_taken_back_first_also_after_a_reload(page: Page) -> None:
    page.evaluate("() => { did('a'); did('b'); }")
    page.reload()
    made(page)
    assert [taken(page, "undo"), taken(page, "undo"), taken(page, "undo")] == [["b"], ["a"], None]


def test_what_is_done_in_one_group_is_one_step_taken_back_in_reverse(page: Page) -> None:
    page.evaluate(
        "() => { did('a'); steps.group(() => { did('b'); steps.group(() => did('c')); did('d'); }); }"
    )
    assert [taken(page, "undo"), taken(page, "undo")] == [["d", "c", "b"], ["a"]]
    page.evaluate("() => steps.group(() => {})")
    assert taken(page, "undo") is None


def test_something_new_ends_what_could_be_done_again(page: Page) -> None:
    page.evaluate("() => { did('a'); const step = steps.take('undo'); steps.lay('redo', step); }")
    assert page.evaluate("() => told") == {"undo": False, "redo": True}
    page.evaluate("() => did('b')")
    assert page.evaluate("() => told") == {"undo": True, "redo": False}


def test_tabs_share_the_steps(page: Page, open_page: Open) -> None:
    other = made(open_page("Text."))
    page.evaluate("() => did('a')")
    other.wait_for_function("() => told?.undo")
    assert taken(other, "undo") == ["a"]
    page.wait_for_function("() => told && !told.undo")


def test_the_oldest_step_goes_when_there_are_more_than_two_hundred(page: Page) -> None:
    page.evaluate("() => { for (let n = 0; n < 205; n++) did(String(n)); }")
    left = page.evaluate(
        "() => { const all = []; for (let one; (one = taken('undo')); ) all.push(one[0]); return all; }"
    )
    assert (len(left), left[-1]) == (200, "5")


def test_a_browser_that_stores_nothing_keeps_them_while_the_page_is_open(page: Page) -> None:
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new Error('shut'); }; did('a'); did('b'); }"
    )
    assert [taken(page, "undo"), taken(page, "undo")] == [["b"], ["a"]]
