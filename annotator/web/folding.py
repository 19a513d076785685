"""Passages on the page: paragraphs in a row that lie in passages, dimmed and folded under one line.

    <div class="passage" data-passage="repeat"><button class="fold" type="button" aria-expanded="false">...</button>
    <p data-o="120" dir="auto">...</p>
    </div>

The paragraphs inside are as they are anywhere else. One with a mark in it begins open (class `open`); what is no
longer than a line is dimmed and not folded. Without scripts everything is shown.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from annotator.documents.models import Passage, PassageKind

LINE = 80  # code points of text that are not worth folding
REASONS = 2  # that a heading names; of more, the first

type Lines = Sequence[tuple[int, str]]


class Run(NamedTuple):
    """Paragraphs `[first, end)`, by their index, and the passages they lie in; none for the text itself."""

    first: int
    end: int
    passages: list[Passage]


def folded(lines: Lines, html: Sequence[str], passages: Sequence[Passage]) -> Iterator[str]:
    """The paragraphs of `html`, those that lie in passages under their headings."""
    if not passages:
        yield from html
        return
    for run in runs(lines, passages):
        inside = html[run.first : run.end]
        yield from _wrapped(run, lines, inside) if run.passages else inside


def runs(lines: Lines, passages: Sequence[Passage]) -> Iterator[Run]:
    """All paragraphs in order. One of white space alone goes with those before it."""
    holding: list[Passage | None] = []
    for offset, line in lines:
        blank = not line.strip() and holding
        holding.append(holding[-1] if blank else _holding(passages, offset, offset + len(line)))
    for inside, indexes in groupby(range(len(lines)), lambda n: holding[n] is not None):
        run = list(indexes)
        held = [one for n in run if (one := holding[n])] if inside else []
        yield Run(run[0], run[-1] + 1, list(dict.fromkeys(held)))


def _holding(passages: Sequence[Passage], start: int, end: int) -> Passage | None:
    at = bisect_right(passages, start, key=lambda one: one.start) - 1
    return passages[at] if at >= 0 and end <= passages[at].end else None


def _wrapped(run: Run, lines: Lines, html: Sequence[str]) -> Iterator[str]:
    kinds = " ".join(dict.fromkeys(one.kind for one in run.passages))
    is_open = any("<mark" in one for one in html)
    yield f'<div class="passage{" open" * is_open}" data-passage="{kinds}">'
    texts = [line for _, line in lines[run.first : run.end] if line.strip()]
    if sum(map(len, texts)) > LINE:
        yield _heading(run.passages, len(texts), is_open)
    yield from html
    yield "</div>"


def _heading(passages: Sequence[Passage], count: int, is_open: bool) -> str:
    """In the reader's language, which may run the other way than the text."""
    words = " · ".join([*_reasons(passages), ngettext("%d paragraph", "%d paragraphs", count) % count])
    way = f'lang="{get_language()}" dir="{"rtl" if get_language_bidi() else "ltr"}"'
    return (
        f'<button class="fold" type="button" {way} aria-expanded="{"true" if is_open else "false"}">'
        f"<span>{escape(words)}</span>"
        f'<b aria-hidden="true" data-shut="{escape(gettext("Show"))}" data-open="{escape(gettext("Hide"))}"></b>'
        "</button>"
    )


def _reasons(passages: Sequence[Passage]) -> list[str]:
    reasons = list(dict.fromkeys(gettext(one.why) for one in passages if one.kind == PassageKind.FURNITURE))
    if len(reasons) > REASONS:
        reasons = [gettext("%s and other page furniture") % reasons[0]]
    again = any(one.kind == PassageKind.REPEAT for one in passages)
    return [gettext("Repeat of an earlier passage"), *reasons] if again else reasons
