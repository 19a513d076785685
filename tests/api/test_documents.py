"""Documents over HTTP: list, capture, text, original, describe, withdraw, restore, hand in."""

import hashlib
import json
import uuid

import pytest

from annotator.documents.models import Document
from tests.api.program import Program, place, problem
from tests.cast import Cast


@pytest.fixture
def path(cast: Cast) -> str:
    return f"projects/{cast.project.slug}/documents/"


def test_a_posted_text_is_kept_as_given(cast: Cast, ada: Program, path: str) -> None:
    text = "  Kiln Road \r\n\r\nA kiln burned down. 👩‍👩‍👧  "
    body = {
        "title": "Kiln Road", "text": text, "url": "https://news.example/kiln", "source": "The Ledger",
        "published_at": "2026-05-04", "language": "en",
    }  # fmt: skip
    answer = ada.post(path, body)
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["title"], found["source"], found["language"]) == ("Kiln Road", "The Ledger", "en")
    assert found["published_at"] == "2026-05-04T00:00:00.000000Z"
    assert (found["state"], found["assigned"], found["version"]) == ("open", [], 1)
    got = ada.get(f"documents/{found['id']}/text")
    kept = text.replace("\r\n", "\n")
    assert got.content.decode() == kept
    assert got["Content-Type"] == "text/plain; charset=utf-8"
    assert got["ETag"] == f'"{hashlib.sha256(kept.encode()).hexdigest()}"'
    assert ada.get(f"documents/{found['id']}/text", if_none_match=got["ETag"]).status_code == 304
    again = ada.post(path, body)
    assert (again.status_code, again.json()["id"]) == (200, found["id"])


def test_of_a_posted_page_the_main_text_is_taken_and_the_original_kept(ada: Program, path: str) -> None:
    page = (
        "<html><head><title>Weir</title></head><body><nav>Home</nav><article><h1>Weir</h1><p>"
        + "The weir at Lower Mill gave way on Monday, the warden said. " * 8
        + "</p></article></body></html>"
    )
    found = ada.post(path, {"html": page}).json()
    assert ada.get(f"documents/{found['id']}/text").content.startswith(b"Weir")
    original = ada.get(f"documents/{found['id']}/original", accept="text/html")
    assert original.content.decode() == page
    assert original["Content-Disposition"].startswith("attachment")
    assert original["Content-Security-Policy"] == "sandbox"
    assert original["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "case",
    [
        ({}, 422, "text"),
        ({"text": "a", "html": "b"}, 422, "text"),
        ({"text": "   "}, 422, "text"),
        ({"text": 7}, 422, "text"),
        ({"text": "x", "url": "javascript:1"}, 422, "url"),
        ({"text": "x", "published_at": "soon"}, 422, "published_at"),
        ({"text": "x", "published_at": 12}, 422, "published_at"),
        ({"text": "x", "published_at": "0001-01-01T00:00:00+14:00"}, 422, "published_at"),
        ({"text": "x", "colour": "red"}, 400, "colour"),
        ([], 400, ""),
        ("text", 400, ""),
    ],
)
def test_a_bad_capture_stores_nothing(
    cast: Cast, ada: Program, path: str, case: tuple[object, int, str]
) -> None:
    body, status, field = case
    assert problem(ada.post(path, body), status)["errors"][0]["field"] == field
    assert Document.objects.filter(project=cast.project).count() == 1


def test_a_text_that_is_too_large_is_413(ada: Program, path: str) -> None:
    problem(ada.post(path, {"text": "x" * 5_000_001}), 413)
    problem(ada.post(path, b'"' + b"x" * 20_000_001 + b'"'), 413)


def test_who_may_capture_and_read(cast: Cast, cleo: Program, dan: Program, eve: Program, path: str) -> None:
    assert cleo.post(path, {"text": "Another one"}).status_code == 201
    problem(dan.post(path, {"text": "A third"}), 403)
    problem(eve.post(path, {"text": "A third"}), 404)
    at = f"documents/{cast.document.pk}/"
    for end in ("", "text", "original"):
        assert dan.get(at + end).status_code == 200
        problem(eve.get(at + end), 404)
    problem(dan.get(f"documents/{uuid.uuid4()}/"), 404)
    problem(dan.get("documents/seven/"), 404)
    problem(dan.post(at, {}), 405)


def test_the_list_is_filtered(cast: Cast, cleo: Program, path: str) -> None:
    kiln = cleo.post(
        path, {"text": "The kiln", "language": "de", "source": "Ledger", "title": "Kiln"}
    ).json()["id"]
    mill = str(cast.document.pk)

    def ids(query: str) -> list[str]:
        return [row["id"] for row in cleo.get(path + query).json()["results"]]

    assert ids("") == [mill, kiln]
    assert ids("?q=kiln") == ids("?language=de") == ids("?source=Ledger") == [kiln]
    assert ids("?state=decided") == ids("?assigned_to=ada") == []
    cast.tag(cast.ada, "The board denies")
    assert ids("?assigned_to=ada") == [mill]
    cleo.delete(f"documents/{kiln}/", if_match=cleo.etag(f"documents/{kiln}/"))
    assert ids("") == [mill]
    assert ids("?state=withdrawn") == [kiln]
    lines = cleo.get(path, accept="application/x-ndjson")
    rows = [json.loads(line) for line in b"".join(lines).splitlines()]
    assert [row.get("id") for row in rows] == [mill, None]
    assert rows[-1] == {"end": True, "count": 1}
    problem(cleo.get(path + "?state=old"), 400, "invalid_choice")
    problem(cleo.get(path + "?colour=red"), 400, "unknown")
    problem(cleo.get(path + "?q=a&q=b"), 400, "doubled")
    problem(cleo.get(path + "?q=%00"), 400)


def test_a_description_is_corrected_against_its_etag(cast: Cast, ada: Program, cleo: Program) -> None:
    at = f"documents/{cast.document.pk}/"
    problem(cleo.patch(at, {"title": "Pump"}), 428)
    etag = cleo.etag(at)
    problem(ada.patch(at, {"title": "Pump"}, if_match=etag), 403)
    changed = cleo.patch(at, {"title": "Pump", "genre": "report", "source": "Ledger"}, if_match=etag)
    assert (changed.json()["title"], changed.json()["genre"], changed.json()["version"]) == (
        "Pump",
        "report",
        2,
    )
    problem(cleo.patch(at, {"title": "Pump 2"}, if_match=etag), 412)
    problem(cleo.patch(at, {"title": ""}, if_match=changed["ETag"]), 422)
    problem(cleo.patch(at, {"text": "other"}, if_match=changed["ETag"]), 400, "unknown")
    assert cleo.patch(at, {"genre": None, "source": None}, if_match=changed["ETag"]).json()["source"] is None


def test_a_withdrawn_document_is_gone_until_restored(cast: Cast, ada: Program, cleo: Program) -> None:
    at = f"documents/{cast.document.pk}/"
    tag = cast.tag(cast.ada, "The board denies")
    problem(ada.delete(at, if_match=ada.etag(at)), 403)
    problem(cleo.delete(at), 428)
    assert cleo.delete(at, if_match=cleo.etag(at)).status_code == 204
    assert cleo.delete(at).status_code == 204
    problem(ada.get(at), 404)
    problem(ada.get(at + "text"), 404)
    again = {"text": cast.document.text}
    problem(ada.post(f"projects/{cast.project.slug}/documents/", again), 409, "withdrawn")
    assert cleo.post(f"projects/{cast.project.slug}/documents/", again).status_code == 200
    problem(ada.get(f"tags/{tag.pk}/"), 404)
    problem(ada.post(at + "tags/", place(cast.document, "Someone")), 404)
    assert cleo.get(at).json()["withdrawn_at"] is not None
    assert cleo.post(at + "restore/").json()["withdrawn_at"] is None
    assert ada.get(f"tags/{tag.pk}/").status_code == 200


def test_hand_in_and_take_back(cast: Cast, ada: Program, ben: Program, cleo: Program, dan: Program) -> None:
    at = f"documents/{cast.document.pk}/"
    cast.settings(coders_per_document=2)
    done = ada.post(at + "handin/")
    assert done.json()["assigned"][0]["analyst"] == "ada"
    assert done.json()["assigned"][0]["handed_in_at"] is not None
    assert ada.post(at + "handin/", {}).content == done.content
    problem(ada.delete(at + "handin/"), 428)
    taken = ada.delete(at + "handin/", if_match=done["ETag"])
    assert taken.json()["assigned"][0]["handed_in_at"] is None
    problem(ada.delete(at + "handin/", if_match=taken["ETag"]), 409, "not_handed_in")
    problem(dan.post(at + "handin/"), 403)
    problem(cleo.post(at + "handin/"), 403)
    problem(ben.post(at + "handin/", {"for": "ada"}), 403)
    problem(cleo.post(at + "handin/", {"for": "dan"}), 422)
    problem(cleo.post(at + "handin/", {"for": "nobody"}), 422)
    problem(cleo.post(at + "handin/", {"whom": "ada"}), 400)
    assert cleo.post(at + "handin/", {"for": "ada"}).status_code == 200
    assert ben.post(at + "handin/").json()["state"] == "decided"
    back = cleo.delete(at + "handin/?for=ben", if_match=cleo.etag(at))
    assert back.json()["state"] == "open"


def test_in_a_blind_project_others_are_not_seen_at_work(
    cast: Cast, ada: Program, ben: Program, cleo: Program
) -> None:
    at = f"documents/{cast.document.pk}/"
    cast.settings(blind=True, coders_per_document=2)
    before = ada.get(at)
    tag = cast.tag(cast.ben, "The board denies")
    ben.post(at + "handin/")
    after = ada.get(at)
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    for listed in (f"projects/{cast.project.pk}/annotations/", f"projects/{cast.project.pk}/assignments/",
                   f"projects/{cast.project.pk}/review-items/", at + "tags/"):  # fmt: skip
        assert ada.get(listed).json()["results"] == []
    assert [one["analyst"] for one in cleo.get(at).json()["assigned"]] == ["ben"]
    ada.post(at + "handin/")
    assert ada.get(f"tags/{tag.pk}/").status_code == 200
    assert [one["analyst"] for one in ada.get(at).json()["assigned"]] == ["ben", "ada"]
    problem(ada.delete(at + "handin/", if_match=ada.etag(at)), 409, "complete")
