"""Many documents at once over HTTP, and the jobs that capture them."""

import io
import json
import uuid
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from annotator.documents.models import Document
from annotator.jobs.models import Job, Piece
from tests.api.program import V1, Program, problem
from tests.cast import Cast

if TYPE_CHECKING:
    from django.http import HttpResponse

LINES = "application/x-ndjson"
PAGE = f"<html><title>Pump</title><body><article>{'<p>The board said that the pump had stopped.</p>' * 9}".encode()


@pytest.fixture
def path(cast: Cast) -> str:
    return f"projects/{cast.project.slug}/imports/"


def rows(*texts: str, **more: str) -> bytes:
    return b"".join(json.dumps({"text": text, **more}).encode() + b"\n" for text in texts)


def send(program: Program, path: str, *files: tuple[str, bytes], **fields: Any) -> "HttpResponse":
    """The files as a browser or curl sends them."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return program.client.post(V1 + path, {"files": sent, **fields})


def done(program: Program, asked: "HttpResponse") -> dict[str, Any]:
    """The job when a worker's own function has done it."""
    from annotator.jobs import tasks

    assert asked.status_code == 202, asked.content
    tasks.perform(uuid.UUID(asked.json()["id"]))
    found: dict[str, Any] = program.get(asked["Location"]).json()
    return found


def packed(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def counts(job: dict[str, Any]) -> tuple[int, int, int]:
    result = job["result"]
    return result["documents"], result["known"], result["refused"]


def test_an_import_is_a_job_from_the_start(ada: Program, path: str, cast: Cast) -> None:
    asked = ada.post(path, rows("The pump stopped."), content_type=LINES)
    assert asked.status_code == 202, asked.content
    job = asked.json()
    assert asked["Location"] == f"http://127.0.0.1:8000/api/v1/jobs/{job['id']}/"
    assert (job["kind"], job["state"], job["done"], job["report"]) == ("import", "queued", 0, [])
    assert job["result"] == {
        "documents": 0, "known": 0, "refused": 0,
        "url": f"http://127.0.0.1:8000/api/v1/projects/{cast.project.pk}/documents/",
    }  # fmt: skip
    assert ada.get(asked["Location"]).json() == job
    assert Document.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_lines_become_documents_with_what_is_known_of_them(ada: Program, path: str, cast: Cast) -> None:
    known = {
        "title": "Pump",
        "source": "Quay Radio",
        "published_at": "2026-05-04",
        "language": "en",
        "genre": "report",
    }
    body = rows("The pump stopped. ", **known) + b"{}\n" + rows("It rained.", "The pump stopped. ")
    job = done(ada, ada.post(path, body, content_type=f"{LINES}; charset=utf-8"))
    assert (job["state"], job["done"], job["total"], counts(job)) == ("done", 4, 4, (2, 1, 1))
    assert job["report"] == [
        {
            "name": "body.ndjson",
            "line": 2,
            "field": "text",
            "code": "text",
            "why": "Give either text or html.",
        }
    ]
    pump = Document.objects.get(title="Pump")
    assert (pump.text, pump.created_by, pump.language) == ("The pump stopped. ", cast.ada, "en")
    shown = ada.get(f"documents/{pump.pk}/").json()
    assert {name: shown[name] for name in known} == known | {"published_at": "2026-05-04T00:00:00.000000Z"}
    assert not Piece.objects.exists()
    posted = ada.post(f"projects/{cast.project.slug}/documents/", {"text": "It rained."})
    assert posted.status_code == 200  # a row is what the same text is when it is posted


@pytest.mark.django_db(transaction=True)
def test_files_of_several_kinds_come_in_one_request(ada: Program, path: str) -> None:
    asked = send(
        ada, path, ("a.txt", b"First."), ("b.csv", b"title;text\nB;Second.\nC;\n"),
        ("c.zip", packed(d_md=b"Third.", e_exe=b"x")), ("f.docx", b"x"), ("g.md", b"Third."), ("h.txt", b""),
        ("i.html", PAGE),
    )  # fmt: skip
    job = done(ada, asked)
    assert counts(job) == (4, 1, 4)
    assert [(one["name"], one["line"], one["code"]) for one in job["report"]] == [
        ("b.csv", 3, "text"), ("c.zip/e.exe", None, "kind"), ("f.docx", None, "kind"), ("h.txt", None, "empty"),
    ]  # fmt: skip
    assert Document.objects.get(text="Third.").original.filename == "d.md"
    assert (job["done"], job["total"]) == (9, 9)


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_kept_in_pieces_and_comes_back_whole(ada: Program, path: str) -> None:
    texts = [f"{number} " + "rain on the quay. " * 1000 for number in range(140)]
    asked = send(ada, path, ("many.jsonl", rows(*texts)))
    assert Piece.objects.count() > 3
    assert counts(done(ada, asked)) == (140, 0, 0)
    assert set(texts) <= set(Document.objects.values_list("text", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_long_report_is_cut_and_the_rest_counted(ada: Program, path: str) -> None:
    job = done(ada, ada.post(path, b"{}\n" * 130 + rows("Last."), content_type=LINES))
    assert counts(job) == (1, 0, 130)
    assert [one["line"] for one in job["report"]] == [*range(1, 101), None]
    assert job["report"][-1]["why"] == "30 more were refused, which are not listed here."


@pytest.mark.django_db(transaction=True)
def test_names_from_anyones_files_are_shown_without_what_can_not_be_stored(ada: Program, path: str) -> None:
    job = done(ada, ada.post(path, b'{"text":"x","a\\u0000\\ud800\\u202e":1}\n', content_type=LINES))
    assert job["report"][0]["why"] == "Not known: a\ufffd\ufffd\ufffd."


@pytest.mark.django_db(transaction=True)
def test_what_was_withdrawn_is_told_to_who_may_not_see_it(
    ada: Program, cleo: Program, path: str, cast: Cast
) -> None:
    from annotator.documents import actions

    actions.withdraw(by=cast.cleo, document=cast.document)
    body = rows(cast.document.text)
    job = done(ada, ada.post(path, body, content_type=LINES))
    assert (counts(job), job["report"][0]["code"]) == ((0, 0, 1), "withdrawn")
    assert counts(done(cleo, cleo.post(path, body, content_type=LINES))) == (0, 1, 0)


def test_who_may_capture_may_import_and_sees_his_own_job(cast: Cast, path: str) -> None:
    ben, cleo, dan, eve = (Program(user) for user in (cast.ben, cast.cleo, cast.dan, cast.eve))
    body = rows("It rained.")
    problem(dan.post(path, body, content_type=LINES), 403)
    problem(eve.post(path, body, content_type=LINES), 404)
    problem(Program(cast.ada, scopes=("read",)).post(path, body, content_type=LINES), 403)
    asked = Program(cast.ada, scopes=("read", "write")).post(path, body, content_type=LINES)
    at = asked["Location"]
    assert cleo.get(at).status_code == 200
    for other in (ben, dan, eve):
        problem(other.get(at), 404)
        problem(other.delete(at), 404)
    problem(cleo.get(path), 405)
    problem(cleo.put(path, {}), 405)
    assert Job.objects.count() == 1


def test_cancelling_an_import_drops_its_files(cast: Cast, path: str, ada: Program, cleo: Program) -> None:
    own = Program(cast.ada, scopes=("read", "write"))
    for canceller in (own, cleo):
        asked = send(ada, path, ("a.txt", b"It rained."))
        assert Piece.objects.exists()
        problem(Program(cast.ada, scopes=("read",)).delete(asked["Location"]), 403)
        cancelled = canceller.delete(asked["Location"])
        assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
        assert not Piece.objects.exists()
        assert canceller.delete(asked["Location"]).json()["state"] == "cancelled"
    assert Document.objects.count() == 1


def test_anothers_import_is_not_cancelled_with_the_scope_write(cast: Cast, path: str, ada: Program) -> None:
    asked, own = send(ada, path, ("a.txt", b"It rained.")), Program(cast.cleo, scopes=("read", "write"))
    problem(own.delete(asked["Location"]), 403, None)
    assert Piece.objects.exists()
    assert own.delete(send(own, path, ("b.txt", b"It snowed."))["Location"]).status_code == 200
    assert Program(cast.cleo, scopes=("read", "write", "manage")).delete(asked["Location"]).status_code == 200


def test_a_release_is_not_cancelled_with_the_scope_write(cast: Cast, cleo: Program) -> None:
    asked = cleo.post(f"projects/{cast.project.slug}/releases/", {})
    problem(Program(cast.cleo, scopes=("read", "write")).delete(asked["Location"]), 403, None)
    assert cleo.delete(asked["Location"]).json()["state"] == "cancelled"


def test_bad_requests_are_refused_and_leave_nothing(ada: Program, path: str) -> None:
    unsupported = ada.post(path, {"text": "x"})
    problem(unsupported, 415)
    assert unsupported["Accept"] == f"multipart/form-data, {LINES}"
    problem(ada.post(path, {"text": "x"}, idempotency_key="once"), 415)
    problem(ada.post(path, b"", content_type=LINES), 422, "required")
    problem(ada.post(path, b"x", content_type="multipart/form-data"), 400)
    problem(send(ada, path), 422, "required")
    problem(send(ada, path, ("a.txt", b"")), 422, "empty")
    problem(send(ada, path, ("a.exe", b"x"), ("b.pdf", b"x")), 422, "kind")
    problem(send(ada, path, ("annotations.jsonld", b"{}")), 422, "annotations")
    problem(send(ada, path, ("a.txt", b"x"), title="y"), 400, "unknown")
    problem(ada.client.post(V1 + path, {"files": "text"}), 422, "type")
    problem(ada.client.post(V1 + path, {"file": SimpleUploadedFile("a.txt", b"x")}), 400, "unknown")
    problem(send(ada, path + "?title=x", ("a.txt", b"x")), 400, "unknown")
    assert not Job.objects.exists()
    assert not Piece.objects.exists()


def test_more_than_an_import_may_have_is_refused_before_it_is_stored(
    ada: Program, path: str, settings: Settings
) -> None:
    settings.MAX_IMPORT_BYTES = 1000
    problem(send(ada, path, ("a.txt", b"x" * 600), ("b.txt", b"x" * 401)), 413)
    problem(ada.post(path, rows("x" * 1000), content_type=LINES), 413)
    problem(ada.post(path, rows("x" * 1_100_000), content_type=LINES), 413)
    assert not Piece.objects.exists()
    assert send(ada, path, ("a.txt", b"x" * 600), ("b.txt", b"x" * 400)).status_code == 202


def test_an_import_that_is_sent_again_under_its_key_is_one_job(ada: Program, path: str) -> None:
    by_lines = [ada.post(path, rows("It rained."), content_type=LINES, idempotency_key="a") for _ in range(2)]
    files = [("a.txt", b"It rained.")]
    sent = [[SimpleUploadedFile(*file) for file in files] for _ in range(2)]
    key = {"Idempotency-Key": "b"}
    by_files = [ada.client.post(V1 + path, {"files": one}, headers=key) for one in sent]
    for first, again in (by_lines, by_files):
        assert (first.status_code, again.status_code) == (202, 202)
        assert (first["Location"], first.content) == (again["Location"], again.content)
    assert Job.objects.count() == 2
    problem(ada.post(path, rows("It snowed."), content_type=LINES, idempotency_key="a"), 409, None)


def test_too_many_files_are_refused_with_a_problem(ada: Program, path: str, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    problem(send(ada, path, *((f"{number}.txt", b"x") for number in range(3))), 413)


@pytest.mark.parametrize("size", [10, 6_000_000])
def test_a_signed_in_browser_sends_files_with_its_csrf_token(
    cast: Cast, path: str, size: int, settings: Settings
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ada, backend="annotator.accounts.sessions.Backend")
    file = {"files": SimpleUploadedFile("a.txt", b"x" * size)}
    problem(client.post(V1 + path, file), 403)
    client.get("/projects/")
    token = client.cookies["csrftoken"].value
    file["files"].seek(0)
    accepted = client.post(V1 + path, file, headers={"X-CSRFToken": token})
    assert accepted.status_code == 202, accepted.content
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    many = {"files": [SimpleUploadedFile(name, b"x") for name in ("a.txt", "b.txt")]}
    problem(client.post(V1 + path, many), 413)
