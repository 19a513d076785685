"""Suggestions: sentences of a text that are worth checking, found by rules that say why. Without Django.

A suggestion decides nothing. It is never stored, never counted as work, and presets no status; people accept it as a
selection, or dismiss it. The rules read words, not meaning: what they find is a place to look at.

`suggest(text, language, skip)` answers so:

1. The text is cut into sentences (`sentences`). Left out are those that touch a range to skip (a repeat or page
   furniture), lines without a mark at their end (headlines, menus), lines that speak like furniture, sentences of
   fewer than three words, and a sentence that stood before.
2. Each rule (`rules`) hears its cues (`cues`), except where they are part of a false friend (`words`): *May 4*,
   *declined to comment*, *Section 2*.
3. The score is the sum of the weights of the rules heard. A question, and a sentence of wishes, advice or feeling,
   loses some.
4. Those that score `rules.ENOUGH` are taken, best first and among equals the earlier, but at most one of `SHARE`
   sentences that were not left out. They are answered in reading order.
5. The claim is the part of the sentence that a person would mark (`claim`): without who says it, with what limits it.

Offsets are code points, half-open, and cut no grapheme cluster. Languages without cues have no suggestions.
"""

from annotator.suggestions.find import SHARE, Found, Suggestion, found, suggest
from annotator.suggestions.rules import RULES, Rule

__all__ = ["RULES", "SHARE", "Found", "Rule", "Suggestion", "found", "suggest"]
