"""Code points to and from UTF-16 code units and UTF-8 bytes, for formats and peers that count so.

Each function takes the text and a half-open pair in one unit and answers it in the other. Where a
foreign offset falls inside a character, or outside of the text, SpanRefused is raised: an offset is
never shifted silently.
"""

from annotator.anchoring.spans import SpanRefused


def utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """Code points to UTF-16 code units (JavaScript, UIMA CAS, WebAnno TSV)."""
    first = _units(text[:start])
    return first, first + _units(text[start:end])


def from_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """UTF-16 code units to code points."""
    return _code_points(text, start, end, "utf-16-le", 2)


def utf8(text: str, start: int, end: int) -> tuple[int, int]:
    """Code points to UTF-8 bytes (DataPositionSelector)."""
    first = len(text[:start].encode())
    return first, first + len(text[start:end].encode())


def from_utf8(text: str, start: int, end: int) -> tuple[int, int]:
    """UTF-8 bytes to code points."""
    return _code_points(text, start, end, "utf-8", 1)


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _code_points(text: str, start: int, end: int, encoding: str, width: int) -> tuple[int, int]:
    data = text.encode(encoding)
    if not 0 <= start <= end <= len(data) // width:
        raise SpanRefused("outside", f"The span {start} to {end} is outside of the text.")
    try:
        first = len(data[: start * width].decode(encoding))
        return first, first + len(data[start * width : end * width].decode(encoding))
    except UnicodeDecodeError:
        detail = f"An edge of the span {start} to {end} falls inside a character."
        raise SpanRefused("grapheme", detail) from None
