"""Real mouse and keys: whatever a person selects becomes a span that the server accepts."""

from typing import Any

import pytest
from playwright.sync_api import Page

from annotator.anchoring import check
from tests.anchoring.conftest import CASES
from tests.anchoring.workbench import html, in_page, serve

TEXT = "The ferry sank.\n\n\nThirty people died, the agency said.\nNobody knows why."
MARKS = [(4, 9, "a"), (6, 25, "b"), (20, 60, "c")]
SECOND = TEXT.index("Thirty")
THIRD = TEXT.index("Nobody")

POINT = """([start, end]) => {
  const rects = offsets.toRange(root, {start, end}).getClientRects();
  const {left, right, top, height} = rects[0];
  return [left, right, top + height / 2];
}"""


def point(page: Page, index: int, length: int = 1) -> tuple[float, float, float]:
    """Left, right and middle height of a character."""
    left, right, middle = in_page(page, POINT, [index, index + length])
    return left, right, middle


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=1)
    page.mouse.up()


def dragged(page: Page, start: tuple[float, float], end: tuple[float, float]) -> dict[str, Any] | None:
    drag(page, start, end)
    return selected(page)


def selected(page: Page) -> dict[str, Any] | None:
    found: dict[str, Any] | None = in_page(page, "() => selected()")
    if found:
        check(TEXT, **found)
    return found


@pytest.fixture(params=[(), MARKS], ids=["plain", "marked"])
def workbench(blank_page: Page, request: pytest.FixtureRequest) -> Page:
    serve(blank_page, html(TEXT, request.param))
    return blank_page


def test_a_drag_takes_what_it_covers(workbench: Page) -> None:
    left, _, middle = point(workbench, 4)
    _, right, _ = point(workbench, 8)
    assert dragged(workbench, (left, middle), (right, middle)) == {"start": 4, "end": 9, "exact": "ferry"}


def test_a_drag_backwards_takes_the_same(workbench: Page) -> None:
    left, _, middle = point(workbench, 4)
    _, right, _ = point(workbench, 8)
    assert dragged(workbench, (right, middle), (left, middle)) == {"start": 4, "end": 9, "exact": "ferry"}


def test_a_drag_over_paragraphs_has_the_line_feeds_between_them(workbench: Page) -> None:
    left, _, first = point(workbench, 10)
    _, right, last = point(workbench, SECOND + 5)
    found = dragged(workbench, (left, first), (right, last))
    assert found
    assert found["exact"] == "sank.\n\n\nThirty"


def test_a_double_click_takes_a_word(workbench: Page) -> None:
    left, right, middle = point(workbench, SECOND + 8)
    workbench.mouse.dblclick((left + right) / 2, middle)
    found = selected(workbench)
    assert found
    assert found["exact"].strip() == "people"


def test_a_triple_click_takes_its_paragraph_and_nothing_of_the_next(workbench: Page) -> None:
    left, right, middle = point(workbench, SECOND + 8)
    workbench.mouse.click((left + right) / 2, middle, click_count=3)
    found = selected(workbench)
    assert found
    assert found["exact"] == "Thirty people died, the agency said."


def test_a_drag_from_the_heading_begins_with_the_text(workbench: Page) -> None:
    heading = workbench.locator("h1").bounding_box()
    assert heading
    _, right, middle = point(workbench, 8)
    found = dragged(workbench, (heading["x"] + 9, heading["y"] + 9), (right, middle))
    assert found == {"start": 0, "end": 9, "exact": "The ferry"}


def test_a_drag_into_the_side_panel_ends_with_the_text(workbench: Page) -> None:
    side = workbench.locator("aside").bounding_box()
    assert side
    left, _, middle = point(workbench, THIRD + 7)
    found = dragged(workbench, (left, middle), (side["x"] + 30, side["y"] + 9))
    assert found
    assert found["exact"] == "knows why."


def test_a_drag_outside_of_the_text_takes_nothing(workbench: Page) -> None:
    heading = workbench.locator("h1").bounding_box()
    assert heading
    y = heading["y"] + heading["height"] / 2
    assert dragged(workbench, (heading["x"] + 2, y), (heading["x"] + 60, y)) is None


def test_select_all_takes_the_whole_text(workbench: Page) -> None:
    workbench.keyboard.press("Control+a")
    assert selected(workbench) == {"start": 0, "end": len(TEXT), "exact": TEXT}


def test_keys_lengthen_a_selection_by_character_and_word(workbench: Page) -> None:
    in_page(
        workbench,
        """() => {
          const {startContainer, startOffset} = offsets.toRange(root, {start: 4, end: 5});
          getSelection().setPosition(startContainer, startOffset);
          getSelection().modify("extend", "forward", "character");
        }""",
    )
    assert selected(workbench) == {"start": 4, "end": 5, "exact": "f"}
    in_page(workbench, "() => getSelection().modify('extend', 'forward', 'word')")
    found = selected(workbench)
    assert found
    assert found["exact"].strip() == "ferry"


SNAPPED = """() => {
  const found = selected();
  if (!found) return null;
  const [first, last] = [root, root].map((root, i) =>
    offsets.paragraphs(root, found.start, found.end).at(-i));
  const {start} = offsets.snap(first.text, {start: found.start - first.start, end: first.end}, "grapheme")
    ?? {start: found.start - first.start};
  const {end} = offsets.snap(last.text, {start: 0, end: found.end - last.start}, "grapheme")
    ?? {end: found.end - last.start};
  return {found, snapped: [first.start + start, last.start + end]};
}"""


@pytest.mark.parametrize("marked", [False, True], ids=["plain", "marked"])
def test_drags_over_every_fixture_text_are_spans_that_the_server_accepts(
    blank_page: Page, marked: bool
) -> None:
    serve(blank_page, "")
    drags = 0
    for case in CASES:
        text = case["text"]
        spans = [(*span["code_points"], str(number)) for number, span in enumerate(case["spans"])]
        in_page(blank_page, "html => { root.innerHTML = html; }", html(text, spans if marked else ()))
        for start, end, _ in spans[:3:2]:
            if "\n" in (text[start], text[end - 1]):
                continue
            left, _, first = point(blank_page, start)
            _, right, last = point(blank_page, end - 1)
            drag(blank_page, (left, first), (right, last))
            if answer := in_page(blank_page, SNAPPED):
                first_index, last_index = answer["snapped"]
                assert answer["found"]["exact"] == text[answer["found"]["start"] : answer["found"]["end"]]
                check(text, first_index, last_index, text[first_index:last_index])
                drags += 1
    assert drags > len(CASES)
