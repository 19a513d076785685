"""Where the sentences of a text are.

A line feed always ends a sentence: it ends a paragraph. Inside a line one ends after `.`, `!`, `?`, `…`, `؟` or `۔`
with the quotation marks and brackets that close behind it, where white space follows and then no small letter. It does
not end

- after an abbreviation that a name or number follows (*Dr. Renn*, *No. 4*, *St. Brede*),
- after an initial (*J. K. Amsel*),
- after one that ends sentences as well (*Ltd.*, *a.m.*, *U.S.*), unless a word follows that begins sentences (*The*).

A decimal point (6.5), an address and a clock time have no white space behind them. The last sentence of a line
needs no mark at its end: headlines and menus have none, which `ended` tells.
"""

import re
from collections.abc import Iterator

from annotator.suggestions import cues

_END = re.compile(r"(?<![.!?…؟۔])[.!?…؟۔]++[\"”’»)\]]*+(?=\s+(?P<next>[\"“‘«(\[]*\w+)?)")
_ENDED = re.compile(r"[.!?…؟۔;][\"”’»)\]]*\Z")
_WORD_BEFORE = re.compile(r"[\w.]+\Z")
_BEFORE_A_NAME, _ENDS_TOO, _BEGINS = (
    frozenset(words.split()) for words in (cues.BEFORE_A_NAME, cues.ENDS_TOO, cues.BEGINS)
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """`[start, end)` of every sentence of `text`, in code points and in order, without white space at its ends."""
    offset = 0
    for line in text.split("\n"):
        start = 0
        for end in [*_ends(line), len(line)]:
            part = line[start:end]
            if part.strip():
                left = start + len(part) - len(part.lstrip())
                yield offset + left, offset + start + len(part.rstrip())
            start = end
        offset += len(line) + 1


def ended(sentence: str) -> bool:
    """Whether a sentence has a mark at its end, as a line of a menu or a headline has not."""
    return _ENDED.search(sentence) is not None


def _ends(line: str) -> Iterator[int]:
    for found in _END.finditer(line):
        follower = (found["next"] or "").lstrip('"“‘«([')
        if follower[:1].islower():
            continue
        if found.group() != "." or not _abbreviates(line, found.start(), follower):
            yield found.end()


def _abbreviates(line: str, dot: int, follower: str) -> bool:
    """Whether the full stop at `dot` belongs to the word before it alone."""
    before = _WORD_BEFORE.search(line, max(0, dot - 12), dot)
    word = before.group() if before else ""
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    if word.lower() in _ENDS_TOO:
        return follower.lower() not in _BEGINS
    if word.isdigit() and not line[: dot - len(word)].strip():
        return True  # the number of a list's item
    return word.lower() in _BEFORE_A_NAME and bool(follower)
