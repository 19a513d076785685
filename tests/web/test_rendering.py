"""Text becomes HTML to the character."""

import html
import re

import pytest

from annotator.anchoring import paragraphs
from annotator.annotations.models import Tag
from annotator.web.rendering import Mark, document_html, lines_around, paragraphs_html, places_of
from tests.cast import TEXT, Cast

NASTY = "a <b>&amp;</b> \"q\" 'q'\n\n \n<script>alert(1)</script> 👩‍👩‍👧 é\tx\u2028y\u00a0z\nقال مهندس\n"


def text_of(paragraph: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", paragraph))


@pytest.mark.parametrize("text", [TEXT, NASTY, "x", "\n\nx\n\n"])
@pytest.mark.parametrize("step", [1, 2, 5])
def test_each_paragraph_holds_exactly_its_part_of_the_text(text: str, step: int) -> None:
    places = [
        (start, min(start + 3 * step, len(text)), Mark(f"t{start}", "disputed"))
        for start in range(0, len(text) - 1, step)
    ]
    page = document_html(text, places)
    found = re.findall(r'<p data-o="(\d+)" dir="auto">(.*?)</p>', page)
    assert [(int(offset), text_of(inner)) for offset, inner in found] == paragraphs(text)
    assert "<script" not in page


def test_a_mark_names_its_tags_and_each_status_once() -> None:
    places = [(0, 4, Mark("a", "disputed")), (2, 6, Mark("b", "disputed")), (2, 6, Mark("c", "sourced"))]
    assert document_html("abcdefgh", places) == (
        '<p data-o="0" dir="auto"><mark data-tags="a" data-status="disputed" data-starts="disputed">ab</mark>'
        '<mark data-tags="a b c" data-status="disputed sourced" data-starts="disputed sourced">cd</mark>'
        '<mark data-tags="b c" data-status="disputed sourced">ef</mark>gh</p>'
    )


def test_the_touched_paragraphs_alone_are_rendered_as_on_the_whole_page() -> None:
    text = "one\ntwo\n\nthree\nfour"
    places = [(4, 12, Mark("a", "sourced")), (15, 17, Mark("b", "disputed"))]
    touched = paragraphs_html(text, 5, 11, places)
    assert list(touched) == ["4", "9"]
    whole = document_html(text, places)
    assert all(paragraph in whole for paragraph in touched.values())
    assert lines_around(text, 5, 11) == (4, 14)


def test_places_are_those_of_the_tags_that_the_reader_sees(cast: Cast) -> None:
    cast.tag(cast.ada, "The water board", "sourced")
    cast.tag(cast.ben, "a bang", "disputed")
    cast.settings(blind=True)
    seen = places_of(Tag.objects.visible_to(cast.ada).live())
    start = cast.document.text.index("The water board")
    tag = Tag.objects.get(analyst=cast.ada)
    assert seen == [(start, start + 15, Mark(str(tag.pk), "sourced"))]
