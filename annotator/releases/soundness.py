"""Every quote is what stands at its place: checked again before a release is published."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from annotator import anchoring
from annotator.documents.models import Document

MOST_FAULTS = 20


class Quote(NamedTuple):
    """A place of a document and what is said to stand there."""

    document: UUID
    start: int
    end: int
    exact: str


class UnsoundError(Exception):
    """Stored rows contradict each other: nothing may be released. `report` says which."""

    def __init__(self, report: list[str]) -> None:
        super().__init__("; ".join(report))
        self.report = report


def check_quotes(documents: Iterable[Document], quotes: Iterable[Quote]) -> Iterator[tuple[Document, int]]:
    """Give each document with the number of its quotes once these were held against its text.

    Both come in the order of the documents' ids, and only one document is in memory. Raises UnsoundError after the last
    document, where a quote is not what stands at its place.
    """
    report: list[str] = []
    remaining = iter(quotes)
    quote = next(remaining, None)
    for document in documents:
        number = 0
        # Passages of a document that is no longer live are not released with a text, so there is none to check.
        while quote is not None and quote.document <= document.pk:
            if quote.document == document.pk:
                number += 1
                report += _fault(document, quote)
            quote = next(remaining, None)
        yield document, number
    if report:
        more = [f"... and {len(report) - MOST_FAULTS} more."] if len(report) > MOST_FAULTS else []
        raise UnsoundError(report[:MOST_FAULTS] + more)


def _fault(document: Document, quote: Quote) -> list[str]:
    try:
        anchoring.check(document.text, quote.start, quote.end, quote.exact)
    except anchoring.SpanRefused as refused:
        return [f"Document {document.pk}, span {quote.start} to {quote.end}: {refused.detail}"]
    return []
