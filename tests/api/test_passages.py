"""Passages over HTTP."""

import uuid

import pytest

from annotator.documents.actions import withdraw
from annotator.documents.models import Document
from tests.api.program import Program, problem
from tests.cast import Cast

LEAD = "The ferry to Ormsea stopped on Tuesday after a crack was found in its hull. 👩‍👩‍👧"
TEXT = f"{LEAD}\n\nIt will sail again.\n\n{LEAD}\n\n© 2031 Tollmere Post\n"


@pytest.fixture
def document(cast: Cast) -> Document:
    return cast.text(text=TEXT)


def test_every_member_reads_the_passages(
    document: Document, ada: Program, cleo: Program, dan: Program
) -> None:
    again, line = TEXT.rindex(LEAD), TEXT.index("©")
    wanted = [
        {
            "start": again, "end": again + len(LEAD), "kind": "repeat", "of": [0, len(LEAD)],
            "why": "Stands earlier in this document",
        },
        {"start": line, "end": len(TEXT) - 1, "kind": "furniture", "of": None, "why": "Copyright line"},
    ]  # fmt: skip
    for program in (ada, cleo, dan):
        answer = program.get(f"documents/{document.pk}/passages/")
        assert (answer.status_code, answer.json()) == (200, wanted)
    known = ada.get(f"documents/{document.pk}/passages/", if_none_match=answer["ETag"])
    assert known.status_code == 304


def test_a_document_without_passages_has_an_empty_list(cast: Cast, ada: Program) -> None:
    assert ada.get(f"documents/{cast.document.pk}/passages/").json() == []


def test_a_stranger_finds_nothing_and_nobody_writes(
    cast: Cast, document: Document, ada: Program, eve: Program
) -> None:
    path = f"documents/{document.pk}/passages/"
    problem(eve.get(path), 404)
    problem(ada.get(f"documents/{uuid.uuid4()}/passages/"), 404)
    assert ada.get("documents/seven/passages/").status_code == 404
    problem(ada.post(path, {}), 405)
    withdraw(by=cast.cleo, document=document)
    problem(ada.get(path), 404)
