"""Extended grapheme clusters: what a reader takes for one character, which no edge of a span may cut.

The rules are those of UAX 29 (revision for Unicode 15.1 and later, with Indic conjuncts), written out
from its table 1c, since `\\X` of the regex package also joins a conjunct that lacks its first consonant.

Server and browser seldom have the same version of Unicode, and a character newer than one of them is
judged differently there. So that the server refuses no edge that an up-to-date browser chose, a
character which this Python does not know joins with none. A browser older than Unicode 15.1 may cut
an Indic conjunct: that is refused, with the widened span to take instead.

To judge one edge, only a few characters before it are read: after a line feed, an ASCII character or an
ideograph the rules look back no further, so the judgement starts at the last of these. (Families
joined by ZWJ and runs of flags can be long: a fixed number of characters would not do.)
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex

# Three old characters that Unicode 18 made linkers are none to a browser of an earlier version.
_LINKER = r"(?:(?![\u1cf5\u1cf6\U00011a3a])\p{InCB=Linker})"
_CLUSTER = regex.compile(
    r"""(?x)
    \r\n | [\p{GCB=Control}\r\n] |
    \p{GCB=Prepend}*
    (?: \p{RI} \p{RI}
      | \p{GCB=L}* (?: \p{GCB=V}+ | \p{GCB=LV} \p{GCB=V}* | \p{GCB=LVT} ) \p{GCB=T}* | \p{GCB=L}+ | \p{GCB=T}+
      | \p{ExtPict} (?: \p{GCB=Extend}*+ \u200d \p{ExtPict} )*
      | \p{InCB=Consonant} (?: (?:\p{InCB=Extend}*+ LINKER)++ \p{InCB=Extend}*+ \p{InCB=Consonant} )+
      | [^\p{GCB=Control}\r\n] )
    [\p{GCB=Extend}\p{GCB=SpacingMark}\u200d]*
    """.replace("LINKER", _LINKER)
)
_FRESH = regex.compile(
    r"(?r)(?<=\P{GCB=Prepend})[\n\x20-\x7e\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]"
)
_JOINS_NONE = "\0"


class WindowTooNarrow(LookupError):
    """The part of the text that was read does not decide the question: read more of it."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a document's text: `text` begins at `offset` of a document `length` code points long."""

    text: str
    offset: int
    length: int

    @classmethod
    def whole(cls, text: str) -> "Window":
        return cls(text, 0, len(text))

    def slice(self, start: int, end: int) -> str:
        """Document text `[start, end)`; raises WindowTooNarrow where that was not read."""
        if start < self.offset or end > self.offset + len(self.text):
            raise WindowTooNarrow
        return self.text[start - self.offset : end - self.offset]

    def cluster(self, index: int) -> tuple[int, int]:
        """The cluster that `index` falls into, or `(index, index)` where it falls between two."""
        if index in (0, self.length):
            return index, index
        local = index - self.offset
        if not 0 < local < len(self.text):
            raise WindowTooNarrow
        around = (pair for pair in _clusters(self.text, self._fresh_start(local)) if pair[1] >= local)
        start, end = next(around)
        if end == local:
            return index, index
        if end == len(self.text) and end + self.offset != self.length:
            raise WindowTooNarrow
        return start + self.offset, end + self.offset

    def boundary(self, index: int) -> bool:
        """Whether no cluster is cut at `index`."""
        return self.cluster(index) == (index, index)

    def _fresh_start(self, local: int) -> int:
        if found := _FRESH.search(self.text, 0, local):
            return int(found.start())
        if self.offset:
            raise WindowTooNarrow
        return 0


def grapheme_boundary(text: str, index: int) -> bool:
    """Whether a span of `text` may begin or end at `index` (0 <= index <= len(text))."""
    return Window.whole(text).boundary(index)


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The smallest span around `[start, end)` that cuts no grapheme cluster."""
    whole = Window.whole(text)
    return whole.cluster(start)[0], whole.cluster(end)[1]


def boundaries(text: str) -> Iterator[int]:
    """Every index of `text` at which a span may begin or end, from 0 to its length."""
    yield 0
    for _, end in _clusters(text, 0):
        yield end


def _clusters(text: str, start: int) -> Iterator[tuple[int, int]]:
    for found in _CLUSTER.finditer(text, start):
        cluster = found.group()
        if len(cluster) == 1 or cluster.isprintable():
            yield found.span()
        else:
            for part in _CLUSTER.finditer("".join(map(_known, cluster))):
                yield found.start() + part.start(), found.start() + part.end()


def _known(character: str) -> str:
    return _JOINS_NONE if unicodedata.category(character) == "Cn" else character
