"""The one place where a text becomes HTML: flat marks in paragraphs, to the character.

    <p data-o="120" dir="auto">Before <mark data-tags="ID ID" data-status="disputed sourced"
    data-starts="disputed">under two tags</mark> after.</p>

`data-o` is the paragraph's offset, its text content exactly `text[o:o + len]`. A mark is a run under the same tags:
`data-tags` names them, `data-status` their statuses and `data-starts` the statuses of those that begin with it, each
once. Plain Python, because a template takes several times as long for thousands of marks.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.safestring import SafeString, mark_safe

from annotator.anchoring import Segment, paragraphs, segments, spans_by_paragraph
from annotator.annotations.models import Tag
from annotator.documents.models import Passage
from annotator.web.folding import folded


class Mark(NamedTuple):
    """What is shown of a tag in the text."""

    key: str
    status: str


type Place = tuple[int, int, Mark]
DENSE = 3_000


def document_html(text: str, places: Iterable[Place], passages: Sequence[Passage] = ()) -> SafeString:
    """All paragraphs of `text` under `places`, `(start, end, mark)` each, its passages folded."""
    lines = paragraphs(text)
    html = folded(lines, _rendered(lines, places), passages)
    return mark_safe("\n".join(html))  # noqa: S308  escaped in _segment


def is_dense(html: str) -> bool:
    """Whether there are so many marks that a browser should draw them flat, to scroll quickly."""
    return html.count("<mark ") > DENSE


def paragraphs_html(text: str, start: int, end: int, places: Iterable[Place]) -> dict[str, str]:
    """The paragraphs that `[start, end)` touches, by their offsets."""
    first, last = lines_around(text, start, end)
    touched = [(first + offset, line) for offset, line in paragraphs(text[first:last])]
    return {str(offset): html for (offset, _), html in zip(touched, _rendered(touched, places), strict=True)}


def lines_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The range `[first, last)` of the whole lines that `[start, end)` touches."""
    last = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last


def places_of(tags: "QuerySet[Tag]") -> list[Place]:
    """The places of `tags`, which are what the reader may see."""
    rows = tags.order_by().annotate(key=Cast("id", CharField()))
    return [
        (start, end, Mark(key, status))
        for start, end, key, status in rows.values_list("span__start", "span__end", "key", "status")
    ]


def _rendered(lines: Sequence[tuple[int, str]], places: Iterable[Place]) -> list[str]:
    touching = spans_by_paragraph(lines, places)
    return [
        _marked(offset, line, tuple(found)) if found else _paragraph(offset, escape(line))
        for (offset, line), found in zip(lines, touching, strict=True)
    ]


@lru_cache(
    maxsize=4_096
)  # a document of 10,000 spans has some 600 paragraphs: 5 MB, and a change touches one or two
def _marked(offset: int, line: str, places: tuple[Place, ...]) -> str:
    """A paragraph under its marks: the same for whoever may see these very tags."""
    return _paragraph(offset, "".join(map(_segment, segments(offset, line, places))))


def _paragraph(offset: int, html: str) -> str:
    return f'<p data-o="{offset}" dir="auto">{html}</p>'


def _segment(segment: Segment[Mark]) -> str:
    if not segment.keys:
        return escape(segment.text)
    if len(segment.keys) == 1:  # by far the most
        return _mark(segment.keys[0].key, segment.keys[0].status, segment)
    return _mark(" ".join([mark.key for mark in segment.keys]), _statuses(segment.keys), segment)


def _mark(tags: str, statuses: str, segment: Segment[Mark]) -> str:
    starts = f' data-starts="{_statuses(segment.starts)}"' if segment.starts else ""
    return f'<mark data-tags="{tags}" data-status="{statuses}"{starts}>{escape(segment.text)}</mark>'


def _statuses(marks: Sequence[Mark]) -> str:
    return " ".join(dict.fromkeys([mark.status for mark in marks]))
