"""From captured bytes to a text: a pure function of the bytes, their name and type.

Accepted are UTF-8 (with or without byte order mark) and UTF-16 with byte order mark; anything else is refused rather
than guessed, since a wrong guess freezes a wrong text. Plain text and Markdown are taken as they are; of an HTML page
the main text is taken, and what the page says of itself (title, date, site, author).
"""

import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PurePath

import trafilatura

from annotator.lib.refusals import Invalid

MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".htm": "text/html"}
MOST_TAGS, MOST_ATTRIBUTES = 200_000, 2000  # of a page, and of one element: many times what pages have
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_TAG = re.compile(
    rf"<[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+({_ATTRIBUTE})?", re.ASCII | re.IGNORECASE
)
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found in the bytes; empty strings for what was not."""

    text: str
    extractor: str
    title: str = ""
    published: str = ""  # YYYY-MM-DD
    site: str = ""
    author: str = ""


def media_type_of(filename: str) -> str:
    """The media type by the name's ending. Raises Invalid for a kind that is not accepted."""
    suffix = PurePath(filename).suffix.lower()
    if suffix not in MEDIA_TYPES:
        raise Invalid(
            "kind",
            f"Files of kind “{suffix or filename}” are not accepted: use .txt, .md or .html.",
            field="files",
        )
    return MEDIA_TYPES[suffix]


def extract(content: bytes, media_type: str) -> Extract:
    """The text of `content`, not yet normalised. Raises Invalid when empty, no text, or of unknown encoding."""
    text = decode(content)
    found = _from_html(text) if media_type == "text/html" else Extract(text=text, extractor="plain 1")
    if not found.text.strip():
        raise Invalid("empty", "There is no text in it.", field="text")
    return found


def decode(content: bytes) -> str:
    """Unicode from bytes; see the module for what is accepted."""
    encoding = next((name for bom, name in BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1} of {len(content)}"
        raise Invalid(
            "encoding", f"The encoding is not UTF-8 ({where}): save it as UTF-8.", field="files"
        ) from error
    if "\0" in text:
        raise Invalid("not_text", "This is not a text file.", field="files")
    return text


def _from_html(page: str) -> Extract:
    _check_can_be_parsed(page)
    extractor = f"trafilatura {version('trafilatura')}"
    found = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Extract(text="", extractor=extractor)
    return Extract(
        text=found.text or "",
        extractor=extractor,
        title=found.title or "",
        published=found.date or "",
        site=found.sitename or "",
        author=found.author or "",
    )


def _check_can_be_parsed(page: str) -> None:
    """Raise Invalid for a page that would keep the parser busy for minutes: it compares each attribute of an element
    with every other. What is counted here is counted in one pass."""
    if page.count("<") > MOST_TAGS or any(tag[1] for tag in _TAG.finditer(page)):
        raise Invalid(
            "too_complex",
            "This page has too many elements or attributes: save its text instead.",
            field="files",
        )
