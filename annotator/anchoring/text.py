"""Canonical text: what a document's text is before any offset into it exists."""

import re
import unicodedata

_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = "\ufeff"


class TextRefused(ValueError):
    """A text that can not be stored: it holds a lone surrogate, which no UTF-8 file can carry."""


def normalise(text: str) -> str:
    """The canonical form of a whole text; a text once normalised stays as it is.

    - NUL is removed (PostgreSQL can not store it);
    - CR LF and CR become LF, the one line break there is;
    - byte order marks at the start are removed; elsewhere U+FEFF is a character as any other;
    - all is brought to NFC.

    U+2028, U+2029, U+0085, form feed and the other controls are kept: they are characters of the
    text and end none of our paragraphs. White space is not stripped. A lone surrogate is refused
    with `TextRefused`.
    """
    return unicodedata.normalize("NFC", _plain(text).lstrip(_BOM))


def normalise_quote(quote: str) -> str:
    """The same for a part of a text, which may begin with a U+FEFF that stood in the middle.

    A slice of a canonical text comes back unchanged.
    """
    return unicodedata.normalize("NFC", _plain(quote))


def _plain(text: str) -> str:
    if found := _SURROGATE.search(text):
        raise TextRefused(f"The text holds half a character (a lone surrogate) at {found.start()}.")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
