"""Which language a text is in and which way it is written. A guess, offline, that a person can correct."""

import unicodedata

import py3langid

SAMPLE = 20_000  # code points that are looked at: enough to be sure, quick for a book


def language_of(text: str) -> str:
    """The ISO 639-1 code of the likeliest language, or empty for a text without letters."""
    sample = text[:SAMPLE]
    if not any(character.isalpha() for character in sample):
        return ""
    return str(py3langid.classify(sample)[0])


def direction_of(text: str) -> str:
    """`rtl` where most strong characters run from right to left, else `ltr`."""
    classes = [unicodedata.bidirectional(character) for character in text[:SAMPLE]]
    right = sum(1 for kind in classes if kind in {"R", "AL"})
    return "rtl" if right > sum(1 for kind in classes if kind == "L") else "ltr"
