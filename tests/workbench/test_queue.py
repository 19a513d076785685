"""Document after document in a real browser: by keyboard, with what could say more, and nothing handed in too early."""

import re

from playwright.sync_api import Page, expect

from annotator.documents.models import Assignment
from annotator.review import actions, assigning
from tests.access.axe import faults
from tests.cast import Cast, fresh
from tests.workbench.conftest import Opened

WAITING = "the pump stopped at 04:20"


def to_hand_in(page: Page) -> None:
    page.wait_for_load_state()  # keys act when the scripts are there
    page.locator("#text").focus()
    page.keyboard.press("h")


def test_from_hand_in_to_hand_in_by_keyboard_until_all_is_done(cast: Cast, open_as: Opened) -> None:
    second = cast.text("Second")
    assigning.assign(by=cast.cleo, documents=[cast.document, second], analysts=[cast.ada])
    cast.tag(cast.ada, WAITING, "disputed")
    cast.tag(cast.ada, "Someone may have cut the cable", "speculative")
    page = open_as(cast.ada, f"/projects/{cast.project.slug}/")
    expect(page.locator("#queue")).to_contain_text("0 of 2 handed in")
    page.get_by_role("button", name="Next document").click()
    expect(page).to_have_url(re.compile(str(cast.document.pk)))
    to_hand_in(page)
    loose = page.locator("#handin .loose li")
    expect(loose).to_have_count(2)
    assert "\n".join(faults(page)) == ""
    loose.nth(1).get_by_role("button").click()
    expect(page.locator("#handin")).to_be_hidden()
    expect(page.locator(".card.on")).to_contain_text("Someone may have cut the cable")
    page.keyboard.press("h")
    expect(page.get_by_role("button", name="Hand in and open the next")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(str(second.pk)))
    expect(page.locator(".message")).to_contain_text("Handed in")
    expect(page.locator(".bar .far")).to_have_text("1 of 2 handed in")
    to_hand_in(page)
    expect(page.get_by_role("button", name="Hand in and open the next")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#queue")).to_contain_text("All done here")
    expect(page.locator("#queue")).to_contain_text("You handed in all 2 documents")
    page.get_by_text("Take a hand-in back").click()
    assert "\n".join(faults(page)) == ""
    page.get_by_role("button", name=re.compile("^Reopen Second")).click()
    expect(page).to_have_url(re.compile(str(second.pk)))
    assert Assignment.objects.filter(handed_in_at=None).get().document == second


def test_nothing_is_handed_in_while_a_write_waits(cast: Cast, open_as: Opened) -> None:
    page = open_as(cast.ada, f"/documents/{cast.document.pk}/")
    page.route("**/tags/**", lambda route: route.abort())
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("h")
    page.get_by_role("button", name="Hand in", exact=True).last.click()
    expect(page.locator("[data-unsent]")).to_contain_text("One change has not reached the server yet")
    assert not Assignment.objects.exists()
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    page.get_by_role("button", name="Hand in", exact=True).last.click()
    expect(page).to_have_url(re.compile(f"/projects/{cast.project.slug}/"))
    assert Assignment.objects.get().handed_in_at


def test_afterwards_one_sees_what_was_decided_and_why(cast: Cast, open_as: Opened) -> None:
    cast.tag(cast.ada, WAITING, "speculative")
    stood = cast.tag(cast.ada, "a bang", "disputed")
    document = cast.hand_in(cast.ada)
    for item in document.review_items.all():
        if item.members.filter(tag=stood).exists():
            actions.decide(by=cast.cleo, item=item, accept=stood)
        else:
            actions.decide(by=cast.cleo, item=item, status="sourced", reason="The board is named.")
    page = open_as(cast.ada, f"/projects/{cast.project.slug}/")
    page.get_by_role("link", name="1 of your claims was decided differently").click()
    expect(page.locator("main .card")).to_have_count(1)
    expect(page.locator("main .card")).to_contain_text("The board is named.")
    assert "\n".join(faults(page)) == ""
    page.locator("main .card a.quote").click()
    on = page.locator(".card.on")
    expect(on).to_contain_text("Decided differently")
    expect(on.locator(".ruling")).to_contain_text("cleo")
    page.get_by_role("button", name="Decided 2").click()
    expect(page.locator(".card .ruling:visible")).to_have_count(2)
    assert "\n".join(faults(page)) == ""
    expect(page.locator(".card[data-ruling=stood]")).to_contain_text("Yours stood")
    assert fresh(cast.document).state == "decided"
