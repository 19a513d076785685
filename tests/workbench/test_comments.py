"""Comments in a real browser: by keyboard, with a mention, on another's mark, and without a network."""

import re

from playwright.sync_api import Page, expect

from annotator.annotations import commenting
from annotator.annotations.models import Comment, Mention
from tests.access.axe import faults
from tests.cast import Cast, fresh
from tests.workbench.conftest import Opened

QUOTE = "the pump stopped at 04:20"


def bench(cast: Cast) -> str:
    return f"/documents/{cast.document.pk}/"


def to_claim(page: Page) -> None:
    page.locator("#text").focus()
    page.keyboard.press("n")


def test_a_claim_is_talked_about_by_keyboard_and_whom_it_mentions_is_led_there(
    cast: Cast, open_as: Opened
) -> None:
    tag = cast.tag(cast.ada, QUOTE)
    page = open_as(cast.ada, bench(cast))
    to_claim(page)
    page.keyboard.press("r")
    field = page.locator(".card.on .talk > .say textarea")
    expect(field).to_be_focused()
    page.keyboard.type("Who was there? @C")
    expect(page.get_by_role("option", name="cleo")).to_have_attribute("aria-selected", "true")
    assert "\n".join(faults(page)) == ""
    page.keyboard.press("Enter")
    page.keyboard.type("knows.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card.on .talk article .at")).to_have_text("@cleo")
    expect(page.locator(".card.on [data-talks]")).to_have_text("One comment")
    assert Comment.objects.get().text == "Who was there? @cleo knows."
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#text")).to_be_focused()

    other = open_as(cast.cleo, "/mentions/")
    expect(other.get_by_role("link", name="1 new mention")).to_be_visible()
    assert "\n".join(faults(other)) == ""
    other.get_by_role("button", name="ada").first.click()
    expect(other).to_have_url(re.compile(f"#tag-{tag.pk}$"))
    expect(other.locator("[data-others] article")).to_contain_text("Who was there?")
    expect(other.get_by_role("link", name="new mention")).to_have_count(0)
    assert other.evaluate("String(getSelection())") == QUOTE
    other.locator("[data-others] summary", has_text="Reply").click()
    other.locator("[data-others] .answer textarea").fill("The neighbours were.")
    assert "\n".join(faults(other)) == ""
    other.locator("[data-others] .answer button").click()
    expect(other.locator("[data-others] .talk ol ol article")).to_contain_text("The neighbours were.")

    page.reload()
    to_claim(page)
    page.keyboard.press("r")
    expect(page.locator(".card.on [data-talks]")).to_have_text("2 comments")
    page.locator(".card.on [data-turn=retract] button").click()
    expect(page.locator(".card.on .talk")).to_contain_text("You took this comment back.")
    page.locator(".card.on [data-turn=restore] button").click()
    expect(page.locator(".card.on .talk article .at")).to_have_text("@cleo")


def test_what_is_being_written_outlives_a_new_card_from_another_tab(cast: Cast, open_as: Opened) -> None:
    cast.tag(cast.ada, QUOTE)
    page = open_as(cast.ada, bench(cast))
    to_claim(page)
    page.keyboard.press("r")
    field = page.locator(".card:not([hidden]) .talk > .say textarea")
    expect(field).to_be_focused()
    page.keyboard.type("Who was here?")
    for _ in "here?":
        page.keyboard.press("ArrowLeft")

    other = page.context.new_page()
    other.goto(bench(cast))
    to_claim(other)
    other.keyboard.press("2")
    expect(page.locator(".card[data-version][data-status=disputed]")).to_have_count(1)
    expect(field).to_be_focused()
    page.keyboard.type("t")
    expect(field).to_have_value("Who was there?")

    page.locator(".card:not([hidden]) [data-change=speculative]").click()
    expect(page.locator(".card[data-version][data-status=speculative]:not([hidden])")).to_have_count(1)
    expect(field).to_have_value("Who was there?")


def test_without_a_network_a_comment_waits_outlives_the_page_and_arrives_once(
    cast: Cast, open_as: Opened
) -> None:
    cast.tag(cast.ada, QUOTE)
    page = open_as(cast.ada, bench(cast))
    page.route("**/comments/**", lambda route: route.abort())
    to_claim(page)
    page.keyboard.press("r")
    expect(page.locator(".card.on .talk")).to_contain_text("can not be read now")
    page.keyboard.type("Written in a tunnel.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card.on .talk .waiting")).to_contain_text("Written in a tunnel.")
    page.reload()
    expect(page.locator("[data-stray] .waiting")).to_contain_text("Written in a tunnel.")
    expect(page.locator("[data-saved]")).to_contain_text("1 waiting")
    assert "\n".join(faults(page)) == ""
    assert not Comment.objects.exists()
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    # A request of a moment ago, which nobody answers any more, is given up after half a minute, and sent again.
    expect(page.locator("[data-stray]")).to_be_hidden(timeout=45_000)
    expect(page.locator(".card [data-talks]")).to_have_text("One comment")
    assert Comment.objects.get().text == "Written in a tunnel."


def test_a_comment_that_is_refused_is_kept_with_its_reason(cast: Cast, open_as: Opened) -> None:
    from annotator.documents import actions

    cast.tag(cast.ada, QUOTE)
    page = open_as(cast.cleo, bench(cast))
    page.locator("mark").first.click()
    expect(page.locator("[data-others] .card")).to_be_visible()
    actions.withdraw(by=cast.cleo, document=fresh(cast.document))
    page.locator("[data-others] .say textarea").fill("Too late.")
    page.locator("[data-others] .say button").first.click()
    row = page.locator("[data-others] .waiting.refused")
    expect(row).to_contain_text("withdrawn")
    actions.restore(by=cast.cleo, document=fresh(cast.document))
    row.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-others] article")).to_contain_text("Too late.")


def test_a_click_on_anothers_mark_shows_it_and_in_a_blind_document_there_is_none(
    cast: Cast, open_as: Opened
) -> None:
    tag = cast.tag(cast.ben, QUOTE, note="Two heard it.")
    commenting.comment(by=cast.ben, tag=tag, text="<b>Bold</b> & @ada")
    cast.tag(cast.ada, "a bang")
    page = open_as(cast.ada, bench(cast))
    page.locator("mark", has_text=QUOTE).click()
    card = page.locator("[data-others] .card")
    expect(card).to_contain_text("Two heard it.")
    expect(card.locator("article")).to_contain_text("<b>Bold</b> & @ada")
    card.locator(".talk > .say textarea").fill("Half a thou")
    commenting.comment(by=cast.cleo, tag=tag, text="Arrived meanwhile.")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(card.locator("article")).to_have_count(2)
    expect(card.locator("[data-talks]")).to_have_text("2 comments")
    expect(card.locator(".talk > .say textarea")).to_have_value("Half a thou")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("[data-others]")).to_be_hidden()
    page.locator("mark", has_text=QUOTE).dblclick()
    page.keyboard.press("r")
    expect(card.locator(".talk > .say textarea")).to_be_focused()
    cast.settings(blind=True, coders_per_document=2)
    assert page.request.get(f"{bench(cast)}others/?tag={tag.pk}").text().strip() == ""
    assert page.request.get(f"{bench(cast)}tags/{tag.pk}/comments/").status == 404
    page.goto("/mentions/")
    expect(page.locator("main")).to_contain_text("Nobody has mentioned you yet")
    assert Mention.objects.count() == 1
