"""Repeats and page furniture on the workbench: dimmed and folded, opened where one goes, the text as it is."""

from playwright.sync_api import Page, expect

from annotator.annotations.models import Tag
from annotator.documents.models import Document
from tests.access.axe import faults
from tests.cast import Cast
from tests.workbench.conftest import Opened

LEAD = "The ferry to Ormsea stopped on Tuesday 👩‍👩‍👧 after a crack was found in its hull, the harbour office said."
QUOTE = "“We saw it at low tide,” the harbour master said. No one was hurt, she said."
END = "Islanders doubt it."
BODY = f"{LEAD}\n\n{QUOTE}\n\n{END}"
AGAIN = BODY.replace("No one", "no one")
TEXT = f"Ferry stops\n\n{BODY}\n\nRead more: Tides\n\n{AGAIN}\n\nThe post goes by boat.\n\n1 Comment\n"
PARAGRAPHS = """() => [...document.querySelectorAll("[data-document] p[data-o]")]
    .map((p) => [Number(p.dataset.o), p.textContent])"""
SELECT = """([from, to, at]) => {
    const [a, b] = [from, to].map((words) => [...document.querySelectorAll("[data-document] p")]
        .find((p) => p.textContent.startsWith(words)).firstChild);
    getSelection().setBaseAndExtent(a, 0, b, at);
}"""


def lines(text: str) -> list[list[object]]:
    from annotator.anchoring import paragraphs

    return [list(one) for one in paragraphs(text)]


def seen_faults(page: Page) -> list[str]:
    """In light, and what the eye meets in dark and on a phone too."""
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    found += faults(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 800})
    found += faults(page, "color-contrast", "target-size", "scrollable-region-focusable")
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def selected(page: Page) -> str:
    return str(page.evaluate("getSelection().toString()"))


def tags(document: Document) -> list[tuple[str, int, str]]:
    rows = Tag.objects.filter(document=document, state="submitted").order_by("span__start")
    return list(rows.values_list("span__exact", "span__start", "status"))


def test_a_text_with_passages_is_worked_through_by_keys(cast: Cast, open_as: Opened) -> None:
    document = cast.text(text=TEXT)
    again = document.passages.get(kind="repeat")
    page = open_as(cast.ada, f"/documents/{document.pk}/")
    fold = page.get_by_role(
        "button", name="Repeat of an earlier passage · Pointer to another page · 4 paragraphs"
    )
    expect(fold).to_have_attribute("aria-expanded", "false")
    hidden = page.locator(f'p[data-o="{again.start}"]')
    expect(hidden).to_be_hidden()
    expect(page.get_by_text("1 Comment")).to_be_visible()  # a line, dimmed alone
    assert page.evaluate(PARAGRAPHS) == lines(TEXT)

    assert faults(page) == []

    # Sentences are stepped through without it, to and fro, and at the end without furniture.
    page.locator("#text").focus()
    seen = []
    for _ in range(7):
        page.keyboard.press("ArrowDown")
        seen.append(selected(page))
    assert seen[4:] == [END, "The post goes by boat.", "The post goes by boat."]
    page.keyboard.press("ArrowUp")
    assert selected(page) == END
    expect(hidden).to_be_hidden()

    # Its button is one for the keyboard too.
    fold.focus()
    for key, state in (("Enter", "true"), (" ", "false")):
        page.keyboard.press(key)
        expect(fold).to_have_attribute("aria-expanded", state)

    # O opens it; there the first copy is offered, and a mark can still be moved to it.
    page.keyboard.press("o")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(hidden).to_be_visible()
    page.locator(f'p[data-o="{again.start}"]').click(click_count=3)
    page.keyboard.press("1")
    expect(page.get_by_text("Marked in a repeat: the same words stand further up.")).to_be_visible()
    assert seen_faults(page) == []
    page.get_by_role("button", name="Mark it there instead").click()
    expect(page.locator("[data-saved]")).to_have_text("1 saved")
    assert tags(document) == [(LEAD, TEXT.index(LEAD), "sourced")]
    assert selected(page) == LEAD
    page.keyboard.press("z")
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.locator(".passage mark")).to_have_count(1)
    assert tags(document) == [(LEAD, again.start, "sourced")]

    # With a mark in it, it is open from the start and stays so when all is folded.
    page.reload()
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert page.evaluate(PARAGRAPHS) == lines(TEXT)
    page.keyboard.press("o")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(hidden).to_be_hidden()
    page.locator("#text").focus()
    page.keyboard.press("n")
    expect(hidden).to_be_visible()


def test_where_the_first_copy_is_marked_the_offer_leads_there_and_changes_nothing(
    cast: Cast, open_as: Opened
) -> None:
    document = cast.text(text=TEXT)
    start = document.passages.get(kind="repeat").start
    page = open_as(cast.ada, f"/documents/{document.pk}/")
    page.locator("#text").focus()
    page.keyboard.press("o")
    page.locator(f'p[data-o="{start}"]').click(click_count=3)
    page.keyboard.press("1")
    expect(page.locator("[data-saved]")).to_have_text("1 saved")
    cast.tag(cast.ada, LEAD, "sourced", document=document)
    page.reload()
    page.locator("#text").focus()
    page.keyboard.press("p")
    page.get_by_role("button", name="Mark it there instead").click()
    assert page.evaluate("getSelection().anchorNode.parentElement.closest('p').dataset.o") == str(
        TEXT.index(LEAD)
    )
    assert len(tags(document)) == 2


def test_a_selection_over_what_is_folded_is_exact_and_opens_it(cast: Cast, open_as: Opened) -> None:
    document = cast.text(text=TEXT)
    page = open_as(cast.ada, f"/documents/{document.pk}/")
    page.locator("#text").focus()
    page.evaluate(SELECT, ["Islanders", "The post", len("The post")])
    expect(page.locator(".passage.open")).to_have_count(1)
    page.keyboard.press("3")
    expect(page.locator("[data-saved]")).to_have_text("1 saved")
    start, end = TEXT.index(END), TEXT.index("The post") + len("The post")
    assert tags(document) == [(TEXT[start:end], start, "speculative")]


def test_the_same_words_are_found_shown_and_marked_in_one_step(cast: Cast, open_as: Opened) -> None:
    text = (
        "Ferry stops\n\nNobody was told, the baker said. The ferry had a crack. Again: nobody  was TOLD.\n\n"
        "“Nobody was told!” 👩‍👩‍👧 The mayor: nobody was told. Nobody was tolder.\n\n"
        "لم يُخبر أحد. ثم قال: لم يخبر أحد.\n\nShare this: Nobody was told\n"
    )
    document = cast.text(text=text)
    page = open_as(cast.ada, f"/documents/{document.pk}/")
    first = text.index("Nobody")
    page.locator("#text").focus()
    page.keyboard.press("l")
    expect(page.get_by_text("Select a claim of yours first")).to_be_visible()
    page.evaluate(SELECT, ["Nobody", "Nobody", len("Nobody was told")])
    expect(page.locator("#pick")).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name="The same words elsewhere")
    boxes = dialog.get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    expect(boxes.first).to_be_focused()
    assert page.evaluate("CSS.highlights.get('mention').size") == 3
    assert seen_faults(page) == []
    boxes.nth(1).uncheck()
    assert page.evaluate("CSS.highlights.get('mention').size") == 2
    dialog.get_by_role("button", name="Mark all 2 as Disputed").click()
    expect(page.get_by_text("2 more places are marked.")).to_be_visible()
    expect(page.locator("[data-saved]")).to_have_text("3 saved")
    marked = [(quote, start) for quote, start, _ in tags(document)]
    wanted = ["Nobody was told", "nobody  was TOLD", "nobody was told"]
    assert [quote for quote, _ in marked] == wanted
    assert all(text[start:].startswith(quote) for quote, start in marked)
    assert marked[0][1] == first
    page.keyboard.press("z")
    expect(page.locator("[data-saved]")).to_have_text("1 saved")
    expect(page.locator("mark")).to_have_count(1)
