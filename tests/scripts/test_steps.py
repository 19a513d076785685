"""Steps by sentence, clause and word land on places that quote what a person would have marked."""

import pytest
from playwright.sync_api import Page

from tests.scripts.conftest import Open

TEXT = (
    "The weir broke at nine. The harbour office said that two pumps had failed, and nobody is missing.\n\n"
    "🌊👩‍👩‍👧 A clerk, Ida Brandt, denies it.\nقال الحارس إن الصافرة لم تعمل. ونفى المدير ذلك."
)
WALK = """async ([from, way, unit]) => {
  const { step, nextClause } = await import("/js/steps.js");
  const root = document.querySelector("[data-document]");
  const found = [];
  for (let place = from; place && found.length < 20; ) {
    place = unit === "clause" ? nextClause(root, place, "en") : step(root, place, way, unit, "en");
    if (place) found.push(place);
  }
  return found;
}"""
STRETCH = """async ([place, edge, way]) => {
  const { stretch } = await import("/js/steps.js");
  return stretch(document.querySelector("[data-document]"), place, edge, way, "en");
}"""
WIDEN = """async ([place, granularity]) => {
  const { widen } = await import("/js/edges.js");
  return widen(document.querySelector("[data-document]"), place, granularity, "en");
}"""

SENTENCES = [
    "The weir broke at nine.",
    "The harbour office said that two pumps had failed, and nobody is missing.",
    "🌊👩‍👩‍👧 A clerk, Ida Brandt, denies it.",
    "قال الحارس إن الصافرة لم تعمل.",
    "ونفى المدير ذلك.",
]


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page(TEXT)


def quotes(places: list[dict[str, int]]) -> list[str]:
    return [TEXT[place["start"] : place["end"]] for place in places]


def place(quote: str) -> dict[str, int]:
    return {"start": TEXT.index(quote), "end": TEXT.index(quote) + len(quote)}


def test_sentences_forward_from_a_caret_at_the_start(page: Page) -> None:
    assert quotes(page.evaluate(WALK, [{"start": 0, "end": 0}, 1, "sentence"])) == SENTENCES


def test_sentences_backward_from_the_end(page: Page) -> None:
    end = {"start": len(TEXT), "end": len(TEXT)}
    assert quotes(page.evaluate(WALK, [end, -1, "sentence"])) == SENTENCES[::-1]


def test_a_caret_inside_a_sentence_takes_that_sentence_first(page: Page) -> None:
    caret = {"start": TEXT.index("pumps"), "end": TEXT.index("pumps")}
    assert quotes(page.evaluate(WALK, [caret, 1, "sentence"]))[0] == SENTENCES[1]


def test_clauses_leave_out_who_says_them(page: Page) -> None:
    found = quotes(page.evaluate(WALK, [{"start": 0, "end": 0}, 1, "clause"]))
    assert found[:3] == ["The weir broke at nine", "two pumps had failed", "nobody is missing"]
    assert "الصافرة لم تعمل" in found


def test_a_sentence_is_entered_at_its_first_clause(page: Page) -> None:
    assert quotes(page.evaluate(WALK, [place(SENTENCES[1]), 1, "clause"]))[0] == "two pumps had failed"


@pytest.mark.parametrize(
    ("edge", "way", "expected"),
    [
        ("end", 1, "two pumps had"),
        ("end", -1, "two"),
        ("start", -1, "that two pumps"),
        ("start", 1, "pumps"),
    ],
)
def test_either_edge_moves_by_a_word(page: Page, edge: str, way: int, expected: str) -> None:
    assert quotes([page.evaluate(STRETCH, [place("two pumps"), edge, way])]) == [expected]


def test_a_selection_never_becomes_empty(page: Page) -> None:
    assert page.evaluate(STRETCH, [place("two"), "end", -1]) is None


def test_an_edge_goes_on_in_the_next_paragraph(page: Page) -> None:
    longer = page.evaluate(STRETCH, [place("nobody is missing."), "end", 1])
    assert quotes([longer]) == ["nobody is missing.\n\n🌊👩‍👩‍👧 A"]


def test_widening_takes_whole_words_and_sentences_at_each_end(page: Page) -> None:
    across = {"start": TEXT.index("issing"), "end": TEXT.index("lerk") + 1}
    assert quotes([page.evaluate(WIDEN, [across, "word"])]) == ["missing.\n\n🌊👩‍👩‍👧 A clerk"]
    assert quotes([page.evaluate(WIDEN, [across, "sentence"])]) == [f"{SENTENCES[1]}\n\n{SENTENCES[2]}"]
