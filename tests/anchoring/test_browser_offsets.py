"""The law of offsets in a real browser, over the shared fixture."""

from typing import Any

import pytest
from playwright.sync_api import Page

from annotator.anchoring import Span, check, paragraphs, widen
from tests.anchoring.conftest import CASES
from tests.anchoring.workbench import blank, html, in_page, serve, visible

ROUND_TRIP = """([html, places]) => {
  root.innerHTML = html;
  return places.map(([start, end]) => {
    const range = offsets.toRange(root, {start, end});
    return range && offsets.toOffsets(root, range);
  });
}"""


def every_place(text: str) -> list[tuple[int, int]]:
    lengths = {1, 2, 5, len(text)}
    return [
        (start, min(len(text), start + length)) for start in range(len(text)) for length in sorted(lengths)
    ]


def marks(case: dict[str, Any]) -> list[tuple[int, int, str]]:
    """The fixture's spans as highlights, which overlap."""
    return [(*span["code_points"], f"tag-{number}") for number, span in enumerate(case["spans"])]


def quoted(text: str, place: tuple[int, int] | None) -> dict[str, Any] | None:
    return place and {"start": place[0], "end": place[1], "exact": text[place[0] : place[1]]}


@pytest.mark.parametrize("marked", [False, True], ids=["plain", "marked"])
def test_a_served_paragraph_is_exactly_its_slice(blank_page: Page, marked: bool) -> None:
    articles = (html(case["text"], marks(case) if marked else ()) for case in CASES)
    serve(blank_page, "</article><article>".join(articles))
    found = in_page(
        blank_page,
        """() => [...document.querySelectorAll("article")].map(article =>
          [...article.querySelectorAll("p")].map(p => ({offset: +p.dataset.o, text: p.textContent})))""",
    )
    assert found == [case["paragraphs"] for case in CASES]


@pytest.mark.parametrize("marked", [False, True], ids=["plain", "marked"])
def test_every_place_goes_to_a_range_and_back(blank_page: Page, marked: bool) -> None:
    serve(blank_page, "")
    for case in CASES:
        text, places = case["text"], every_place(case["text"])
        found = in_page(blank_page, ROUND_TRIP, [html(text, marks(case) if marked else ()), places])
        assert found == [quoted(text, visible(text, *place)) for place in places], case["name"]


def test_quotes_have_the_context_that_the_server_takes(blank_page: Page) -> None:
    serve(blank_page, "")
    for case in CASES:
        text = case["text"].rstrip("\n")
        places = [
            (start, min(end, len(text))) for start, end in every_place(case["text"]) if start < len(text)
        ]
        places = sorted({widen(text, *place) for place in places})
        found = in_page(
            blank_page,
            """([html, places]) => {
              root.innerHTML = html;
              return places.map(([start, end]) => offsets.quote(root, start, end, 7));
            }""",
            [html(text, marks(case)), places],
        )
        for place, quote in zip(places, found, strict=True):
            span = Span.of(text, *place, context=7)
            expected = {"exact": span.exact, "prefix": span.prefix, "suffix": span.suffix}
            assert quote == expected, (case["name"], place)


def test_snapping_to_graphemes_is_the_widening_of_the_server(blank_page: Page) -> None:
    serve(blank_page, "")
    for case in CASES:
        for _, text in paragraphs(case["text"]):
            places = every_place(text)
            found = in_page(
                blank_page,
                """([text, places]) => places.map(([start, end]) => {
                  const place = offsets.snap(text, {start, end}, "grapheme");
                  return place && [place.start, place.end];
                })""",
                [text, places],
            )
            for place, snapped in zip(places, found, strict=True):
                start, end = widen(text, *place)
                assert snapped == (None if blank(text[start:end]) else [start, end]), (case["name"], place)


def test_code_points_are_counted_as_python_counts_them(blank_page: Page) -> None:
    serve(blank_page, "")
    texts = [case["text"] for case in CASES]
    found = in_page(blank_page, "texts => texts.map(offsets.codePoints)", texts)
    assert found == [len(text) for text in texts]
    units = in_page(
        blank_page,
        "cases => cases.map(({text, spans}) => spans.map(s => s.code_points.map(n => offsets.unitIndex(text, n))))",
        CASES,
    )
    assert units == [[span["utf16"] for span in case["spans"]] for case in CASES]


ARABIC_WHY = "\u0644\u0645\u0627\u0630\u0627\u061f"
SNAPS = {
    ("word", "en", "The ferry, sank", 5, 7): "ferry",
    ("word", "en", "The ferry, sank", 3, 9): "ferry",
    ("word", "en", "The ferry, sank", 5, 10): "ferry,",
    ("word", "", "a \U0001f1e9\U0001f1ea b", 2, 3): "\U0001f1e9\U0001f1ea",
    ("word", "th", "\u0e40\u0e23\u0e37\u0e2d\u0e08\u0e21", 1, 2): "\u0e40\u0e23\u0e37\u0e2d",
    ("word", "en", "a \u00a0 b", 1, 3): None,
    ("sentence", "en", "It sank. Thirty died! Why?", 12, 14): "Thirty died!",
    ("sentence", "en", "It sank. Thirty died! Why?", 4, 26): "It sank. Thirty died! Why?",
    ("sentence", None, "It sank. Thirty died!", 8, 12): "Thirty died!",
    ("sentence", "ar", f"\u063a\u0631\u0642. {ARABIC_WHY} \u0646\u062c\u0627", 6, 7): ARABIC_WHY,
    ("sentence", "en", "abc", 2, 2): None,
    ("grapheme", "en", " \u2028\u200f", 0, 3): None,
}  # fmt: skip


@pytest.mark.parametrize(("asked", "exact"), SNAPS.items())
def test_snapping_takes_whole_words_and_sentences(
    blank_page: Page, asked: tuple[str, str | None, str, int, int], exact: str | None
) -> None:
    serve(blank_page, "")
    place = in_page(
        blank_page,
        """([granularity, locale, text, start, end]) =>
          offsets.snap(text, {start, end}, granularity, locale ?? undefined)""",
        asked,
    )
    assert (place and asked[2][place["start"] : place["end"]]) == exact


def test_the_sentences_of_a_paragraph_come_in_order_without_white_space(blank_page: Page) -> None:
    text = "  It sank. \U0001f622 Thirty died!\u00a0 Why? "
    serve(blank_page, "")
    for granularity, expected in {
        "sentence": ["It sank.", "\U0001f622 Thirty died!", "Why?"],
        "word": ["It", "sank", ".", "\U0001f622", "Thirty", "died", "!", "Why", "?"],
        "grapheme": list("Itsank.\U0001f622Thirtydied!Why?"),
    }.items():
        found = in_page(blank_page, "([text, kind]) => offsets.pieces(text, kind, 'en')", [text, granularity])
        assert [text[place["start"] : place["end"]] for place in found] == expected


def test_what_the_page_does_not_hold_has_no_range(blank_page: Page) -> None:
    serve(blank_page, html("ab\n\ncd"))
    found = in_page(
        blank_page,
        "places => places.map(([start, end]) => offsets.toRange(root, {start, end}) === null)",
        [(6, 9), (2, 4), (3, 3), (5, 2), (0, 1)],
    )
    assert found == [True, True, True, True, False]


def test_whole_text_is_read_back_with_its_line_feeds(blank_page: Page) -> None:
    serve(blank_page, "")
    for case in CASES:
        found = in_page(
            blank_page,
            "html => { root.innerHTML = html; return offsets.textOf(root); }",
            html(case["text"], marks(case)),
        )
        assert found == case["text"].rstrip("\n"), case["name"]
        check(case["text"], 0, len(found), found)
