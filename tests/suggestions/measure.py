"""How well suggestions do on the labelled sample: `.venv/bin/python -m tests.suggestions.measure [--write]`.

Prints the tables of `docs/guide/suggestions.md`, or with `--write` puts them there; `--faults` lists what was missed
or wrong. What the columns mean is said on that page.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.suggestions import RULES, found, suggest
from annotator.suggestions.rules import ENOUGH
from tests.suggestions.sample import PARTS, Piece, pieces

PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "suggestions.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
NAMES = {
    "tuned": "English, the rules were tuned on these",
    "held_out": "English, held out: written after, never tuned on",
    "arabic_urdu": "Arabic and Urdu, a first try, tuned on these",
}


@dataclass
class Count:
    """Right of all found, and of all there are."""

    right: int = 0
    found: int = 0
    there: int = 0

    def add(self, *, found: bool, there: bool) -> None:
        self.right += found and there
        self.found += found
        self.there += there

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    def row(self, name: str) -> str:
        return (
            f"| {name} | {self.found} | {self.there} | {self.right} of {self.found} ({self.precision:.0%}) "
            f"| {self.right} of {self.there} ({self.recall:.0%}) |"
        )


def measured(sample: list[Piece]) -> dict[str, Count]:
    """Counts by rule, and `worth`, `suggested`, `claim`."""
    counts = {name: Count() for name in [*(rule.name for rule in RULES), "worth", "suggested", "claim"]}
    for piece in sample:
        heard = {(one.start, one.end): one for one in found(piece.text, piece.language)}
        chosen = {(one.start, one.end): one for one in suggest(piece.text, piece.language)}
        for sentence in piece.sentences:
            place = (sentence.start, sentence.end)
            one, taken = heard.get(place), chosen.get(place)
            for rule in RULES:
                counts[rule.name].add(
                    found=one is not None and rule.name in one.why, there=rule.name in sentence.rules
                )
            counts["worth"].add(found=one is not None and one.score >= ENOUGH, there=sentence.worth)
            counts["suggested"].add(found=taken is not None, there=sentence.worth)
            if taken and sentence.worth:
                counts["claim"].add(found=True, there=taken.claim == sentence.claim)
    return counts


def table(part: str) -> str:
    """A part's table, in Markdown."""
    sample = pieces(part)
    counts = measured(sample)
    lines = sum(len(piece.sentences) for piece in sample)
    words = {rule.name: rule.words for rule in RULES}
    rows = [counts[name].row(f"{name}: “{words[name]}”") for name in words]
    whole = [
        counts["worth"].row("**worth checking**, any rule"),
        counts["suggested"].row("**suggested**, one in four"),
    ]
    claims = counts["claim"]
    head = "| | heard | labelled | precision | recall |\n|---|---|---|---|---|"
    worth = counts["worth"].there
    title = f"**{NAMES[part]}**: {len(sample)} pieces, {lines} sentences and lines, {worth} worth checking."
    trimmed = f"Trimmed exactly to the labelled claim: {claims.there} of {claims.found} right suggestions."
    return "\n".join([title, "", head, *rows, *whole, "", trimmed, ""])


def tables() -> str:
    return "\n".join(table(part) for part in PARTS)


def faults(part: str) -> Iterator[str]:
    """Each sentence that the rules or the trimming judged otherwise than its label."""
    for piece in pieces(part):
        heard = {(one.start, one.end): one for one in found(piece.text, piece.language)}
        chosen = {(one.start, one.end): one for one in suggest(piece.text, piece.language)}
        for sentence in piece.sentences:
            place = (sentence.start, sentence.end)
            one, taken = heard.get(place), chosen.get(place)
            why = set(one.why) if one else set()
            quote = piece.text[slice(*place)]
            if why != sentence.rules or (one is not None and one.score >= ENOUGH) != sentence.worth:
                judged = f"worth {sentence.worth}, score {one.score if one else None}"
                yield f"{piece.name}: {quote!r} {judged} +{why - sentence.rules} -{sentence.rules - why}"
            if taken and sentence.worth and taken.claim != sentence.claim:
                yield f"{piece.name}: {quote!r} claim {piece.text[slice(*taken.claim)]!r}"


def main() -> None:
    if "--faults" in sys.argv:
        for part in [one for one in PARTS if one in sys.argv] or PARTS:
            print(*faults(part), sep="\n")
    elif "--write" in sys.argv:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + tables() + END + rest.partition(END)[2], encoding="utf-8")
    else:
        print(tables())


if __name__ == "__main__":
    main()
