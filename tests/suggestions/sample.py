"""The labelled sample: fictional texts, a line a sentence, labelled by the default guideline.

A line is `+ rules | sentence` where the sentence is worth checking, `- rules | sentence` where it is not; rules are
those that should be heard in it. `[[...]]` is the claim that a person would mark. An empty line ends a paragraph, and
so does a sentence without a mark at its end: a menu, a headline.

Labels of the rules: *attribution* where a verb of saying, *according to* or a record that shows it stands (who denies
is part of the *denial*); the others as their words in `annotator.suggestions.RULES` say.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("sample")
PARTS = ("tuned", "held_out", "arabic_urdu")
_CLAIM = re.compile(r"\[\[(.*)\]\]")
_ENDED = re.compile(r"[.!?…؟۔][\"”’»)]*$")


@dataclass(frozen=True)
class Labelled:
    """One sentence: its place in the text, whether it is worth checking, the rules to hear, the claim's place."""

    start: int
    end: int
    worth: bool
    rules: frozenset[str]
    claim: tuple[int, int]


@dataclass(frozen=True)
class Piece:
    name: str
    language: str
    text: str
    sentences: tuple[Labelled, ...]


def pieces(part: str) -> list[Piece]:
    """The pieces of a part of the sample; a file's name ends with its language where that is not English."""
    return [_piece(path) for path in sorted((FOLDER / part).glob("*.txt"))]


def _piece(path: Path) -> Piece:
    text, labelled, glue = "", [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            glue = "\n\n" if text else ""
            continue
        label, _, marked = line.partition(" | ")
        sentence = marked.replace("[[", "").replace("]]", "")
        start = len(text) + len(glue)
        text += glue + sentence
        labelled.append(_labelled(label, marked, start))
        glue = " " if _ENDED.search(sentence) else "\n"
    language = path.stem.rpartition(".")[2] if "." in path.stem else "en"
    return Piece(path.stem, language, text, tuple(labelled))


def _labelled(label: str, marked: str, start: int) -> Labelled:
    sign, *rules = label.split()
    assert sign in {"+", "-"}, marked
    found = _CLAIM.search(marked)
    before = start + (found.start() if found else 0)
    length = len(marked.replace("[[", "").replace("]]", ""))
    claim = (before, before + len(found.group(1))) if found else (start, start + length)
    return Labelled(start, start + length, sign == "+", frozenset(rules), claim)
