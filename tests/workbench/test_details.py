"""What explains a mark, by keys: attribution, the other passage, modality; all details as a form, offline too."""

import time
from typing import Any

from playwright.sync_api import Page, expect

from annotator.annotations.models import Tag
from tests.cast import Cast
from tests.workbench.conftest import Opened

BOARD = "The water board said the pump stopped at 04:20."
BANG = "Two neighbours heard a bang an hour earlier 👩‍👩‍👧."
CABLE = "Someone may have cut the cable."
DENIAL = "The board denies that there was a bang."
ELSEWHERE = "The log of the pump shows a bang at 03:20."


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def to_sentence(page: Page, sentence: str) -> None:
    """Step down until the sentence is the selection, as its reading-out says."""
    for _ in range(12):
        press(page, "ArrowDown")
        if sentence in page.locator("[data-selected]").inner_text():
            return
    raise AssertionError(f"not reached: {sentence}")


def settled(page: Page) -> None:
    """All that was written has arrived."""
    expect(page.locator(".card.wait")).to_have_count(0)
    unsent = "() => Object.keys(localStorage).some((key) => key.startsWith('annotator.outbox.'))"
    until = time.monotonic() + 10
    while page.evaluate(unsent):  # the page's own policy forbids Playwright to look from inside
        assert time.monotonic() < until, page.evaluate("() => Object.values(localStorage)")
        page.wait_for_timeout(20)


def stored(page: Page, quote: str) -> Tag:
    settled(page)
    return Tag.objects.get(span__exact=quote)


def cites(tag: Tag) -> list[tuple[str, str]]:
    rows = tag.evidence.filter(withdrawn_at=None).select_related("span")
    return [(row.stance, row.span.exact if row.span else row.url) for row in rows]


def attributed(tag: Tag) -> tuple[Any, ...]:
    return tag.attribution_kind, tag.attribution_to, tag.attribution_via


def test_each_status_is_explained_by_keys_alone(cast: Cast, open_as: Opened) -> None:
    page = open_as(cast.ada, f"/documents/{cast.document.pk}/")
    bar = page.locator("#pick")

    to_sentence(page, BOARD)
    press(page, "1")
    expect(bar.get_by_text("Attribution", exact=False).first).to_be_visible()
    expect(bar.locator("[data-mark=sourced]")).to_be_hidden()
    press(page, "a", "2")
    page.keyboard.type("a harbour official")
    press(page, "Tab")
    page.keyboard.type("a radio station")
    press(page, "Enter")
    assert attributed(stored(page, BOARD)) == ("anonymous", "a harbour official", "a radio station")
    expect(page.locator(".card .filled")).to_have_text("anonymous: a harbour official, via a radio station")
    press(page, "2")  # a status key still changes the status, and takes no detail away
    found = stored(page, BOARD)
    assert (found.status, attributed(found)[0]) == ("disputed", "anonymous")
    press(page, "z")
    assert stored(page, BOARD).status == "sourced"

    to_sentence(page, BANG)
    press(page, "2", "x")
    expect(page.locator("[data-citing]")).to_contain_text("Select the passage that contradicts it")
    to_sentence(page, DENIAL)
    press(page, "x")
    expect(bar).to_contain_text("Mark the other side disputed too")
    press(page, "x")
    assert cites(stored(page, BANG)) == [("contradicts", DENIAL)]
    assert (stored(page, DENIAL).status, cites(stored(page, DENIAL))) == ("disputed", [("contradicts", BANG)])
    page.locator(".card", has_text=CABLE).wait_for(state="detached")
    page.locator(".card", has_text=BANG).first.get_by_role("button", name=DENIAL).click()
    assert DENIAL in page.locator("[data-selected]").inner_text()

    page.locator("#text").focus()
    press(page, "ArrowUp", "3", "m", "1")
    found = stored(page, CABLE)
    assert (found.status, found.modality, found.attribution_kind) == ("speculative", "asserted", "none")
    press(page, "m", "2")  # no bare assertion any more: that nobody stands behind it goes along
    found = stored(page, CABLE)
    assert (found.modality, found.attribution_kind) == ("hedged", None)
    press(page, "z")
    found = stored(page, CABLE)
    assert (found.modality, found.attribution_kind) == ("asserted", "none")
    press(page, "Escape", "ArrowDown")
    expect(bar.locator("[data-mark=sourced]")).to_be_visible()


def test_all_details_are_filled_in_offline_kept_as_a_draft_and_undone(cast: Cast, open_as: Opened) -> None:
    cast.settings(details=["labels", "credibility", "likelihood", "facts"], labels=["pumps", "noise"])
    kept = cast.tag(
        cast.ada, BOARD, confidence="low", attribution={"kind": "named"}
    )  # not shown in this project: it stays
    page = open_as(cast.ada, f"/documents/{cast.document.pk}/")
    to_sentence(page, BOARD)
    page.context.set_offline(True)
    press(page, "d")
    form = page.locator(".details-form")
    expect(form.locator("[name=confidence]")).to_have_count(0)
    form.locator("[name=attribution]").select_option("document")
    expect(form.locator("[name=kind]")).to_have_value("figure")
    form.locator("[name=credibility]").select_option("6")
    form.locator("[name=likelihood]").select_option("very likely")
    form.get_by_label("pumps").check()
    form.locator("[name=labels]").fill("hours, clocks")
    form.locator("[name=as_written]").fill("04:20")
    form.locator("[name=kind]").select_option("date")
    form.locator("[name=url]").fill("no address")
    press(page, "Control+Enter")
    expect(form).to_be_visible()  # the browser asks for a web address
    form.locator("[name=url]").fill("https://example.org/log")
    press(page, "Control+Enter")
    draft = page.locator(".card.wait .filled")
    lines = ["a document", "Credibility: 6 – can not be judged", "Likelihood: very likely (80–95 %)",
             "Labels: pumps, hours, clocks", "Date: 04:20", "Supported by https://example.org/log"]  # fmt: skip
    expect(draft.locator("li")).to_have_text(lines)
    page.context.set_offline(False)
    found = stored(page, BOARD)
    assert (found.attribution_kind, found.credibility, found.likelihood) == ("document", 6, "very likely")
    assert (found.labels, found.confidence) == (["pumps", "hours", "clocks"], "low")
    assert found.facts == [
        dict.fromkeys(("low", "high", "unit", "as_of", "precision")) | {"kind": "date", "as_written": "04:20"}
    ]
    assert cites(found) == [("supports", "https://example.org/log")]
    expect(page.locator(".card .filled li")).to_have_text(lines[:-1])
    expect(page.locator(".card .cited a")).to_have_attribute("rel", "noopener noreferrer nofollow")

    page.get_by_role("button", name="Cite this no longer").click()
    assert cites(stored(page, BOARD)) == []
    page.locator("#text").focus()
    press(page, "z", "z")
    found = stored(page, BOARD)
    assert (found.attribution_kind, found.credibility, found.labels, found.facts) == ("named", None, [], [])
    assert (found.pk, found.confidence, cites(found)) == (kept.pk, "low", [])


def test_a_passage_of_another_document_is_cited_from_there(cast: Cast, open_as: Opened) -> None:
    other = cast.text("Log", ELSEWHERE)
    cast.hand_in(cast.ada, document=other)  # to be read only, and cited all the same
    tag = cast.tag(cast.ada, BANG)
    page = open_as(cast.ada, f"/documents/{cast.document.pk}/")
    to_sentence(page, BANG)
    press(page, "x")
    page.get_by_role("button", name="In another document").click()
    page.get_by_role("searchbox", name="Title").fill("log")
    page.locator("#cite-elsewhere").get_by_role("link", name="Log").click()
    page.wait_for_url(f"**/documents/{other.pk}/**")
    banner = page.locator("[data-citing]")
    expect(banner).to_contain_text(BANG)
    expect(banner).to_contain_text(cast.document.title)
    press(page, "x")
    expect(page.locator("[data-said]")).to_have_text("Select the passage first.")
    page.locator("#text p", has_text=ELSEWHERE).click(click_count=3)
    page.get_by_role("button", name="Contradicts", exact=True).click()
    expect(banner).to_contain_text("the passage that contradicts it")
    page.locator("#pick").get_by_role("button", name="Cite").click()
    expect(banner).to_contain_text("Cited for")
    settled(page)
    assert cites(tag) == [("contradicts", ELSEWHERE)]
    span = tag.evidence.get().span
    assert span
    assert (span.document_id, span.made_by) == (other.pk, cast.ada)
    banner.get_by_role("link", name="Back to it").click()
    page.wait_for_url(f"**/documents/{cast.document.pk}/**")
    expect(page.locator(".card .cited")).to_contain_text("Log")
    expect(page.locator("[data-citing]")).to_be_hidden()
    press(page, "z")  # the step is of this document's claim
    settled(page)
    assert cites(tag) == []


def test_the_other_side_that_is_a_claim_already_is_changed(cast: Cast, open_as: Opened) -> None:
    cast.tag(cast.ada, BANG, "disputed", modality="hedged")
    other = cast.tag(cast.ada, DENIAL, "sourced", note="on the record")
    page = open_as(cast.ada, f"/documents/{cast.document.pk}/")
    to_sentence(page, BANG)
    press(page, "x", "n", "x", "x")
    found = stored(page, DENIAL)
    assert (found.pk, found.status, found.note) == (other.pk, "disputed", "on the record")
    assert cites(found) == [("contradicts", BANG)]
    assert cites(stored(page, BANG)) == [("contradicts", DENIAL)]
    press(page, "z")
    assert (stored(page, DENIAL).status, cites(found)) == ("sourced", [])
    press(page, "x", "Escape", "2")  # Escape leaves citing: the status key is about the claim again
    assert stored(page, DENIAL).status == "disputed"
