"""The work of kind `import`: capture every item of the files that were sent.

The files are in the database, in pieces, from the transaction that made the job until the one that ends it. Items come
in an order that is always the same (`documents.bundles`), and what became of the first n of them is counted in the
job's row, in the transaction in which they were captured. So a worker that is killed loses and doubles nothing: the
next one goes on after item n. Documents are there as soon as their batch is; what was taken stays when the job is
cancelled.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from annotator.accounts.models import User
from annotator.audit.record import action
from annotator.documents import bundles
from annotator.documents.bundles import Item
from annotator.jobs import lease
from annotator.jobs.models import Job, Piece
from annotator.lib.refusals import Conflict, Invalid, Refusal, TooLarge
from annotator.permissions import check_can_capture, check_can_manage
from annotator.projects.models import Project

KIND = "import"
BATCH, SECONDS = 50, 1.0  # what one transaction captures, at most
BEAT = 3.0  # seconds between signs of life, a few to a lease
LISTED = 100  # of what is refused; the rest is counted
LENGTH = 300  # characters of a name or a reason in the report


@dataclass(frozen=True)
class Tally:
    """What became of the items so far, each of which is one of the three."""

    documents: int = 0  # captured, and new
    known: int = 0  # there already
    refused: int = 0

    @property
    def taken(self) -> int:
        return self.documents + self.known + self.refused

    def plus(self, name: str) -> "Tally":
        return replace(self, **{name: getattr(self, name) + 1})


def run(job: Job) -> None:
    """Take the items that are left. Raises Forbidden where the importer may not capture any more, ClaimLostError."""
    tally = Tally(**job.result)
    with ExitStack() as stack:
        files = [(stack.enter_context(_restored(job, file)), name) for file, name in _names(job)]
        total = sum(1 for _ in _beating(job, _items(files)))
        left = islice(_beating(job, _items(files)), tally.taken, None)
        while (now := take(job, tally, left, total)) != tally:
            tally = now
    finish(job)


def give_up(job: Job) -> None:
    """The rest of the files will not be read; call inside an action."""
    Piece.objects.filter(job=job).delete()


def check_may_cancel(by: User, job: Job) -> None:
    """One's own import, or any where one is supervisor. Raises Forbidden."""
    check = check_can_capture if job.created_by_id == by.pk else check_can_manage
    check(by, job.project)


def told(job: Job, sentences: Sequence[str]) -> list[Any]:
    """The report with what ended the job, which is about no file."""
    before = Job.objects.values_list("report", flat=True).get(pk=job.pk)
    return [*before, *(_entry("", None, Invalid("ended", sentence)) for sentence in sentences)]


@action
def take(job: Job, tally: Tally, left: Iterator[Item], total: int) -> Tally:
    """Capture the next few items and count them in the job's row, or neither; the same tally where none is left."""
    project, until, refusals = Project.objects.get(pk=job.project_id), time.monotonic() + SECONDS, []
    now = tally
    for item in islice(left, BATCH):
        try:
            _, is_new = bundles.take(by=job.created_by, project=project, item=item)
            now = now.plus("documents" if is_new else "known")
        except (Invalid, TooLarge, Conflict) as refusal:
            now = now.plus("refused")
            refusals.append(_entry(item.name, item.line, refusal))
        if time.monotonic() > until:
            break
    if now != tally:
        report = _listed(Job.objects.values_list("report", flat=True).get(pk=job.pk), refusals)
        lease.keep(job, done=now.taken, total=total, result=asdict(now), report=report)
    return now


@action
def finish(job: Job) -> None:
    """The job is done, and its files are gone; or neither. Raises ClaimLostError."""
    kept, result = Job.objects.values_list("report", "result").get(pk=job.pk)
    if more := Tally(**result).refused - len(kept):
        kept = [
            *kept,
            _entry("", None, Invalid("more", f"{more} more were refused, which are not listed here.")),
        ]
    lease.finish(job, *kept)
    give_up(job)


def _listed(before: Sequence[Any], more: Sequence[Any]) -> list[Any]:
    return [*before, *more][:LISTED]


def _entry(name: str, line: int | None, refusal: Refusal) -> dict[str, Any]:
    """One line of the report: what was refused, where it stood, and why, in a word and in a sentence."""
    return {
        "name": _plain(name), "line": line, "field": _plain(refusal.field), "code": refusal.code,
        "why": _plain(refusal.detail),
    }  # fmt: skip


def _plain(words: str) -> str:
    """Names come from anyone's files: what can not be stored or shown is left out."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)[:LENGTH]


def _names(job: Job) -> list[tuple[int, str]]:
    return list(Piece.objects.filter(job=job, number=0).order_by("file").values_list("file", "name"))


@contextmanager
def _restored(job: Job, file: int) -> Iterator[IO[bytes]]:
    """A file as it was sent, on the disk until it is closed."""
    pieces = Piece.objects.filter(job=job, file=file).order_by("number").values_list("content", flat=True)
    with TemporaryFile() as found:
        for content in _beating(job, pieces.iterator(chunk_size=4)):
            found.write(content)
        yield found


def _items(files: Sequence[tuple[IO[bytes], str]]) -> Iterator[Item]:
    for file, name in files:
        yield from bundles.items(file, name)


def _beating[T](job: Job, things: Iterator[T]) -> Iterator[T]:
    """The things as they come, with a sign of life now and then. Raises ClaimLostError."""
    heard = time.monotonic()
    for thing in things:
        if time.monotonic() > heard + BEAT:
            lease.beat(job)
            heard = time.monotonic()
        yield thing
