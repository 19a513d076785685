"""From rows to files: what a release is made of, at one moment, in constant memory.

All rows are read in one read-only snapshot: a tag that is written meanwhile is in the release whole or not at all.
The annotation lines go to a spool first, from which each format makes its file when the snapshot is over. The same
rows give the same bytes.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from annotator.releases import choice, files, manifest
from annotator.releases.files import DECISIONS, DOCUMENTS, MANIFEST, SUMS
from annotator.releases.formats import FORMATS
from annotator.releases.models import Release
from annotator.releases.soundness import Quote, check_quotes
from annotator.releases.wire import decisions_sql, document_line
from annotator.review.wire import annotations_sql, copy_lines

SPOOL = ".annotations"
TELL_SECONDS = 1.0
BATCH = 16  # documents in memory at a time: a text may have megabytes

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """Files that are ready to be published: their storage folder, and the manifest among them."""

    folder: str
    manifest: dict[str, Any]


class Meter:
    """Counts what is done and tells it about once a second; `tell` may raise to stop the work."""

    def __init__(self, tell: Tell) -> None:
        self.tell, self.done, self.total, self.told = tell, 0, 0, 0.0

    def step(self, count: int = 1) -> None:
        self.done += count
        if time.monotonic() - self.told >= TELL_SECONDS:
            self.tell(self.done, self.total)
            self.told = time.monotonic()


def build(release: Release, *, attempt: str, tell: Tell) -> Built:
    """Write the files of `release` into a folder of this `attempt` alone; call outside of transactions.

    `tell(done, total)` hears of progress in rows. Raises UnsoundError where a quote is not in its text, and what `tell`
    raises; then no file is left.
    """
    folder = files.folder_of(release, attempt)
    path = files.path_of(folder)
    path.mkdir(parents=True)
    try:
        return Built(folder, _build(release, path, Meter(tell)))
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def _build(release: Release, path: Path, meter: Meter) -> dict[str, Any]:
    with _snapshot():
        release = Release.objects.select_related("project", "created_by").get(pk=release.pk)
        about, counts = manifest.about(release), manifest.counts(release)
        meter.total = (
            counts["documents"] + counts["items"] + counts["annotations"] * (1 + len(release.formats))
        )
        _write(path / DOCUMENTS, _documents(release, meter))
        _write(path / SPOOL, _metered(copy_lines(annotations_sql(choice.tags(release))), meter))
        _write(path / DECISIONS, _metered(copy_lines(decisions_sql(choice.items(release))), meter))
    for name in release.formats:
        with (path / SPOOL).open("rb") as lines:
            FORMATS[name].write(_metered(lines, meter), path / FORMATS[name].FILE)
    (path / SPOOL).unlink()
    whole = manifest.complete(about, counts, [files.facts_of(file) for file in path.iterdir()])
    (path / MANIFEST).write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sums = [files.facts_of(path / MANIFEST), *whole["files"]]
    listed = sorted(f"{facts['sha256']}  {facts['name']}\n" for facts in sums)
    (path / SUMS).write_text("".join(listed), encoding="utf-8")
    files.harden(path)
    return whole


@contextmanager
def _snapshot() -> Iterator[None]:
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _documents(release: Release, meter: Meter) -> Iterator[bytes]:
    quotes = choice.spans(release).values_list("document_id", "start", "end", "exact")
    documents = choice.documents(release).iterator(chunk_size=BATCH)
    for document, _ in check_quotes(documents, (Quote(*row) for row in quotes.iterator())):
        meter.step()
        yield document_line(document)


def _metered(pieces: Iterable[bytes], meter: Meter) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        meter.step(piece.count(b"\n"))


def _write(file: Path, pieces: Iterable[bytes]) -> None:
    with file.open("wb") as out:
        out.writelines(pieces)
