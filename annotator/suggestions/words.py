"""Cues heard in a sentence: words and runs of words, whatever punctuation stands between them.

To match, letters are made small, and Arabic script is folded: vowel signs and tatweel go, variants of alef, yeh and kaf
become one. Arabic writes *and*, *so*, *by*, *for* and *will* together with the next word: these are allowed before a
cue. The text itself is never changed.
"""

import re
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:'\w+)*")
_NAMES = re.compile(r"(?<=[\w,;] )(?:May|Will)\b|\bMay(?= \d)")
_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_VARIANTS = str.maketrans("أإآٱىیكۀہھةؤئ", "ااااييکههههوي")
_ARABIC = re.compile("[\u0600-\u06ff]")
_PREFIXES = ("", "و", "ف", "ب", "ل", "س")


def folded(text: str) -> str:
    """`text` as it is matched; of another length where vowel signs stood."""
    small = text.casefold().replace("’", "'")
    return _SIGNS.sub("", small).translate(_VARIANTS) if _ARABIC.search(small) else small


def spaced(text: str) -> str:
    """The words of `text`, folded, each with one space before and behind it; *May* and *Will* as names are left out."""
    return f" {' '.join(_WORD.findall(folded(_NAMES.sub('#', text))))} "


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that say something, and the false friends that only look like it."""

    heard: tuple[str, ...]
    false_friends: tuple[str, ...]

    @classmethod
    def of(cls, *lists: str, prefixed: bool = False) -> "Cues":
        """Of lists as `cues` writes them: a line holds single words, or runs of words with `|` between them."""
        cues = [cue for text in lists for line in text.strip().splitlines() for cue in _of_line(line)]
        before = _PREFIXES if prefixed else ("",)
        heard = [f" {prefix}{folded(cue)} " for cue in cues if cue[0] != "-" for prefix in before]
        friends = [f" {prefix}{folded(cue[1:])} " for cue in cues if cue[0] == "-" for prefix in before]
        return cls(tuple(heard), tuple(friends))

    def in_(self, words: str) -> bool:
        """Whether a cue stands in `words` (see `spaced`) that is no part of a false friend."""
        if not any(cue in words for cue in self.heard):
            return False
        for friend in self.false_friends:
            if friend in words:
                words = words.replace(friend, " # ")
        return any(cue in words for cue in self.heard)


def _of_line(line: str) -> list[str]:
    parts = line.split("|") if "|" in line or line.startswith("-") else line.split()
    return [" ".join(part.split()) for part in parts if part.strip()]
