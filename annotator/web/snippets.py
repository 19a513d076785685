"""What a search shows of a text: the places that hold what was asked for, each with a little around it.

Pieces of text and places alone; templates make HTML of them, which escapes every one.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

import regex

from annotator.documents.search import Term

AROUND, LONGEST = 90, 320  # characters: before and after a hit; of a snippet
SNIPPETS = 3  # of one text
COUNTED = 1000  # places in one text; there may be more
_WORD = r"[\w\p{M}]"


class Piece(NamedTuple):
    text: str
    hit: bool = False


class Snippet(NamedTuple):
    """A few words of a text around `[start, end)`, its first hit."""

    start: int
    end: int
    pieces: list[Piece]
    cut_before: bool
    cut_after: bool


class Found(NamedTuple):
    """The snippets of a text, and how many places in it were hit."""

    snippets: list[Snippet]
    hits: int


def found_in(text: str, terms: Sequence[Term]) -> Found:
    """The first places in `text` that hold one of `terms`; its opening where only its title does."""
    places = sorted(place for term in terms for place in _places(text, term))
    if not places:
        return Found([_snippet(text, [(0, 0)])], 0)
    return Found([_snippet(text, near) for near in islice(_near(places), SNIPPETS)], len(places))


def marked(text: str, terms: Sequence[Term]) -> list[Piece]:
    """All of a short text, in pieces."""
    places = sorted(place for term in terms for place in _places(text, term))
    return _pieces(text, 0, len(text), places)


def _places(text: str, term: Term) -> list[tuple[int, int]]:
    """Where `term` stands; the whole word where a part of one was found."""
    found = regex.finditer(_whole_words(term), text, regex.IGNORECASE | regex.FULLCASE)
    return [match.span() for match in islice(found, COUNTED)]


def _whole_words(term: Term) -> str:
    """Tried at the beginnings of words alone: at each of its letters, a long word would take hours."""
    if term.exact or term.pattern.endswith(r"\M"):
        return term.pattern
    before = "" if term.pattern.startswith(r"\m") else f"(?<!{_WORD}){_WORD}*"
    return f"{before}{term.pattern}{_WORD}*"


def _near(places: list[tuple[int, int]]) -> Iterable[list[tuple[int, int]]]:
    """Places so close together that one snippet shows them."""
    near: list[tuple[int, int]] = []
    for place in places:
        if near and (place[0] > near[-1][1] + AROUND or place[1] > near[0][0] + LONGEST - AROUND):
            yield near
            near = []
        near.append(place)
    yield near


def _snippet(text: str, near: list[tuple[int, int]]) -> Snippet:
    """The hits with whole words around them, and nothing of other paragraphs."""
    (start, end), last = near[0], min(near[-1][1], near[0][0] + LONGEST)
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    after = text.find("\n", last)
    limit = min(len(text) if after < 0 else after, last + (LONGEST if end == 0 else AROUND))
    first, limit = _whole(text, first, start, limit, last)
    pieces = _pieces(text, first, limit, near)
    cut = bool(text[limit : limit + 1].strip()) or (after < 0 and limit < len(text))
    return Snippet(start, end, pieces, first > 0 and text[first - 1] != "\n", cut)


def _whole(text: str, first: int, start: int, limit: int, last: int) -> tuple[int, int]:
    """The window without the halves of words at its edges."""
    if first > 0 and text[first - 1] != "\n":
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if limit < len(text) and text[limit] not in " \n":
        space = text.rfind(" ", last, limit)
        limit = space if space >= 0 else limit
    return first, limit


def _pieces(text: str, first: int, limit: int, places: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], first
    for found_start, found_end in places:
        start, end = max(found_start, at), min(found_end, limit)
        if start < end:
            pieces += [Piece(text[at:start]), Piece(text[start:end], hit=True)]
            at = end
    return [piece for piece in [*pieces, Piece(text[at:limit])] if piece.text]
