"""Texts made of what breaks offsets: clusters of every kind, their pieces, and both kinds of line."""

import random

from hypothesis import strategies as st

from annotator.anchoring import normalise

PIECES = [
    *"aeqXz 19#.,-\n\n\t",
    "The ",
    " ferry",
    "\u00e9",
    "e\u0301",
    "q\u0303",
    "\u0301",
    "\u200d",
    "\u200c",
    "\u200b",
    "\u00ad",
    "\ufe0f",
    "\u20e3",
    "\u00a0",
    "\u2028",
    "\u2029",
    "\u0085",
    "\x0b",
    "\x0c",
    "\ufeff",
    "\u2067",
    "\u2069",
    "\u200f",
    "\r\n",
    "\r",
    "\U0001f469",
    "\U0001f3fd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u2764\ufe0f",
    "\U0001f1e9",
    "\U0001f1ea",
    "\U0001f1eb\U0001f1f7",
    "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    "\u0645\u064f",
    "\u063a\u0631\u0642",
    "\u0600",
    "\u05e9\u05b8\u05c1",
    "\u0688\u0648\u0628",
    "\u06cc\u200c",
    "\u0915",
    "\u094d",
    "\u0937\u093e",
    "\u0985\u09cd\u09af",
    "\u0b95\u0bcd",
    "\u1000\u1039",
    "\u0e19\u0e49\u0e33",
    "\u1100",
    "\u1161",
    "\u11a8",
    "\uac00",
    "\ud55c\uad6d",
    "\u91ce",
    "\u3042\u3002",
    "\U00020bb7",
    "\U0002a6a5",
    "\U0001d4d0",
    "\ufb01",
]

raw_texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
texts = raw_texts.map(normalise)
any_texts = st.one_of(texts, st.text(max_size=60).map(normalise))


@st.composite
def texts_with_places(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text with something in it, and a place that is not empty; its edges may cut clusters."""
    text = draw(any_texts.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


def generated(chance: random.Random) -> tuple[str, int, int]:
    """The same from a seeded generator, for more cases than hypothesis would make."""
    text = ""
    while not text:
        text = normalise("".join(chance.choices(PIECES, k=chance.randint(1, 24))))
    start = chance.randrange(len(text))
    return text, start, chance.randint(start + 1, len(text))
