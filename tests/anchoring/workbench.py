"""A page as the workbench serves it, around the real `static/js/offsets.js`."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import regex
from playwright.sync_api import Page, Route

from annotator.anchoring import paragraphs, segments_by_paragraph

ADDRESS = "http://localhost/"
MODULE = Path(__file__).resolve().parents[2] / "static" / "js" / "offsets.js"
BLANK = regex.compile(r"[\p{White_Space}\p{Default_Ignorable_Code_Point}]*")
PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Offsets</title>
<style>p {{ white-space: pre-wrap; font: 16px sans-serif }} .chip {{ user-select: none }}</style>
<h1>Heading</h1>
<article data-document="1">{text}</article>
<aside>Side panel</aside>
<script type="module">
import * as offsets from "/offsets.js";
window.offsets = offsets;
window.root = document.querySelector("[data-document]");
window.selected = () => getSelection().rangeCount ? offsets.toOffsets(root, getSelection().getRangeAt(0)) : null;
</script>
"""


def html(text: str, spans: Iterable[tuple[int, int, str]] = ()) -> str:
    """The paragraphs of a text with flat marks, and a chip between two of them."""
    lines = paragraphs(text)
    blocks = []
    for (offset, _), parts in zip(lines, segments_by_paragraph(lines, spans), strict=True):
        inner = "".join(
            f'<mark data-tags="{" ".join(part.keys)}">{escape(part.text)}</mark>'
            if part.keys
            else escape(part.text)
            for part in parts
        )
        blocks.append(f'<p data-o="{offset}" dir="auto">{inner}</p>')
    return '<div class="chip">repeated passage</div>'.join(blocks)


def serve(page: Page, text: str) -> None:
    """Load the page with `text` (HTML) in it, through the browser's own parser."""

    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(content_type="text/javascript", body=MODULE.read_text(encoding="utf-8"))
        else:
            route.fulfill(content_type="text/html; charset=utf-8", body=PAGE.format(text=text))

    page.unroute_all()
    page.route(ADDRESS + "**", answer)
    page.goto(ADDRESS)
    page.wait_for_function("window.offsets")


def in_page(page: Page, function: str, argument: Any = None) -> Any:
    """What a JavaScript function answers, which may use `offsets` and `root`."""
    return page.evaluate(function, argument)


def visible(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A place without the line feeds at its ends, which the page has no node for."""
    while start < end and text[start] == "\n":
        start += 1
    while start < end and text[end - 1] == "\n":
        end -= 1
    return (start, end) if start < end else None


def blank(text: str) -> bool:
    """Whether nothing visible is in it."""
    return BLANK.fullmatch(text) is not None
