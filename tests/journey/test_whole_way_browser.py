"""From a pasted text to a downloaded dataset, in a browser, with mouse and keys."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journey.program import Program

TEXT = (
    "Two boats collided off the mole at dawn, the coast guard said. One skipper calls that an invention.\n"
    "The lighthouse may have been dark 🌊. Nobody was hurt, its keeper told this paper.\n"
)
BY_MOUSE, BY_KEYS = "Two boats collided off the mole at dawn", "The lighthouse may have been dark 🌊."
NOTE = "Who saw it dark?"

PLACE_OF = """quote => {
  for (const paragraph of document.querySelectorAll("[data-document] p")) {
    const node = paragraph.firstChild, at = node.data?.indexOf(quote) ?? -1;
    if (at < 0) continue;
    const range = new Range();
    range.setStart(node, at), range.setEnd(node, at + quote.length);
    const [first, last] = [range.getClientRects()[0], [...range.getClientRects()].at(-1)];
    return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
  }
}"""


def tag_by_mouse(page: Page, quote: str) -> None:
    left, top, right, bottom = page.evaluate(PLACE_OF, quote)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=8)
    page.mouse.up()
    page.get_by_role("toolbar").get_by_role("button", name="Disputed").click()


def tag_by_keys(page: Page, quote: str) -> None:
    """Step through the sentences until it is the selection, then press 3."""
    page.locator("[data-document]").focus()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        if page.evaluate("() => String(getSelection())").strip() == quote:
            break
    page.keyboard.press("3")


def code(page: Page, url: str) -> None:
    page.goto(url)
    tag_by_mouse(page, BY_MOUSE)
    expect(page.locator("mark[data-status=disputed]").first).to_be_visible()
    tag_by_keys(page, BY_KEYS)
    expect(page.locator("mark[data-status=speculative]").first).to_be_visible()
    expect(page.locator("[data-saved]")).to_have_text("2 saved")
    page.keyboard.press("t")
    page.keyboard.type(NOTE)  # and forgets to save it
    page.get_by_role("banner").get_by_role("button", name="Hand in").click()
    expect(page.locator("[data-saved]")).to_have_text("2 saved")
    page.get_by_role("dialog").get_by_role("button", name="Hand in", exact=True).click()
    expect(
        page.get_by_role("row", name="Off the mole").get_by_role("img", name="handed in").first
    ).to_be_visible()


def paste(page: Page) -> str:
    """Cleo adds the text; the address of its workbench."""
    page.goto("/projects/demo/")
    page.get_by_text("Add documents").click()
    page.locator("[name=title]").fill("Off the mole")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Add this text").click()
    return str(page.get_by_role("link", name="Off the mole").first.get_attribute("href"))


def decide_all(page: Page, url: str) -> None:
    """Accept the first analyst's tag until nothing is open, by key."""
    page.goto(url + "review/")
    for waiting in (2, 1):
        expect(page.get_by_role("heading", name=f"{waiting} to settle")).to_be_visible()
        page.keyboard.press("a")
    expect(page.get_by_role("heading", name="0 to settle")).to_be_visible()


def make_release(page: Page, folder: Path) -> Path:
    page.goto("/projects/demo/releases/")
    if not page.get_by_role("button", name="Make release").is_visible():
        page.get_by_text("New release").click()
    page.get_by_label("Title").fill("By hand")
    page.get_by_role("button", name="Make release").click()
    file = page.locator(".release", has_text="By hand").get_by_role("link", name="annotations.jsonl")
    expect(file).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        file.click()
    download.value.save_as(folder / "annotations.jsonl")
    return folder / "annotations.jsonl"


def test_a_pasted_text_becomes_a_downloaded_dataset(
    program: Program, signed_in: Callable[[str], Page], tmp_path: Path
) -> None:
    cleo = signed_in("cleo")
    trouble: list[str] = []
    url = paste(cleo)
    for name in ("ada", "ben"):
        page = signed_in(name)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        code(page, url)
    decide_all(cleo, url)
    lines = make_release(cleo, tmp_path).read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    mine = [tag for tag in found if tag["document"]["title"] == "Off the mole"]
    assert {(tag["span"]["exact"], tag["status"], tag["analyst"]) for tag in mine} == {
        (quote, status, analyst)
        for quote, status in ((BY_MOUSE, "disputed"), (BY_KEYS, "speculative"))
        for analyst in ("ada", "ben")
    }
    assert {tag["note"] for tag in mine if tag["status"] == "speculative"} == {NOTE}
    pulled = program.call("GET", "/projects/demo/annotations/?q=mole", "dan")
    assert pulled.status == 200
    assert trouble == []
