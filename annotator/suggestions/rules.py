"""The rules, each with what it says of a sentence and how much it weighs.

A sentence's score is the sum of the weights of its rules. Any rule alone is
`ENOUGH`; the weights say which sentences come first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from annotator.suggestions import cues, cues_rtl
from annotator.suggestions.figures import has_figure
from annotator.suggestions.words import Cues

ENOUGH = 2.0


def gettext_noop(words: str) -> str:
    """Marks words for translation, which the pages do."""
    return words


@dataclass(frozen=True, slots=True)
class Rule:
    """`words` complete the sentence “Suggested: ...”."""

    name: str
    words: str
    weight: float


RULES = (
    Rule("denial", gettext_noop("denies something"), 3.0),
    Rule("figure", gettext_noop("gives a figure"), 2.5),
    Rule("attribution", gettext_noop("names a source"), 2.5),
    Rule("hedge", gettext_noop("hedges"), 2.2),
    Rule("superlative", gettext_noop("says most, first or only"), 2.1),
    Rule("prediction", gettext_noop("looks ahead"), 2.0),
    Rule("condition", gettext_noop("depends on a condition"), 2.0),
)
type Heard = Callable[[str, str], bool]  # of a sentence, and of its words as `spaced` gives them


@cache
def heard(language: str) -> dict[str, Heard]:
    """What hears each rule in `language`, a BCP 47 tag; empty for a language without cues, English where not known."""
    base = language.lower().partition("-")[0] or "en"
    lists = {"en": _ENGLISH, "ar": cues_rtl.ARABIC, "ur": cues_rtl.URDU}.get(base, {})
    found: dict[str, Heard] = {
        name: _hears(Cues.of(text, prefixed=base == "ar")) for name, text in lists.items() if name != "figure"
    }
    if lists:
        numbers = Cues.of(lists["figure"], prefixed=base == "ar") if "figure" in lists else None
        found["figure"] = lambda sentence, words: has_figure(sentence, words, numbers)
    return found


_ENGLISH = {
    "attribution": cues.ATTRIBUTION,
    "hedge": cues.HEDGE,
    "denial": cues.DENIAL,
    "superlative": cues.SUPERLATIVE,
    "prediction": cues.PREDICTION,
    "condition": cues.CONDITION,
}


def _hears(list_: Cues) -> Heard:
    return lambda _, words: list_.in_(words)
