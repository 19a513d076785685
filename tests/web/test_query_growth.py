"""No page asks the database more when there are more rows."""

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.accounts.actions import create_token
from annotator.annotations.commenting import comment
from annotator.jobs.actions import request_release
from annotator.projects.actions import add_guideline, create_project, set_member
from annotator.review import assigning
from tests.cast import Cast
from tests.statements import statements
from tests.web.conftest import SignedIn
from tests.web.test_workbench import body, put

WORDS = ["Two neighbours", "The water board", "Someone", "a bang", "04:20", "the cable", "The board"]
PAGES = [
    "/", "/tokens/", "/projects/mill-lane/", "/projects/mill-lane/review/", "/projects/mill-lane/releases/",
    "/projects/mill-lane/members/", "/projects/mill-lane/dashboard/", "/projects/mill-lane/guideline/",
    "/projects/mill-lane/settings/", "/projects/mill-lane/decided/", "/mentions/",
]  # fmt: skip


def grow(cast: Cast, turn: int) -> None:
    """More of everything."""
    for number in range(2):
        document = cast.text(f"Report {turn}.{number}")
        assigning.assign(by=cast.cleo, documents=[document], analysts=[cast.ada, cast.ben])
        cast.tag(cast.ada, "Two neighbours", document=document)
        cast.tag(cast.ben, "Two neighbours", "disputed", document=document)
        if number:
            cast.hand_in(cast.ada, cast.ben, document=document)
        project = create_project(by=cast.cleo, name=f"Project {turn}.{number}")
        set_member(by=None, project=project, username="ada", role="analyst")
        set_member(by=cast.cleo, project=cast.project, username=f"guest{turn}{number}", role="analyst")
        create_token(by=cast.cleo, name="x", scopes=["read"], project=project.pk)
        request_release(by=cast.cleo, project=cast.project)
        add_guideline(by=cast.cleo, project=cast.project, text=f"Version {turn}.{number}")
    for quote in WORDS[turn * 3 : turn * 3 + 3]:
        tag = cast.tag(cast.ada, quote, "speculative")
        comment(by=cast.cleo, tag=tag, text="Is that so, @ada?")


def counted(cast: Cast, as_: SignedIn, pages: list[str]) -> dict[str, int]:
    counts = {}
    for name in ("ada", "cleo"):
        client = as_(getattr(cast, name))
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts[f"{name} {page}"] = len(queries)
    return counts


def test_more_rows_cost_no_more_queries(cast: Cast, as_: SignedIn) -> None:
    grow(cast, 0)
    complete = cast.project.documents.filter(state="in_review").first()
    assert complete
    of_documents = [f"/documents/{cast.document.pk}/", f"/documents/{complete.pk}/review/"]
    of_documents += [f"/documents/{cast.document.pk}/{part}/" for part in ("loose-ends", "others")]
    before = counted(cast, as_, PAGES + of_documents)
    grow(cast, 1)
    assert counted(cast, as_, PAGES + of_documents) == before


def test_a_review_with_more_items_costs_no_more_queries(cast: Cast, as_: SignedIn) -> None:
    counts = []
    for quotes in (WORDS[:2], WORDS):
        document = cast.text(str(len(quotes)))
        for quote in quotes:
            cast.tag(cast.ada, quote, document=document)
            cast.tag(cast.ben, quote, "disputed", document=document)
        cast.hand_in(cast.ada, cast.ben, document=document)
        counts += counted(cast, as_, [f"/documents/{document.pk}/review/"]).values()
    assert len(set(counts[::2])) == 1
    assert len(set(counts[1::2])) == 1


def test_a_write_of_a_tag_takes_five_statements_however_many_tags_there_are(
    cast: Cast, as_: SignedIn
) -> None:
    client = as_(cast.ada)
    put(client, cast.document, uuid4(), body(cast.document, WORDS[0]))
    for quote in WORDS[1:]:
        with statements() as sent:
            assert put(client, cast.document, uuid4(), body(cast.document, quote)).status_code == 200
        assert len(sent) == 5, sent  # session, document, tag, event, what the answer shows
