"""A hand on the text: where quotes stand on the screen, drags over them, and the places that reach the database."""

from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from annotator.annotations.models import Tag
    from annotator.documents.models import Document

# A range over a quote that may run through marks and over paragraphs.
RANGE = """quote => {
  const walker = document.createTreeWalker(document.querySelector("[data-document]"), NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "", last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const paragraph = node.parentElement.closest("p[data-o]");
    if (!paragraph) continue;
    if (last && last !== paragraph) text += "\\n";
    last = paragraph;
    nodes.push([node, text.length]);
    text += node.data;
  }
  const at = text.indexOf(quote), end = at + quote.length;
  const [first, from] = nodes.find(([node, start]) => at < start + node.data.length);
  const [second, to] = nodes.findLast(([, start]) => end > start);
  const range = new Range();
  range.setStart(first, at - from);
  range.setEnd(second, end - to);
  return range;
}"""
CORNERS = f"""quote => {{
  const boxes = [...({RANGE})(quote).getClientRects()], first = boxes[0], last = boxes.at(-1);
  const dir = getComputedStyle(({RANGE})(quote).startContainer.parentElement.closest("p")).direction;
  const middle = box => box.top + box.height / 2;
  const [start, end] = dir === "rtl" ? ["right", "left"] : ["left", "right"];
  const inward = dir === "rtl" ? -1 : 1;
  return [[first[start] + inward, middle(first)], [last[end] - inward, middle(last)]];
}}"""


def corners(page: Page, quote: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where one presses and lets go to select a quote."""
    first, last = page.evaluate(CORNERS, quote)
    return (first[0], first[1]), (last[0], last[1])


def drag(page: Page, quote: str, *, to: tuple[float, float] | None = None, let_go: bool = True) -> None:
    """Select by mouse, to the end of the quote or to another point of the screen."""
    start, end = corners(page, quote)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*(to or end), steps=6)
    if let_go:
        page.mouse.up()


def select(page: Page, quote: str) -> None:
    """As a finger's handles do: the selection changes, and no mouse was there. The page has heard of it then."""
    page.evaluate(
        "quote => new Promise(heard => {"
        "document.addEventListener('selectionchange', heard, {once: true});"
        f"getSelection().removeAllRanges(); getSelection().addRange(({RANGE})(quote)); }}).then(() => {{}})",
        quote,
    )


def marked(page: Page, key: str, document: "Document") -> str:
    """Press a key and answer with what the server then holds: its newest span, sliced from the text by its offsets."""
    expect(page.locator("#pick")).to_be_visible()
    before = page.locator("[data-saved]").inner_text()
    page.keyboard.press(key)
    expect(page.locator("[data-saved]")).not_to_have_text(before)
    expect(page.locator("[data-saved]")).not_to_contain_text("waiting")
    span = newest(document).span
    assert document.text[span.start : span.end] == span.exact
    return span.exact


def newest(document: "Document") -> "Tag":
    from annotator.annotations.models import Tag

    return Tag.objects.filter(document=document).select_related("span").latest("updated_at")


def boxes(page: Page, quote: str) -> list[dict[str, Any]]:
    """The lines of a quote on the screen."""
    found: list[dict[str, Any]] = page.evaluate(
        f"quote => [...({RANGE})(quote).getClientRects()].map(box => box.toJSON())", quote
    )
    return found
