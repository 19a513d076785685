"""Whether a sentence counts or measures something.

A figure is a number with what it counts or measures, a share, a clock time or a sum. Not a figure: a year or a date
alone, a telephone number, a number that is a name (*Page 2*, *Article 5*, *Pier 9*), the number of a list's item, an
age after a name (*Brandt, 52,*), *24/7*, and *one*, which is a pronoun as often.
"""

import re

from annotator.suggestions.words import Cues

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
_NO_FIGURE = re.compile(
    rf"""(?xi)
    \b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+[12]\d{{3}}\b)?
    | \b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:\s+[12]\d{{3}}\b)?
    | \b(?:from|between)\s+\d{{1,2}}\s+(?:to|and|until)\s+\d{{1,2}}\s+{_MONTH}
    | \b(?:1[5-9]|20|21)\d\d(?:s|\b)(?!\s+[a-z]) | \b\d{{4}}-\d\d-\d\d\b | \b24/7\b
    | \b(?:in|since|until|by|of|before|after|during)\s+(?:1[5-9]|20|21)\d\d\b
    | \b(?:{_MONTH}|the|his|her|its|their|(?:the|a)\s\w+)\s+(?:1[5-9]|20|21)\d\d\b
    | \b(?:page|section|article|chapter|figure|table|pier|room|gate|route|line|unit|block|paragraph|clause|notice
        |bulletin|number|no\.|nos\.|step|part|volume|platform|highway|road|flight|channel|item|annex|question)\s+\d+
    | (?:\+?\d[\d\s-]{{7,}}\d) | \btel\.?:?\s*[\d\s+-]+ | ^\s*[(]?\d{{1,2}}[.)]\s | ,\s\d{{2}},
    | \b[a-z]\w{{0,30}}?\d\w*
    """
)
_DIGITS = re.compile(r"\d")
_NUMBER_WORDS = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion
dozen dozens scores half quarter percent doubled halved tripled twice lakh crore twofold
per cent | a third | two thirds | one in | most of | the majority of | fell by | rose by
-half past | -two minds | -half a mind | -a quarter of the way | -one in particular | -half way | -one in which
-thousand words | -at sixes and sevens | -half the battle | -four corners | -in half | -million times | -a third party
-thousand times | -second thoughts | -a third time | -other half | -the two | -these two | -those two | -better half
-my two | -between the three | -a dozen times | -one in front | -one in the | -two books
"""
_ENGLISH = Cues.of(_NUMBER_WORDS)


def has_figure(sentence: str, words: str, more: Cues | None) -> bool:
    """`words` are those of `sentence` as `spaced` gives them; `more` are the number words of its language."""
    if _DIGITS.search(sentence) and _DIGITS.search(_NO_FIGURE.sub(" ", sentence)):
        return True
    return (more or _ENGLISH).in_(words)
