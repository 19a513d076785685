"""Extended grapheme clusters (UAX 29): what a reader takes for one character.

No edge of a span may fall inside one. To judge one edge, only a few characters before it are read:
after a line feed, an ASCII character or an ideograph the rules look back no further, so the judgement
starts at the last of these. (Families joined by ZWJ and runs of flags can be long; a fixed number of
characters would not do.)
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

_CLUSTER = regex.compile(r"\X")
_FRESH = regex.compile(r"(?r)[\n\x20-\x7e\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]")


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
        for found in _CLUSTER.finditer(self.text, self._fresh_start(local)):
            if found.end() >= local:
                break
        if found.end() == local:
            return index, index
        end = found.end() + self.offset
        if found.end() == len(self.text) and end != self.length:
            raise WindowTooNarrow
        return found.start() + self.offset, end

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
    for found in _CLUSTER.finditer(text):
        yield found.end()
