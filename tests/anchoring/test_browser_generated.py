"""Ten thousand generated texts, and every character that matters, through browser and server alike.

Browser and server may know different versions of Unicode. For characters that both know they agree
exactly; for the others the server is the more lenient, so that it accepts what the browser snapped to.
"""

import random
import unicodedata
from itertools import batched
from typing import Any

from playwright.sync_api import Page

from annotator.anchoring import boundaries, check, paragraphs, widen
from tests.anchoring.alphabet import generated
from tests.anchoring.workbench import blank, html, in_page, serve, visible

CASES = 10_000

ASK = """cases => cases.map(({html, start, end}) => {
  root.innerHTML = html;
  const range = offsets.toRange(root, {start, end});
  const snapped = offsets.paragraphs(root, start, end).map(one => {
    const inside = {start: Math.max(0, start - one.start), end: Math.min(end, one.end) - one.start};
    const place = offsets.snap(one.text, inside, "grapheme");
    return place && [one.start + place.start, one.start + place.end];
  });
  return {found: range && offsets.toOffsets(root, range), text: offsets.textOf(root, start, end), snapped};
})"""

EDGES = """texts => texts.map(text => {
  const edges = [0];
  for (const {segment} of new Intl.Segmenter(undefined, {granularity: "grapheme"}).segment(text))
    edges.push(edges.at(-1) + offsets.codePoints(segment));
  return edges;
})"""

BESIDE = [
    "a{}\u0301",
    "\u0301{}a",
    "\U0001f469\u200d{}\u200d\U0001f469",
    "\U0001f1e9{}\U0001f1ea",
    "\u0915\u094d{}\u094d\u0915",
    "\u0600{}\u0903",
    "\u1100{}\u11a8",
]
RANGES = [(0x20, 0x2100), (0xA640, 0xAC20), (0x11000, 0x11E00), (0x1F000, 0x1FB00)]


def test_ten_thousand_generated_spans_are_the_same_in_browser_and_server(blank_page: Page) -> None:
    chance = random.Random(20261121)
    serve(blank_page, "")
    for batch in batched([generated(chance) for _ in range(CASES)], 1000):
        asked = [
            {"html": html(text, highlights(chance, text)), "start": start, "end": end}
            for text, start, end in batch
        ]
        for case, answer in zip(batch, in_page(blank_page, ASK, asked), strict=True):
            assert answer == expected(*case), ascii(case)


def highlights(chance: random.Random, text: str) -> list[tuple[int, int, str]]:
    edges = sorted(chance.choices(list(boundaries(text)), k=4))
    return [(edges[0], edges[2], "first"), (edges[1], edges[3], "second")]


def expected(text: str, start: int, end: int) -> dict[str, Any]:
    """What the browser has to answer, by the law in Python; what it snaps to is accepted."""
    place = visible(text, start, end)
    found = place and {"start": place[0], "end": place[1], "exact": text[place[0] : place[1]]}
    held = text[: len(text.rstrip("\n"))]
    snapped: list[list[int] | None] = []
    for offset, line in paragraphs(text):
        first, last = max(start, offset), min(end, offset + len(line))
        if first < last:
            first, last = widen(text, first, last)
            check(text, first, last, text[first:last])
            snapped.append(None if blank(text[first:last]) else [first, last])
    return {"found": found, "text": held[start:end], "snapped": snapped}


def test_no_edge_that_the_browser_takes_for_one_is_refused_by_the_server(blank_page: Page) -> None:
    serve(blank_page, "")
    characters = [chr(code) for first, last in RANGES for code in range(first, last)]
    for batch in batched(characters, 4000):
        texts = ["\n".join(BESIDE).replace("{}", character) for character in batch]
        for character, text, edges in zip(batch, texts, in_page(blank_page, EDGES, texts), strict=True):
            accepted = list(boundaries(text))
            assert edges == accepted or unknown(character), ascii(character)
            assert set(edges) <= set(accepted), ascii(character)


def unknown(character: str) -> bool:
    return unicodedata.category(character) == "Cn"
