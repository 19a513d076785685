"""A project's page: documents come in, are found, assigned, described, withdrawn."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotator.documents.models import Document
from tests.cast import TEXT, Cast, fresh
from tests.web.conftest import SignedIn

HOME = "/projects/mill-lane/"


def send(client: Client, *files: tuple[str, bytes], **headers: Any) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(HOME + "upload/", {"files": sent}, headers=headers)


def test_several_files_come_in_and_each_is_told_of(cast: Cast, as_: SignedIn) -> None:
    response = send(
        as_(cast.ada),
        ("first.txt", b"A bridge was closed on Monday."),
        ("again.txt", TEXT.encode()),
        ("empty.txt", b"  \n"),
        ("letter.doc", b"x"),
        ("old.txt", "Stra\xdfe".encode("latin-1")),
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert Document.objects.filter(project=cast.project).count() == 2
    outcomes = re.findall(r'<span class="badge[^"]*">(Added|There already|Refused)</span>', page)
    assert outcomes == ["Added", "There already", "Refused", "Refused", "Refused"]
    assert "The encoding is not UTF-8" in page
    assert "are not accepted" in page


def test_a_script_gets_the_lines_alone(cast: Cast, as_: SignedIn) -> None:
    response = send(as_(cast.ada), ("a.md", b"# A title\n\nA text."), **{"X-Requested-With": "fetch"})
    assert response.content.decode().count("<li>") == 1
    assert "<html" not in response.content.decode()


def test_a_client_and_a_stranger_bring_nothing_in(cast: Cast, as_: SignedIn) -> None:
    assert send(as_(cast.dan), ("a.txt", b"x")).status_code == 403
    assert send(as_(cast.eve), ("a.txt", b"x")).status_code == 404
    assert Document.objects.count() == 1


def test_a_pasted_text_is_frozen_as_typed(cast: Cast, as_: SignedIn) -> None:
    sent = {"title": "Note", "text": "  Two lines,\r\nof which one is last.  ", "source": "Radio Lakmar"}
    assert as_(cast.ada).post(HOME + "paste/", sent).status_code == 303
    document = Document.objects.get(title="Note")
    assert document.text == "  Two lines,\nof which one is last.  "
    assert document.source
    assert document.source.name == "Radio Lakmar"


def test_a_refused_text_keeps_what_was_typed_and_says_why_beside_the_field(cast: Cast, as_: SignedIn) -> None:
    response = as_(cast.ada).post(HOME + "paste/", {"title": "A title", "text": "x", "url": "not an address"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="A title"' in page
    assert 'value="not an address"' in page
    assert "This is not a web address." in page


def test_the_same_text_pasted_again_leads_to_the_document(cast: Cast, as_: SignedIn) -> None:
    response = as_(cast.ada).post(HOME + "paste/", {"text": TEXT})
    assert response["Location"] == f"/documents/{cast.document.pk}/"


def test_documents_are_found_by_state_title_and_what_waits(cast: Cast, as_: SignedIn) -> None:
    cast.text("Second report")
    cast.hand_in(cast.ada)
    client = as_(cast.ada)
    titles = {
        query: re.findall(r'class="title"[^>]*>([^<]*)</a><small', client.get(HOME + query).content.decode())
        for query in ("", "?mine=1", "?state=decided", "?q=second", "?q=nothing%00", "?after=x", "?state=bad")
    }
    both = ["Mill Lane pump house", "Second report"]
    assert titles == {
        "": both, "?mine=1": ["Second report"], "?state=decided": ["Mill Lane pump house"],
        "?q=second": ["Second report"], "?q=nothing%00": [], "?after=x": both, "?state=bad": both,
    }  # fmt: skip


def test_a_supervisor_assigns_spreads_and_takes_away(cast: Cast, as_: SignedIn) -> None:
    client, second = as_(cast.cleo), cast.text("Second report")
    client.post(HOME + "assign/", {"documents": [cast.document.pk], "analysts": [cast.ada.pk]})
    client.post(HOME + "assign/", {"documents": [second.pk], "per_document": "1"})
    given = [
        (a.document_id, a.analyst.username) for d in (cast.document, second) for a in d.assignments.all()
    ]
    assert given == [(cast.document.pk, "ada"), (second.pk, "ben")]
    assignment = cast.document.assignments.get()
    assert client.post(f"{HOME}assignments/{assignment.pk}/remove/").status_code == 303
    assert not cast.document.assignments.exists()


def test_an_assignment_without_a_choice_is_explained(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    response = client.post(HOME + "assign/", {"documents": [cast.document.pk]})
    assert response.status_code == 422
    assert "Choose analysts, or say how many" in response.content.decode()
    assert "Choose one or more documents." in client.post(HOME + "assign/", {}).content.decode()
    assert client.post(HOME + "assign/", {"documents": ["x"], "analysts": ["1"]}).status_code == 422
    assert as_(cast.ada).post(HOME + "assign/", {}).status_code == 403


def test_a_supervisor_describes_a_document_and_its_text_stays(cast: Cast, as_: SignedIn) -> None:
    address = f"/documents/{cast.document.pk}/edit/"
    sent = {
        "title": "Pump house",
        "source": "Radio Lakmar",
        "published_at": "2026-05-04 17:30",
        "language": "en",
    }
    assert as_(cast.cleo).post(address, sent).status_code == 303
    document = fresh(cast.document)
    assert (document.title, document.text, str(document.source)) == (
        "Pump house",
        cast.document.text,
        "Radio Lakmar",
    )
    refused = as_(cast.cleo).post(address, {**sent, "title": ""})
    assert refused.status_code == 422
    assert "2026-05-04 17:30" in refused.content.decode()
    assert as_(cast.ada).get(address).status_code == 403


def test_a_withdrawn_document_is_found_and_restored_by_a_supervisor(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    assert client.post(f"/documents/{cast.document.pk}/withdraw/").status_code == 303
    assert "Restore" in client.get(HOME + "?state=withdrawn").content.decode()
    assert client.get(HOME + "?state=withdrawn").content.decode().count("Mill Lane pump house") >= 1
    assert as_(cast.ada).get(HOME + "?state=withdrawn").content.decode().count("Mill Lane pump house") == 0
    assert client.post(f"/documents/{cast.document.pk}/restore/").status_code == 303
    assert fresh(cast.document).withdrawn_at is None


@pytest.mark.parametrize("name", ["ada", "cleo", "dan"])
def test_an_empty_project_says_what_comes_next(cast: Cast, as_: SignedIn, name: str) -> None:
    Document.objects.update(withdrawn_at="2026-01-01T00:00Z")
    assert "No documents yet" in as_(getattr(cast, name)).get(HOME).content.decode()
