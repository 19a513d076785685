"""An import that is interrupted, taken over, cancelled, or whose importer leaves; and what history has of it."""

import io
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from annotator.audit.models import Event
from annotator.documents import bundles
from annotator.documents.models import Document, Original
from annotator.jobs import actions, importing, lease, tasks
from annotator.jobs.models import MOST_TRIES, Job, JobState, Piece
from annotator.lib.refusals import Conflict, Forbidden, Invalid, TooLarge
from tests.at_once import together
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def table(count: int) -> bytes:
    return b"text\n" + b"".join(b"Report %d of the day.\n" % number for number in range(count))


def requested(cast: Cast, count: int = 3) -> Job:
    return actions.request_import(by=cast.ada, project=cast.project, files=[("a.csv", [table(count)])])


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def lapse(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_the_bytes_are_kept_with_the_job_until_it_is_done(cast: Cast) -> None:
    pieces: Iterable[bytes] = iter([b"text\nOn", b"e.\nTwo.\n"])
    job = actions.request_import(by=cast.ada, project=cast.project, files=[("a.csv", pieces)])
    kept = Piece.objects.filter(job=job).order_by("number")
    assert b"".join(bytes(piece.content) for piece in kept) == b"text\nOne.\nTwo.\n"
    tasks.perform(job.pk)
    assert (now(job).state, now(job).result) == (JobState.DONE, {"documents": 2, "known": 0, "refused": 0})
    assert not Piece.objects.exists()
    assert set(Document.objects.values_list("text", flat=True)) >= {"One.", "Two."}


def test_a_refused_request_leaves_neither_job_nor_bytes(cast: Cast) -> None:
    for files, error in (([], Invalid), ([("a.txt", [])], Invalid), ([("a.exe", [b"x"])], Invalid)):
        with pytest.raises(error):
            actions.request_import(by=cast.ada, project=cast.project, files=files)
    with pytest.raises(TooLarge):
        actions.request_import(by=cast.ada, project=cast.project, files=[("a.txt", [b"x" * 10**8] * 3)])
    for stranger in (cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            actions.request_import(by=stranger, project=cast.project, files=[("a.txt", [b"x"])])
    assert not Job.objects.exists()
    assert not Piece.objects.exists()


def test_another_worker_goes_on_after_the_last_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 4)
    job = requested(cast, 10)
    first = lease.claim(job.pk)
    assert first is not None
    items = bundles.items(io.BytesIO(table(10)), "a.csv")
    tally = importing.take(first, importing.Tally(), items, 10)
    assert (tally.documents, now(job).done, now(job).total) == (4, 4, 10)
    lapse(job)
    tasks.perform(job.pk)
    assert (now(job).state, now(job).tries) == (JobState.DONE, 1)
    assert now(job).result == {"documents": 10, "known": 0, "refused": 0}
    assert Original.objects.count() == Document.objects.count() == 11
    assert Event.objects.filter(kind="document", op="created").count() == 11


def test_a_worker_that_lost_its_claim_leaves_nothing_of_its_batch(cast: Cast) -> None:
    job = requested(cast, 3)
    slow = lease.claim(job.pk)
    assert slow is not None
    lapse(job)
    assert lease.claim(job.pk) is not None
    with pytest.raises(lease.ClaimLostError):
        importing.take(slow, importing.Tally(), bundles.items(io.BytesIO(table(3)), "a.csv"), 3)
    with pytest.raises(lease.ClaimLostError):
        importing.finish(slow)
    assert (Document.objects.count(), now(job).done) == (1, 0)
    assert Piece.objects.exists()


def test_a_cancelled_import_keeps_what_was_taken_and_stops(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    job = requested(cast, 6)
    held = lease.claim(job.pk)
    assert held is not None
    items = bundles.items(io.BytesIO(table(6)), "a.csv")
    tally = importing.take(held, importing.Tally(), items, 6)
    actions.cancel(by=cast.ada, job=now(job))
    with pytest.raises(lease.ClaimLostError):
        importing.take(held, tally, items, 6)
    tasks.perform(job.pk)
    assert (now(job).state, now(job).done, Document.objects.count()) == (JobState.CANCELLED, 2, 3)
    assert not Piece.objects.exists()


def test_one_cancels_ones_own_import_and_a_supervisor_any(cast: Cast) -> None:
    job = requested(cast)
    for stranger in (cast.ben, cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            actions.cancel(by=stranger, job=Job.objects.select_related("project").get(pk=job.pk))
    assert actions.cancel(by=cast.cleo, job=job).state == JobState.CANCELLED
    done = requested(cast)
    tasks.perform(done.pk)
    with pytest.raises(Conflict):
        actions.cancel(by=cast.ada, job=done)


def test_an_importer_who_may_not_capture_any_more_ends_the_import(cast: Cast) -> None:
    job = actions.request_import(
        by=cast.ada, project=cast.project, files=[("a.exe", [b"x"]), ("b.csv", [table(2)])]
    )
    cast.project.memberships.filter(user=cast.ada).delete()
    tasks.perform(job.pk)
    assert (now(job).state, Document.objects.count()) == (JobState.FAILED, 1)
    assert [line["code"] for line in now(job).report] == ["ended"]
    assert not Piece.objects.exists()


def test_an_import_that_no_worker_survives_fails_with_what_it_had_to_say(cast: Cast) -> None:
    job = actions.request_import(
        by=cast.ada, project=cast.project, files=[("a.exe", [b"x"]), ("b.csv", [table(2)])]
    )
    held = lease.claim(job.pk)
    assert held is not None
    importing.take(held, importing.Tally(), bundles.items(io.BytesIO(b"x"), "a.exe"), 3)
    Job.objects.filter(pk=job.pk).update(tries=MOST_TRIES)
    lapse(job)
    tasks.redispatch()
    assert now(job).state == JobState.FAILED
    assert [line["code"] for line in now(job).report] == ["kind", "ended"]
    assert not Piece.objects.exists()


def test_two_imports_of_the_same_documents_capture_each_once(cast: Cast) -> None:
    jobs = [requested(cast, 30), requested(cast, 30)]
    together(*(lambda key=job.pk: tasks.perform(key) for job in jobs))
    results = [now(job).result for job in jobs]
    assert [now(job).state for job in jobs] == [JobState.DONE] * 2
    assert sum(result["documents"] for result in results) == sum(result["known"] for result in results) == 30
    assert Document.objects.count() == 31


def test_a_value_that_the_database_refuses_is_one_refused_row(cast: Cast) -> None:
    content = b"text,published_at\nOne.,0001-01-01T00:00:00+14:00\nTwo.,2026-05-04\n"
    job = actions.request_import(by=cast.ada, project=cast.project, files=[("a.csv", [content])])
    tasks.perform(job.pk)
    assert now(job).result == {"documents": 1, "known": 0, "refused": 1}


def test_a_second_beat_keeps_the_lease_and_the_count(cast: Cast) -> None:
    job = requested(cast)
    held = lease.claim(job.pk)
    assert held is not None
    lease.progress(held, 2, 3)
    lapse(job)
    lease.beat(held)
    assert now(job).done == 2
    assert lease.claim(job.pk) is None
