"""A project in which there is one of everything: what examples, rights and made-up requests are sent to."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.api.program import Program
from tests.cast import TEXT, Cast, capture, make_cast

GUESS = "Someone may have cut the cable."


@dataclass
class Prepared:
    """The cast; a program for each of them; `keys` by the name of the parameter of an address that holds it."""

    cast: Cast
    programs: dict[str, Program]
    keys: dict[str, str]


@contextlib.contextmanager
def standing(blocker: Any, *, blind: bool = False) -> Iterator[Prepared]:
    """The project for the tests of one module, committed, since a release is built from a snapshot; then flushed.

    Each test undoes what it writes (`undone`).
    """
    from django.core.management import call_command

    with blocker.unblock():
        try:
            yield prepare(blind=blind)
        finally:
            call_command("flush", interactive=False, verbosity=0)


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What is written within is gone afterwards; but it is judged by the constraints that a commit would ask."""
    from django.db import connection, transaction

    with transaction.atomic():
        yield
        if not connection.needs_rollback:
            connection.check_constraints()
        transaction.set_rollback(True)


def prepare(*, blind: bool = False) -> Prepared:
    """An open document on which Ada has begun, one that she and Ben have handed in, one assigned to Ben; a release.

    The release is published, with its files; the job is of another one, and waits.
    """
    from annotator.annotations import commenting
    from annotator.documents.models import Source
    from annotator.jobs.actions import request_release
    from annotator.review import assigning
    from annotator.review.models import ReviewItem

    cast = make_cast()
    cast.settings(coders_per_document=2, blind=blind)
    tag = cast.tag(cast.ada, "the pump stopped", "disputed", note="Ada's own note", labels=["pump"])
    comment = commenting.comment(by=cast.ada, tag=tag, text="Which pump?")[0]
    judged = capture(cast.cleo, cast.project, f"The second text\n{TEXT}", source="The Canal Post")
    accepted = cast.tag(cast.ada, GUESS, "speculative", document=judged)
    cast.tag(cast.ben, GUESS, "disputed", document=judged)
    cast.hand_in(cast.ada, cast.ben, document=judged)
    (given,) = assigning.assign(by=cast.cleo, documents=[cast.text("The third text")], analysts=[cast.ben])
    release, job = request_release(by=cast.cleo, project=cast.project, title="First", only_decided=False)
    publish(job)
    _, waiting = request_release(by=cast.cleo, project=cast.project, title="Second", only_decided=False)
    people = {name: getattr(cast, name) for name in ("ada", "ben", "cleo", "dan", "eve")}
    programs = {name: Program(user) for name, user in people.items()}
    keys = {
        "project": cast.project.slug, "document": cast.document.pk, "tag": tag.pk, "comment": comment.pk,
        "username": "dan", "assignment": given.pk, "item": ReviewItem.objects.get().pk, "release": release.pk,
        "job": waiting.pk, "token": programs["ada"].token.pk, "name": "annotations.jsonl", "accepted": accepted.pk,
        "source": Source.objects.get().pk,
    }  # fmt: skip
    return Prepared(cast, programs, {name: str(key) for name, key in keys.items()})


def publish(job: Any) -> None:
    """Do the work of a release's job, as a worker does."""
    from annotator.jobs import tasks

    tasks.perform(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.report
