"""Whatever hand selects, the place that reaches the database is exactly what a person meant."""

import pytest
from playwright.sync_api import Page, Route, expect

from annotator.annotations.models import Tag
from annotator.documents.models import Document
from tests.cast import Cast
from tests.workbench.conftest import Opened
from tests.workbench.hand import boxes, corners, drag, marked, newest, select

TEXT = (
    "The weir at Low Mill broke on Monday night. Its keeper said that both gates were shut 👩‍👩‍👧🇳🇴, and she left.\n"
    "A neighbour heard a bang at nine; nobody was hurt, the council told a reporter. Zoë Åberg denies it.\n"
    "قال مهندس إن المضخة توقفت مرتين. ونفى المدير ذلك.\n"
    "The last line stands alone."
)
FAMILY = "👩‍👩‍👧"


@pytest.fixture
def document(cast: Cast) -> Document:
    return cast.text(text=TEXT)


@pytest.fixture
def page(cast: Cast, document: Document, open_as: Opened) -> Page:
    return open_as(cast.ada, f"/documents/{document.pk}/")


def test_drags_by_mouse(page: Page, document: Document) -> None:
    drag(page, "both gates were shut")
    assert marked(page, "1", document) == "both gates were shut"
    drag(page, "nobody was hurt, ")  # a blank too much
    assert marked(page, "2", document) == "nobody was hurt,"
    (left, middle), (right, _) = corners(page, FAMILY)
    start, _ = corners(page, "shut")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(left + (right - left) * 0.7, middle, steps=6)
    page.mouse.up()
    assert marked(page, "3", document) == f"shut {FAMILY}"
    drag(page, "night. Its")  # over what is not marked, into what is
    assert marked(page, "1", document) == "night. Its"


def test_a_drag_over_paragraphs_is_one_claim_that_lights_up_as_one(page: Page, document: Document) -> None:
    drag(page, "she left.\nA neighbour heard a bang")
    assert marked(page, "2", document) == "she left.\nA neighbour heard a bang"
    expect(page.locator("mark[data-status=disputed]")).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    lit = page.evaluate("() => [...CSS.highlights.get('active-disputed')].map(String)")
    assert lit == ["she left.\nA neighbour heard a bang"]


def test_a_triple_click_takes_its_paragraph(page: Page, document: Document) -> None:
    (left, middle), _ = corners(page, "neighbour")
    page.mouse.click(left, middle, click_count=3)
    assert marked(page, "1", document) == TEXT.splitlines()[1]


def test_a_double_click_takes_a_word(page: Page, document: Document) -> None:
    (left, middle), _ = corners(page, "Åberg")
    page.mouse.dblclick(left + 8, middle)
    assert marked(page, "1", document) == "Åberg"


def test_a_drag_that_ends_in_the_side_panel_ends_with_the_text(page: Page, document: Document) -> None:
    side = page.locator(".side").bounding_box()
    assert side
    drag(page, "The last line", to=(side["x"] + 60, side["y"] + side["height"] - 40))
    assert marked(page, "3", document) == "The last line stands alone."


def test_select_all_is_the_text_and_nothing_of_the_page(page: Page, document: Document) -> None:
    page.locator("#text").focus()
    page.keyboard.press("Control+a")
    assert marked(page, "1", document) == TEXT


def test_right_to_left(page: Page, document: Document) -> None:
    drag(page, "المضخة توقفت")
    assert marked(page, "1", document) == "المضخة توقفت"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    drag(page, "المدير")
    page.keyboard.press("Shift+ArrowLeft")  # the way the text runs: longer
    assert marked(page, "2", document) == "المدير ذلك"


def test_keys_step_stretch_and_snap(page: Page, document: Document) -> None:
    said: list[str] = []

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)
        said.append(page.evaluate("() => String(getSelection())"))

    page.locator("#text").focus()
    press("ArrowDown", "ArrowDown")
    press("c")  # without “Its keeper said that”
    press("Shift+ArrowLeft")
    press("Shift+ArrowRight", "Shift+ArrowRight")
    press("e", "Shift+ArrowLeft")
    press("e", "s")
    press("ArrowUp")
    assert said[0].startswith("Its keeper said")
    assert said[0].endswith("and she left.")
    assert said[1] == f"both gates were shut {FAMILY}🇳🇴"
    assert said[2] == "both gates were shut"
    assert said[3].startswith("both gates were shut")
    assert said[3].endswith("she")
    assert said[4].startswith("that both gates")
    assert said[5] == said[0]
    assert said[6] == "The weir at Low Mill broke on Monday night."
    page.keyboard.press("c")
    page.keyboard.press("ArrowDown")
    for quote in ("A neighbour heard a bang at nine", "nobody was hurt"):  # without who told it
        page.keyboard.press("c")
        while page.evaluate("() => String(getSelection())") not in {quote, ""}:
            page.keyboard.press("c")
        assert marked(page, "1", document) == quote
    select(page, "eighbou")
    expect(page.locator("#pick")).to_be_visible()
    page.keyboard.press("w")
    assert marked(page, "3", document) == "neighbour"


def test_the_same_key_on_the_same_place_changes_the_claim(page: Page, document: Document) -> None:
    drag(page, "nobody was hurt")
    marked(page, "1", document)
    for key, status in (("2", "disputed"), ("3", "speculative"), ("1", "sourced")):
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        drag(page, "nobody was hurt")
        expect(page.locator("#pick")).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator(f".card[data-version][data-status={status}]")).to_be_visible()
        assert newest(document).status == status
    assert Tag.objects.filter(document=document).count() == 1


def test_a_swap_waits_for_the_end_of_a_drag_and_keeps_what_is_selected(
    page: Page, document: Document
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/tags/**", hold)
    drag(page, "both gates were shut")
    expect(page.locator("#pick")).to_be_visible()
    page.keyboard.press("1")
    page.wait_for_function("() => CSS.highlights.has('draft-sourced')")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    drag(page, "on Monday night. Its keeper", let_go=False)
    with page.expect_response("**/tags/**"):
        held[0].continue_()
    page.unroute("**/tags/**")
    page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    assert page.locator("mark").count() == 0
    page.mouse.up()
    expect(page.locator("mark[data-status=sourced]")).to_have_count(1)
    assert page.evaluate("() => String(getSelection())") == "on Monday night. Its keeper"
    assert marked(page, "2", document) == "on Monday night. Its keeper"


def test_a_swap_by_another_tab_keeps_what_is_selected(
    page: Page, document: Document, cast: Cast, open_as: Opened
) -> None:
    drag(page, "Its keeper said")
    expect(page.locator("#pick")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    drag(other, "both gates were shut")
    assert marked(other, "3", document) == "both gates were shut"
    expect(page.locator("mark[data-status=speculative]")).to_have_count(1)
    assert page.evaluate("() => String(getSelection())") == "Its keeper said"
    assert marked(page, "1", document) == "Its keeper said"


def test_a_finger_selects_and_taps_in_a_sheet_at_the_bottom(
    cast: Cast, document: Document, open_as: Opened
) -> None:
    page = open_as(
        cast.ada,
        f"/documents/{document.pk}/",
        width=390,
        height=844,
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    page.wait_for_function("() => 'highlights' in CSS && document.querySelector('#pick')")
    for start in ("neighbo", "neighbour heard", "neighbour heard a bang"):  # handles on their way
        select(page, start)
    sheet = page.locator("#pick")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box
    assert round(box["y"] + box["height"]) == 844
    assert round(box["width"]) == 390
    assert all(line["bottom"] < box["y"] for line in boxes(page, "neighbour heard a bang"))
    disputed = page.get_by_role("toolbar").get_by_role("button", name="Disputed")
    size = disputed.bounding_box()
    assert size
    assert size["height"] >= 44
    disputed.tap()
    expect(page.locator("mark[data-status=disputed]")).to_have_count(1)
    assert newest(document).span.exact == "neighbour heard a bang"


@pytest.mark.parametrize("width", [1440, 1000])
def test_the_bar_covers_neither_the_selected_lines_nor_the_next(
    cast: Cast, document: Document, open_as: Opened, width: int
) -> None:
    page = open_as(cast.ada, f"/documents/{document.pk}/", width=width, height=800)
    for quote in ("Low Mill", "both gates were shut", "Zoë Åberg", "المدير"):
        drag(page, quote)
        expect(page.locator("#pick")).to_be_visible()
        bar = page.locator("#pick").bounding_box()
        assert bar
        for line in boxes(page, quote):
            text = page.locator("#text").bounding_box()
            assert text
            beside = bar["x"] >= text["x"] + text["width"] or bar["x"] + bar["width"] <= text["x"]
            above = bar["y"] + bar["height"] <= line["top"]
            below = bar["y"] >= line["bottom"] + line["height"]
            assert beside or above or below, (quote, bar, line)
        page.keyboard.press("Escape")
