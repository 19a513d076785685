"""The law of offsets, without Django: the one place in Python where text positions are judged.

A span is half-open, `[start, end)`, in Unicode code points of a document's canonical text
(`normalise`), which never changes. It comes with its quote, and is accepted only where the quote is
what stands there and no edge falls inside a grapheme cluster (`check`). Offsets in other units are
converted here (`units`) and in `static/js/offsets.js`, nowhere else.
"""

from annotator.anchoring.anchor import anchor, reanchor
from annotator.anchoring.graphemes import WindowTooNarrow, boundaries, grapheme_boundary, widen
from annotator.anchoring.paragraphs import paragraphs
from annotator.anchoring.resolving import resolve
from annotator.anchoring.segments import Segment, segments, segments_by_paragraph, spans_by_paragraph
from annotator.anchoring.selectors import from_selectors, position_selector, quote_selector, selectors
from annotator.anchoring.spans import Accepted, Span, SpanRefused, check, span_at
from annotator.anchoring.text import TextRefused, normalise, normalise_quote
from annotator.anchoring.units import from_utf8, from_utf16, utf8, utf16

__all__ = [
    "Accepted",
    "Segment",
    "Span",
    "SpanRefused",
    "TextRefused",
    "WindowTooNarrow",
    "anchor",
    "boundaries",
    "check",
    "from_selectors",
    "from_utf8",
    "from_utf16",
    "grapheme_boundary",
    "normalise",
    "normalise_quote",
    "paragraphs",
    "position_selector",
    "quote_selector",
    "reanchor",
    "resolve",
    "segments",
    "segments_by_paragraph",
    "selectors",
    "span_at",
    "spans_by_paragraph",
    "utf8",
    "utf16",
    "widen",
]
