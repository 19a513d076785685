"""Server dead, network off, answers lost, tab killed, session over, worker gone, two tabs, two people at one machine:
no draft is lost, none is doubled, and the page says each in words."""

import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser import ARGUMENTS, find
from tests.journey.program import Program
from tests.journey.reading import (
    BACK,
    SENTENCES,
    WAITS,
    card,
    document,
    mark,
    open_project,
    other_tab,
    processes_with,
    read,
    said,
    says,
    sign_in,
    sign_out,
    stored,
    without,
)

type SignIn = Callable[[str], Page]

SIGNED_OUT = "You are signed out here. What you marked is kept on this device."

# Asked after the writes to the journal, so answered when they are on the disk.
ON_DISK = """() => new Promise((done) => {
  const opening = indexedDB.open("annotator");
  opening.onsuccess = () => {
    const keys = opening.result.transaction("outbox").objectStore("outbox").getAllKeys();
    keys.onsuccess = () => done(keys.result.length);
  };
})"""


def test_a_dead_server_takes_nothing_and_gets_all_when_it_is_back(
    program: Program, signed_in: SignIn
) -> None:
    key, page = document(program, "A dead server"), signed_in("ada")
    read(page, key)
    with without(program, "granian"):
        mark(page, "1", "2")
        says(page, "0 saved, 2 waiting")
        expect(card(page, 0)).to_contain_text(WAITS)
        page.keyboard.press("z")
        said(page, "Undone.")
        mark(page, "3")
        assert page.evaluate("() => CSS.highlights.get('draft-sourced').size") == 1
    says(page, "2 saved", BACK)
    assert stored(program, key) == [(0, "sourced"), (2, "speculative")]


def test_without_a_network_work_goes_on_and_an_answer_that_is_lost_doubles_nothing(
    program: Program, signed_in: SignIn
) -> None:
    key, page = document(program, "Off the net"), signed_in("ada")
    read(page, key)
    lost: list[str] = []

    def lose(route: Route) -> None:
        """The server stores it, and the answer never comes."""
        if route.request.method == "PUT" and len(lost) < 2:
            lost.append(str(route.fetch().status))
            route.abort()
        else:
            route.continue_()

    page.route("**/tags/**", lose)
    mark(page, "1", "2")
    page.keyboard.press("3")  # the second claim once more, while its first write waits
    page.context.set_offline(True)
    mark(page, "1")
    expect(page.locator("[data-saved]")).to_contain_text("waiting")
    page.context.set_offline(False)
    says(page, "3 saved", BACK)
    assert lost == ["200", "200"]
    assert stored(program, key) == [(0, "sourced"), (1, "speculative"), (2, "sourced")]
    expect(page.locator(".card.refused")).to_have_count(0)


def test_a_reload_and_a_killed_browser_keep_what_waits_and_what_can_be_undone(
    program: Program, browser: Browser, tmp_path: Path
) -> None:
    key, profile = document(program, "A killed browser"), tmp_path / "profile"

    def opened() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            profile, executable_path=find().path, args=ARGUMENTS, base_url=program.url, env=dict(os.environ)
        )

    context = opened()
    sign_in(context.pages[0], program, "ada")
    page = other_tab(context, key)
    context.set_offline(True)
    mark(page, "1", "2", "3")
    says(page, "0 saved, 3 waiting")
    assert (
        page.evaluate(ON_DISK) == 3
    )  # which takes some milliseconds after a key; a crash within them is too soon
    for process in processes_with(str(profile)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    context = opened()
    page = context.pages[0]
    try:
        sign_in(page, program, "ada")
        read(page, key)
        says(page, "3 saved", BACK)
        for _ in range(4):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("1")
        says(page, "4 saved")
        page.reload()
        page.get_by_role("button", name="Undo").click()
        said(page, "Undone.")
        says(page, "3 saved")
        page.reload()
        page.get_by_role("button", name="Redo").click()
        said(page, "Redone.")
        says(page, "4 saved")
    finally:
        context.close()
    assert stored(program, key) == [(0, "sourced"), (1, "disputed"), (2, "speculative"), (3, "sourced")]


def test_the_end_of_a_session_keeps_all_for_its_own_person(program: Program, signed_in: SignIn) -> None:
    key, page = document(program, "Two people"), signed_in("ada")
    context = page.context
    read(page, key)
    other = context.new_page()
    other.goto("/")
    sign_out(other)
    mark(page, "1")
    says(page, "0 saved, 1 waiting, signed out")
    expect(page.get_by_role("alert").filter(has_text=SIGNED_OUT)).to_be_visible()

    sign_in(other, program, "ben")
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    mark(page, "2")
    says(page, "0 saved, 2 waiting, signed out")
    read(other, key)
    says(other, "0 saved")
    mark(other, "3")
    says(other, "1 saved")
    assert stored(program, key, "ben") == [(0, "speculative")]
    assert stored(program, key) == []
    sign_out(other)

    sign_in(other, program, "ada")  # her list of projects sends what her other tab could not
    says(page, "2 saved", BACK)
    assert stored(program, key) == [(0, "sourced"), (1, "disputed")]
    assert stored(program, key, "ben") == [(0, "speculative")]


def test_what_waits_or_was_refused_elsewhere_is_named_on_every_page(
    program: Program, signed_in: SignIn
) -> None:
    shut, free = document(program, "Shut meanwhile"), document(program, "Left open")
    page = signed_in("ada")
    page.route("**/tags/**", lambda route: route.abort())
    for key in (shut, free):
        read(page, key)
        mark(page, "1")
    expect(page.get_by_text("One change waits in another document")).to_be_visible()
    page.get_by_text("One change waits in another document").click()
    expect(page.get_by_role("link", name="Shut meanwhile")).to_be_visible()

    assert program.call("POST", f"/documents/{shut}/handin/", "cleo", {"for": "ada"}).status == 200
    page.unroute_all()
    page.goto("/projects/demo/")
    waiting = page.locator("[data-waiting]")
    waiting.locator("summary").click()
    expect(waiting).to_contain_text("One change waits in one document")
    expect(waiting).to_contain_text("Shut meanwhile · One refused: You have handed this document in.")
    assert stored(program, free) == [(0, "sourced")]

    waiting.get_by_role("link", name="Shut meanwhile").click()
    expect(card(page, 0)).to_contain_text("Refused: You have handed this document in.")
    card(page, 0).get_by_role("button", name="Discard").click()
    page.goto("/")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert stored(program, shut) == []


def test_tagging_goes_on_without_a_worker_and_a_release_waits_for_one(
    program: Program, signed_in: SignIn
) -> None:
    key, page, cleo = document(program, "No worker"), signed_in("ada"), signed_in("cleo")
    read(page, key)
    with without(program, "celery"):
        mark(page, "1", "2")
        says(page, "2 saved")
        cleo.goto("/projects/demo/releases/")
        if not cleo.get_by_role("button", name="Make release").is_visible():
            cleo.get_by_text("New release").click()
        cleo.get_by_label("Title").fill("While nobody works")
        cleo.get_by_role("button", name="Make release").click()
        release = cleo.locator(".release", has_text="While nobody works")
        expect(release).to_contain_text("Waiting for a worker")
    expect(release.get_by_role("link", name="annotations.jsonl")).to_be_visible(timeout=BACK)


def test_two_tabs_share_what_waits_and_what_can_be_undone(program: Program, signed_in: SignIn) -> None:
    key, first = document(program, "Two tabs"), signed_in("ada")
    read(first, key)
    second = other_tab(first.context, key)
    mark(first, "1")
    for page in (first, second):
        says(page, "1 saved")
    second.keyboard.press("z")
    for page in (first, second):
        says(page, "0 saved")
    first.keyboard.press("Shift+Z")
    for page in (first, second):
        says(page, "1 saved")

    first.context.set_offline(True)
    first.keyboard.press("2")
    mark(first, "1")
    for page in (first, second):
        says(page, "1 saved, 2 waiting")
    mark(second, "3")  # the first sentence, which the other tab has just changed
    says(second, "1 saved, 3 waiting")
    first.context.set_offline(False)
    for page in (first, second):
        says(page, "2 saved", BACK)
        expect(page.locator(".card.refused")).to_have_count(0)
    assert stored(program, key) == [(0, "speculative"), (1, "sourced")]


def test_a_claim_changed_in_two_places_is_shown_side_by_side(program: Program, signed_in: SignIn) -> None:
    key, laptop, phone = document(program, "Two devices"), signed_in("ada"), signed_in("ada")
    read(laptop, key)
    mark(laptop, "1")
    says(laptop, "1 saved")
    read(phone, key)

    def note(page: Page, words: str) -> None:
        page.keyboard.press("t")
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")

    laptop.context.set_offline(True)
    note(laptop, "As the log has it.")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("2")
    note(phone, "The captain denies it.")
    says(phone, "1 saved")
    laptop.context.set_offline(False)
    expect(card(laptop, 0)).to_contain_text("It was changed elsewhere in the meantime.", timeout=BACK)
    card(laptop, 0).get_by_role("button", name="Compare").click()
    dialog = laptop.get_by_role("dialog", name="This claim was changed elsewhere")
    expect(dialog.get_by_role("region", name="Yours, not saved")).to_contain_text("As the log has it.")
    theirs = dialog.get_by_role("region", name="Saved elsewhere")
    expect(theirs).to_contain_text("Disputed")
    expect(theirs).to_contain_text("The captain denies it.")
    dialog.get_by_role("button", name="Keep mine with both notes").click()
    said(laptop, "Kept as you chose.")
    says(laptop, "1 saved")
    assert stored(program, key) == [(0, "sourced")]
    expect(card(laptop, 0)).to_contain_text("As the log has it.\n\nThe captain denies it.")

    phone.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(card(phone, 0)).to_contain_text("As the log has it.")
    phone.keyboard.press("z")
    said(phone, "That can not be undone any more: the claim was changed elsewhere since.")


def test_another_s_mark_comes_during_a_selection_and_moves_it_by_no_character(
    program: Program, signed_in: SignIn
) -> None:
    key, page = document(program, "A swap", open_project(program, "A swap")), signed_in("ada")
    read(page, key)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    before = page.evaluate(SELECTED)
    assert before["text"].startswith("A fisherman on the pier")
    others = mark_as_ben(program, key, 2)
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(page.locator(f"mark[data-tags~='{others}']").first).to_be_visible()
    assert page.evaluate(SELECTED) == before

    box = page.locator("[data-document] p").nth(3).bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 12, steps=4)
    dragged = page.evaluate(SELECTED)
    others = mark_as_ben(program, key, 3)
    with page.expect_response("**/live/"):
        page.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(page.locator(f"mark[data-tags~='{others}']")).to_have_count(0)
    assert page.evaluate(SELECTED) == dragged
    page.mouse.up()
    expect(page.locator(f"mark[data-tags~='{others}']").first).to_be_visible()
    assert page.evaluate(SELECTED) == dragged

    page.keyboard.press("1")
    says(page, "1 saved")
    mine = page.locator("[data-cards] > .card")
    expect(mine.locator("q").first).to_have_text(dragged["text"])
    path = f"/tags/{mine.get_attribute('data-tag')}/comments/"
    assert program.call("POST", path, "ben", {"text": "By whom?"}).status == 201
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(mine).to_contain_text("One comment")


# The selection in code points, counted without our own scripts.
SELECTED = """() => {
  const range = getSelection().getRangeAt(0), before = document.createRange();
  const paragraph = range.startContainer.parentElement.closest("p");
  before.setStart(paragraph, 0), before.setEnd(range.startContainer, range.startOffset);
  const start = Number(paragraph.dataset.o) + [...String(before)].length;
  return { start, end: start + [...String(range)].length, text: String(range) };
}"""


def mark_as_ben(program: Program, key: str, number: int) -> str:
    """The id of Ben's tag on a sentence."""
    start = sum(len(sentence) + 1 for sentence in SENTENCES[:number])
    place = {"start": start, "end": start + len(SENTENCES[number]), "exact": SENTENCES[number]}
    answer = program.call("POST", f"/documents/{key}/tags/", "ben", {**place, "status": "disputed"})
    assert answer.status == 201, answer.body
    return str(answer.json["id"])
