"""Is what is stored still what was stored? Every text, original, quote, change number, kept count, release file."""

import hashlib
from collections.abc import Iterator

from django.db import connection

from annotator.annotations.models import Span
from annotator.documents.models import Document, Original
from annotator.releases.files import path_of
from annotator.releases.models import Release, ReleaseState
from annotator.releases.soundness import Quote, UnsoundError, check_quotes
from annotator.releases.verify import verify

BATCH = 16  # a text or an original may have megabytes

_GAPS = """
SELECT e.project_id, count(*), coalesce(max(c.value), 0)
FROM audit_event e LEFT JOIN audit_changecounter c ON c.project_id = e.project_id
WHERE e.project_id IS NOT NULL GROUP BY e.project_id
HAVING count(*) <> coalesce(max(c.value), 0) OR max(e.change) <> count(*)
"""

_TALLIES = """
SELECT coalesce(kept.project_id, found.project_id), sum(coalesce(kept.live, 0)), sum(coalesce(found.live, 0))
FROM annotations_tally kept FULL JOIN annotations_count() found
    ON found.project_id = kept.project_id AND found.analyst_id IS NOT DISTINCT FROM kept.analyst_id
GROUP BY 1 HAVING bool_or(coalesce(kept.live, 0) <> coalesce(found.live, 0))
"""


def inspect() -> Iterator[str]:
    """One sentence for each thing that is wrong, in constant memory."""
    yield from _originals()
    yield from _texts_and_quotes()
    yield from _history()
    yield from _tallies()
    yield from _releases()


def _originals() -> Iterator[str]:
    for original in Original.objects.order_by("pk").iterator(chunk_size=BATCH):
        if hashlib.sha256(original.content).hexdigest() != original.sha256:
            yield f"Original {original.pk}: its bytes are not what its SHA-256 says."


def _texts_and_quotes() -> Iterator[str]:
    places = Span.objects.order_by("document_id").values_list("document_id", "start", "end", "exact")
    documents = Document.objects.order_by("pk").iterator(chunk_size=BATCH)
    try:
        for document, _ in check_quotes(documents, (Quote(*row) for row in places.iterator())):
            if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
                yield f"Document {document.pk}: its text is not what its SHA-256 says."
    except UnsoundError as error:
        yield from error.report


def _history() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_GAPS)
        for project, events, counted in cursor.fetchall():
            yield f"Project {project}: its history has {events} changes where {counted} were counted."


def _tallies() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES)
        for project, kept, found in cursor.fetchall():
            yield f"Project {project}: {kept} live tags were counted, person by person, where there are {found}."


def _releases() -> Iterator[str]:
    for release in Release.objects.filter(state=ReleaseState.PUBLISHED).select_related("project"):
        name = f"Release {release.number} of {release.project.slug}"
        folder = path_of(release.folder)
        if not folder.is_dir():
            yield f"{name}: its files are missing."
        else:
            yield from (f"{name}: {fault}" for fault in verify(folder, expected=release.manifest))
