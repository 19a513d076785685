"""Finding and choosing: the steps that the docstring of this room describes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.anchoring import widen
from annotator.suggestions import cues
from annotator.suggestions.claim import claim_in
from annotator.suggestions.rules import ENOUGH, RULES, heard
from annotator.suggestions.sentences import ended, sentences
from annotator.suggestions.words import Cues, spaced

SHARE = 4
FEWEST_WORDS = 3
_WEIGHTS = {rule.name: rule.weight for rule in RULES}
_FURNITURE = Cues.of(cues.FURNITURE)
_FEELING = Cues.of(cues.FEELING)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S{1,80}\.\S")


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that may be suggested, `[start, end)`, with the names of the rules heard in it and its score."""

    start: int
    end: int
    why: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence worth checking and the claim inside it, both `[start, end)`; `why` names rules, weightiest first."""

    start: int
    end: int
    claim: tuple[int, int]
    why: tuple[str, ...]
    score: float


def suggest(text: str, language: str = "", skip: Iterable[tuple[int, int]] = ()) -> list[Suggestion]:
    """The sentences of `text` worth checking, in reading order; none of them touches a range of `skip`."""
    all_ = list(found(text, language, skip))
    good = sorted((one for one in all_ if one.score >= ENOUGH), key=lambda one: (-one.score, one.start))
    chosen = sorted(good[: len(all_) // SHARE], key=lambda one: one.start)
    return [Suggestion(one.start, one.end, _claim(text, one), one.why, one.score) for one in chosen]


def found(text: str, language: str = "", skip: Iterable[tuple[int, int]] = ()) -> Iterator[Found]:
    """Every sentence that is not left out, with what the rules say of it."""
    hears = heard(language)
    seen = set()
    for start, end in _outside(sentences(text), skip) if hears else ():
        sentence = text[start:end]
        words = spaced(sentence)
        if words in seen or _left_out(sentence, words):
            continue
        seen.add(words)
        why = tuple(rule.name for rule in RULES if rule.name in hears and hears[rule.name](sentence, words))
        yield Found(start, end, why, _score(sentence, words, why))


def _claim(text: str, one: Found) -> tuple[int, int]:
    start, end = claim_in(text[one.start : one.end])
    return widen(text, one.start + start, one.start + end)


def _left_out(sentence: str, words: str) -> bool:
    few = words.count(" ") - 1 < FEWEST_WORDS
    return few or not ended(sentence) or _FURNITURE.in_(words) or _ADDRESS.search(sentence) is not None


def _score(sentence: str, words: str, why: tuple[str, ...]) -> float:
    score = sum(_WEIGHTS[name] for name in why)
    if sentence.rstrip('"”’»)').endswith(("?", "؟")):
        score -= 3
    if _FEELING.in_(words):
        score -= 2
    return round(score, 1)


def _outside(places: Iterable[tuple[int, int]], skip: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places that touch none of `skip`; places come in order."""
    ranges = sorted(skip)
    at = 0
    for start, end in places:
        while at < len(ranges) and ranges[at][1] <= start:
            at += 1
        if at == len(ranges) or ranges[at][0] >= end:
            yield start, end
