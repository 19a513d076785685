"""Passages on the page: paragraphs under one heading, the text to the character as it was."""

import html
import json
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from annotator.anchoring import paragraphs
from annotator.documents.models import Passage
from annotator.documents.passages import passages_of
from annotator.web.rendering import Mark, document_html
from tests.cast import Cast

LEAD = "The ferry <b>to Ormsea</b> stopped on Tuesday after a crack was found in its hull, the harbour office said."
QUOTE = "“We saw it at low tide,” the harbour master said. 👩‍👩‍👧"
FORM = "Your email address will not be published. Required fields are marked * Name * Email * Website"
WRAPPED = re.compile(
    r'<div class="([^"]*)" data-passage="([^"]*)">\n(?:<button(.*?)</button>\n)?(.*?)\n</div>', re.S
)


def page(text: str, marked: str = "") -> str:
    start = text.rindex(marked)
    places = [(start, start + len(marked), Mark("t", "disputed"))] if marked else []
    return document_html(text, places, [Passage(id=uuid4(), **one.columns) for one in passages_of(text)])


def runs(page: str) -> list[tuple[str, str, str, int]]:
    """Of each run of passages its classes, kinds, what its heading says, and its paragraphs."""
    found = []
    for classes, kinds, heading, inside in WRAPPED.findall(page):
        said = re.search(r"<span>(.*?)</span>", heading)
        found.append((classes, kinds, html.unescape(said[1]) if said else "", inside.count("<p ")))
    return found


TEXT = f"Ferry\n\n{LEAD}\n\n{QUOTE}\n\nThe post goes by boat.\n\n{LEAD}\n \n{QUOTE}\n\nShare\n\nThe end.\n\n1 Comment\n"


def test_paragraphs_in_a_row_stand_under_one_heading_and_a_line_under_none() -> None:
    assert runs(page(TEXT)) == [
        (
            "passage",
            "repeat furniture",
            "Repeat of an earlier passage · Notice about cookies, newsletters or sharing · 3 paragraphs",
            4,  # with the one of white space
        ),
        ("passage", "furniture", "", 1),
    ]


def test_of_many_reasons_the_first_is_named() -> None:
    [(_, _, said, count)] = runs(page(f"{LEAD}\n\nLeave a Reply\n\n{FORM}\n\n© 2031 Tide\n\nTo Top\n"))
    assert (said, count) == ("Comment form and other page furniture · 4 paragraphs", 4)


def test_one_with_a_mark_begins_open() -> None:
    assert runs(page(TEXT, marked="low tide"))[0][0] == "passage open"
    assert 'aria-expanded="true"' in page(TEXT, marked="low tide")
    assert 'aria-expanded="true"' not in page(TEXT, marked="The end")


@pytest.mark.parametrize("text", [TEXT, "x", f"{FORM}\n\n\n{LEAD}\n{FORM}\n"])
def test_the_paragraphs_are_as_they_are_without_passages(text: str) -> None:
    lines = re.findall(r"<p data-o.*?</p>", page(text))
    assert lines == re.findall(r"<p data-o.*?</p>", document_html(text, []))
    assert len(lines) == len(paragraphs(text))
    assert "<b>to" not in page(text)


def test_a_sentence_that_stands_earlier_folds_no_paragraph() -> None:
    again = f"{LEAD} {QUOTE}"
    assert runs(page(f"{again}\n\nTo recall: nobody was hurt. {again} The end.\n")) == []


def test_the_heading_speaks_the_readers_language() -> None:
    with translation.override("ar"):
        assert 'lang="ar" dir="rtl"' in page(TEXT)


def test_the_workbench_carries_the_passages_for_its_scripts(cast: Cast, client: Client) -> None:
    document = cast.text(text=TEXT)
    client.force_login(cast.ada)
    answer = client.get(f"/documents/{document.pk}/").content.decode()
    data = re.search(r'<script id="passages" type="application/json">(.*?)</script>', answer)
    assert data
    found = json.loads(data[1])
    assert [(one["start"], one["end"], one["kind"]) for one in found] == [
        (one.start, one.end, one.kind) for one in passages_of(TEXT)
    ]
    assert found[0]["of"] == [TEXT.index(LEAD), TEXT.index(QUOTE) + len(QUOTE)]
    assert runs(answer)[0][3] == 4
