"""The outbox keeps what the server has not acknowledged, in order, for one person, through reload and other tabs."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.scripts.conftest import Open

MAKE = """async (user) => {
  const { Outbox, uuid } = await import("/js/outbox.js");
  window.changes = 0;
  window.box = new Outbox(user, () => { window.changes++; });
  window.uuid = uuid;
  window.put = (tag, op = "put") => box.add({ tag, op, document: "d", url: `/documents/d/tags/${tag}/`, body: null });
}"""
TAGS = "() => box.items().map((item) => [item.tag, item.op, item.refused?.status ?? null])"
NEXT = "() => box.next()?.tag ?? null"
REFUSE = "(tag) => box.refuse(box.items().find((one) => one.tag === tag), { status: 422, detail: 'no' })"


@pytest.fixture
def page(open_page: Open) -> Page:
    return made(open_page("Text."), "ada")


def made(page: Page, user: str) -> Page:
    page.evaluate(MAKE, user)
    return page


def tags(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate(TAGS)
    return found


def test_what_waits_survives_a_reload_in_the_order_it_was_made(page: Page) -> None:
    page.evaluate("() => { put('b'); put('a'); put('b', 'retract'); }")
    page.reload()
    made(page, "ada")
    assert tags(page) == [["b", "put", None], ["a", "put", None], ["b", "retract", None]]


def test_two_people_at_one_machine_do_not_share_it(page: Page, open_page: Open) -> None:
    page.evaluate("() => put('a')")
    assert tags(made(open_page("Text."), "ben")) == []


def test_another_tab_sees_and_keeps_what_this_one_adds(page: Page, open_page: Open) -> None:
    other = made(open_page("Text."), "ada")
    page.evaluate("() => put('a')")
    other.evaluate("() => put('b')")
    page.wait_for_function("() => changes > 1")
    assert [tag for tag, *_ in tags(page)] == [tag for tag, *_ in tags(other)] == ["a", "b"]


def test_what_was_refused_holds_back_its_own_tag_alone(page: Page) -> None:
    page.evaluate("() => { put('a'); put('a', 'retract'); put('b'); }")
    page.evaluate(REFUSE, "a")
    assert page.evaluate(NEXT) == "b"


def test_trying_again_sends_a_refused_write_in_its_old_place(page: Page) -> None:
    page.evaluate("() => { put('a'); put('b'); }")
    page.evaluate(REFUSE, "a")
    page.evaluate("() => box.retry('a')")
    assert page.evaluate(NEXT) == "a"
    assert tags(page) == [["a", "put", None], ["b", "put", None]]


def test_discarding_drops_everything_on_that_tag(page: Page) -> None:
    page.evaluate("() => { put('a'); put('b'); put('a', 'retract'); box.discard('a'); }")
    assert tags(page) == [["b", "put", None]]


def test_a_browser_that_stores_nothing_keeps_it_while_the_page_is_open(page: Page) -> None:
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; put('a'); }"
    )
    assert tags(page) == [["a", "put", None]]
    assert page.evaluate("() => box.safe") is False


def test_a_full_storage_gives_up_steps_of_undo_and_never_a_write(page: Page) -> None:
    page.evaluate("""() => {
      localStorage.setItem("annotator.steps.ada.d", "x".repeat(5000));
      const fill = (size) => {
        try { for (let n = 0; ; n++) localStorage.setItem(`${size} ${n}`, "x".repeat(size)); } catch {}
      };
      [500000, 1000, 10].forEach(fill);
      put("a");
    }""")
    assert page.evaluate("() => [box.safe, localStorage.getItem('annotator.steps.ada.d')]") == [True, None]
    page.evaluate("() => { for (let n = 0; n < 30; n++) put(`b${n}`); }")
    assert page.evaluate("() => box.safe") is False
    assert len(tags(page)) == 31
    page.evaluate("() => { for (const item of box.items().slice(0, 20)) box.remove(item); }")
    assert page.evaluate("() => [box.safe, box.items().length]") == [True, 11]


def test_changes_that_wait_for_each_other_are_based_on_each_other_s_answers(page: Page) -> None:
    page.evaluate("() => { box.base('a', 4); put('a'); put('a'); put('b'); box.refuse(box.items()[2], {}); }")
    assert page.evaluate("() => [box.base('a', 4), box.base('c', 4)]") == [None, 4]
    page.evaluate("() => box.stored(box.next(), 5)")
    assert page.evaluate("() => [box.next().tag, box.next().version]") == ["a", 5]
    page.evaluate("() => box.stored(box.next(), 6)")
    assert page.evaluate("() => [box.next(), box.base('a', 4)]") == [None, 6]


def test_a_comment_that_was_refused_holds_back_no_change_of_its_tag(page: Page) -> None:
    page.evaluate("() => { put('a', 'comment'); put('a'); box.refuse(box.items()[0], { status: 422 }); }")
    assert page.evaluate("() => box.next().op") == "put"


def test_what_a_crash_took_from_the_storage_comes_back_from_the_second_copy(page: Page) -> None:
    page.evaluate("() => { put('a'); put('b'); box.remove(box.items()[0]); }")
    page.wait_for_function(
        """async () => (await (await import("/js/journal.js")).noted("annotator.outbox.ada.")).length === 1"""
    )
    page.evaluate("() => localStorage.clear()")
    page.reload()
    made(page, "ada")
    page.evaluate("() => box.ready")
    assert tags(page) == [["b", "put", None]]


def test_ids_are_made_also_where_the_page_has_no_tls(page: Page) -> None:
    page.evaluate("() => { crypto.randomUUID = undefined; }")
    assert page.evaluate(
        "() => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid())"
    )
