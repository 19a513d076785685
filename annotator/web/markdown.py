"""Markdown of a guideline as HTML that is safe to show: no raw HTML goes in, and what comes out is cleaned."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TEXT = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre", "hr", "br"}
WORDS = {"strong", "em", "code", "a", "s"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=64)
def html_of(text: str) -> SafeString:
    """The guideline as HTML: headings, lists, tables, emphasis and links, nothing that loads or runs."""
    rendered = _markdown.render(text)
    clean = nh3.clean(
        rendered,
        tags=TEXT | WORDS | TABLES,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
    )
    return mark_safe(clean)  # noqa: S308  cleaned just now
