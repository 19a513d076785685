"""The same words at other places, and the first copy of what stands in a repeat."""

import pytest
from playwright.sync_api import Page

from tests.scripts.conftest import Open

SAME = """async ([words, start, end]) => {
  const { occurrences } = await import("/js/occurrences.js");
  const root = document.querySelector("[data-document]");
  return occurrences(root, words, start, end ?? Infinity).map((one) => [one.start, one.end]);
}"""
FIRST = """async ([passages, place]) => {
  const data = document.createElement("script");
  document.body.append(Object.assign(data, { id: "passages", type: "application/json", textContent: passages }));
  const { firstCopy } = await import("/js/passages.js");
  const found = firstCopy(document.querySelector("[data-document]"), place);
  return found && [found.start, found.end];
}"""


def quotes(page: Page, text: str, words: str, start: int = 0, end: int | None = None) -> list[str]:
    return [text[a:b] for a, b in page.evaluate(SAME, [words, start, end])]


CASES = [
    ("The pump stopped. 👩‍👩‍👧 the  PUMP\u00a0Stopped! The pump stopped\u200b.", "The pump stopped", 3),
    ("A pump. Pumps pump; unpumped, pump-house, pump's", "pump", 4),
    ("“Don’t,” he said. 'Don't' – \"DON'T\"", "Don’t", 3),
    ("1.5 dead, 115 dead, 1x5 dead, 1.5 Dead", "1.5 dead", 2),
    ("A line\n\nand another. A line and another.", "line\n\nand", 2),
    ("لم يُخبر أحد. ثم: لم يخبر أحـــد، ولم يخبر أحد. لم يخبر أحدًا.", "لم يخبر أحد", 2),
    ("👩 and 👩‍👩‍👧 and 👩", "👩", 2),
    ("$5 (five) [5] $5 (five) [5]", "$5 (five) [5]", 2),
    ("Straße STRAßE", "straße", 2),
    ("水泵停了。水泵又停了。", "水泵", 2),
    ("Nothing here.", "\u200b ", 0),
]


@pytest.mark.parametrize(("text", "words", "count"), CASES)
def test_equal_words_are_found_whole_and_to_the_code_point(
    open_page: Open, text: str, words: str, count: int
) -> None:
    page = open_page(f"😀\n{text}")
    found = quotes(page, f"😀\n{text}", words)
    assert len(found) == count
    assert all(quote.strip() and quote[-1] != " " for quote in found)
    if found:
        assert quotes(page, f"😀\n{text}", words, 3) == found[found[0] == text[: len(found[0])] :]


def test_the_first_copy_is_the_one_that_belongs_there_also_through_a_repeat_of_a_repeat(
    open_page: Open,
) -> None:
    text = "No. 😀 Yes, no.\n\nThen.\n\nNO. 😀 Yes, no.\n\nNo. 😀 Yes, no."
    second, third = text.index("NO."), text.rindex("No.")
    length = len("No. 😀 Yes, no.")
    passages = (
        f'[{{"start":{second},"end":{second + length},"kind":"repeat","of":[0,{length}],"why":""}},'
        f'{{"start":{third},"end":{third + length},"kind":"repeat","of":[{second},{second + length}],"why":""}}]'
    )
    at = text.rindex("no")
    assert open_page(text).evaluate(FIRST, [passages, {"start": at, "end": at + 2}]) == [11, 13]
    assert open_page(text).evaluate(FIRST, [passages, {"start": third, "end": third + 2}]) == [0, 2]
    assert open_page(text).evaluate(FIRST, [passages, {"start": 0, "end": 2}]) is None
    assert open_page(text).evaluate(FIRST, [passages, {"start": second - 3, "end": second + 2}]) is None
