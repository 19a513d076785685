"""Repeats: what stands in a document for the second time. Pure; this docstring is the specification.

A web page saved as text often holds its body twice, or its lead again as a first paragraph; a claim is marked in
the first copy alone. A *repeat* is a run of sentences that stands earlier in the same document in the same order,
read over the ends of paragraphs, so that a copy is found where its lines are broken otherwise.

- Sentences are compared as `fold` writes them: letter case, white space, kinds of quotes and dashes, marks of
  lists and headings, Arabic vowel signs and tatweel, and punctuation at either end make no difference. All else
  does, digits and their signs above all: “1.5 dead” is never “15 dead”.
- Of all earlier copies the one that goes on longest counts, and of these the first. A copy ends before its repeat
  begins.
- Whole paragraphs are a repeat if one sentence of them is of 30 letters or more, or all together of 120; the
  answers “Yes.” and “Thank you.” in an interview are none. A run that begins or ends inside a paragraph is one if it
  is of two sentences or more and of 120 letters: below that, a phrase that an author says again is his own.

Offsets are half-open code points of the document's text; at the edge of a paragraph a repeat takes in its white space.
The work grows with the length of the text alone.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

SUBSTANTIAL, MUCH = 30, 120  # letters, see above
CANDIDATES = 16  # earlier copies of one sentence that are looked at

_SENTENCE = re.compile(
    r"""(?:[^.!?؟۔…。！？]|[.!?؟۔…]+(?!["'”’»)\]]*(?:\s|$)))*"""  # a full stop in “1.5” ends nothing
    r"""(?:[.!?؟۔…。！？]+["'”’»」』)\]）]*)?\s*"""
)
_SAME = str.maketrans(
    dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’‚", "'")
    | dict.fromkeys("‐‑–—", "-")
    | dict.fromkeys("\u0640\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0670", "")
    | dict.fromkeys(map(chr, [*range(0x064B, 0x0660), *range(0x06D6, 0x06EE)]), "")
)
_EDGES = " \"'.,:;!?؟،؛۔…()[]"
_LIST_MARK = re.compile(r"[#>*•·\-\s]+(?=[^\d\s])")


class Repeat(NamedTuple):
    """`[start, end)` says again what stands at `[of_start, of_end)`."""

    start: int
    end: int
    of_start: int
    of_end: int


class _Sentence(NamedTuple):
    start: int
    end: int
    key: str
    opens: bool  # its paragraph
    closes: bool


def fold(words: str) -> str:
    """`words` as they are compared: two that are equal here say the same."""
    plain = words.translate(_SAME).casefold()
    if mark := _LIST_MARK.match(plain):
        plain = plain[mark.end() :]
    return " ".join(plain.split()).strip(_EDGES)


def repeats(lines: Sequence[tuple[int, str]]) -> list[Repeat]:
    """The repeats among paragraphs, `(offset, paragraph)` in reading order; disjoint, in reading order."""
    sentences = [sentence for offset, line in lines for sentence in _sentences(offset, line)]
    places: dict[str, list[int]] = {}
    found = []
    at = known = 0
    while at < len(sentences):
        for earlier in range(known, at):
            places.setdefault(sentences[earlier].key, []).append(earlier)
        known = at
        copy, count = _longest(sentences, at, places.get(sentences[at].key, [])[:CANDIDATES])
        run = sentences[at : at + count]
        count = _worth(run)
        if count:
            first, last = sentences[at], sentences[at + count - 1]
            found.append(
                Repeat(first.start, last.end, sentences[copy].start, sentences[copy + count - 1].end)
            )
        at += count or _wordless(run) or 1
    return found


def _sentences(offset: int, line: str) -> list[_Sentence]:
    parts = [(match.start(), match.end(), fold(match[0])) for match in _SENTENCE.finditer(line) if match[0]]
    parts = [part for part in parts if part[2]]
    last = len(parts) - 1
    return [
        _Sentence(
            offset + (start if n else 0), offset + (end if n < last else len(line)), key, n == 0, n == last
        )
        for n, (start, end, key) in enumerate(parts)
    ]


def _longest(sentences: Sequence[_Sentence], at: int, copies: Sequence[int]) -> tuple[int, int]:
    """The earlier copy that goes on longest with what stands `at`, and for how many sentences."""
    best = (0, 0)
    for copy in copies:
        count = 0
        most = min(at - copy, len(sentences) - at)
        while count < most and sentences[copy + count].key == sentences[at + count].key:
            count += 1
        if count > best[1]:
            best = (copy, count)
    return best


def _wordless(run: Sequence[_Sentence]) -> int:
    """How many sentences without a letter a run begins with: a column of figures is looked at once, not from each
    of its lines on."""
    return next((n for n, sentence in enumerate(run) if any(map(str.isalpha, sentence.key))), len(run))


def _worth(run: Sequence[_Sentence]) -> int:
    """How many sentences of a run, from its first on, are a repeat; 0 for none."""
    lengths = [sum(map(str.isalpha, sentence.key)) for sentence in run]
    if len(run) > 1 and sum(lengths) >= MUCH:
        return len(run)
    whole = max((n + 1 for n, sentence in enumerate(run) if sentence.closes), default=0)
    if not whole or not run[0].opens:
        return 0
    return whole if max(lengths[:whole]) >= SUBSTANTIAL or sum(lengths[:whole]) >= MUCH else 0
