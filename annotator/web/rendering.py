"""The one place where a text becomes HTML: flat marks in paragraphs, to the character.

    <p data-o="120" dir="auto">Before <mark data-tags="ID ID" data-status="disputed sourced"
    data-starts="disputed">under two tags</mark> after.</p>

`data-o` is the paragraph's offset, its text content exactly `text[o:o + len]`. A mark is a run under the same tags:
`data-tags` names them, `data-status` their statuses and `data-starts` the statuses of those that begin with it, each
once. Plain Python, because a template takes several times as long for thousands of marks.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from annotator.anchoring import Segment, paragraphs, segments_by_paragraph


class Mark(NamedTuple):
    """What is shown of a tag in the text."""

    key: str
    status: str


type Place = tuple[int, int, Mark]


def document_html(text: str, places: Iterable[Place]) -> SafeString:
    """All paragraphs of `text` under `places`, `(start, end, mark)` each."""
    return mark_safe("\n".join(_rendered(paragraphs(text), places)))  # noqa: S308  escaped in _segment


def paragraphs_html(text: str, start: int, end: int, places: Iterable[Place]) -> dict[str, str]:
    """The paragraphs that `[start, end)` touches, by their offsets."""
    first, last = lines_around(text, start, end)
    touched = [(first + offset, line) for offset, line in paragraphs(text[first:last])]
    return {str(offset): html for (offset, _), html in zip(touched, _rendered(touched, places), strict=True)}


def lines_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The range `[first, last)` of the whole lines that `[start, end)` touches."""
    last = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last


def places_of(rows: "Iterable[tuple[int, int, object, str]]") -> list[Place]:
    """Places of rows `(start, end, tag's id, status)`."""
    return [(start, end, Mark(str(key), status)) for start, end, key, status in rows]


def _rendered(lines: Sequence[tuple[int, str]], places: Iterable[Place]) -> list[str]:
    found = segments_by_paragraph(lines, places)
    return [
        f'<p data-o="{offset}" dir="auto">{"".join(map(_segment, segments))}</p>'
        for (offset, _), segments in zip(lines, found, strict=True)
    ]


def _segment(segment: Segment[Mark]) -> str:
    if not segment.keys:
        return escape(segment.text)
    tags = " ".join([mark.key for mark in segment.keys])
    starts = f' data-starts="{_statuses(segment.starts)}"' if segment.starts else ""
    text = escape(segment.text)
    return f'<mark data-tags="{tags}" data-status="{_statuses(segment.keys)}"{starts}>{text}</mark>'


def _statuses(marks: Sequence[Mark]) -> str:
    return " ".join(dict.fromkeys([mark.status for mark in marks]))
