"""Every address of the API: shut to who is unknown, empty to a stranger, never HTML, never a 500."""

import json
import uuid
from collections.abc import Iterator
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern

from annotator.api.urls import resources
from annotator.local.paths import CHECKOUT
from tests.api.contract import routes
from tests.api.program import Program, place, problem
from tests.cast import Cast

VERBS = ("get", "post", "put", "patch", "delete")
PROBLEM = "application/problem+json"


@pytest.fixture
def keys(cast: Cast) -> dict[str, str]:
    """One id of each kind, all of Ada's project."""
    from annotator.annotations import commenting
    from annotator.documents.sources import create_source
    from annotator.jobs.actions import request_release
    from annotator.review.models import ReviewItem

    tag = cast.tag(cast.ada, "The board denies")
    comment = commenting.comment(by=cast.ada, tag=tag, text="Which board?")[0]
    cast.hand_in(cast.ada)
    release, job = request_release(by=cast.cleo, project=cast.project)
    return {
        "project": cast.project.slug, "document": str(cast.document.pk), "tag": str(tag.pk), "username": "ada",
        "assignment": str(cast.document.assignments.get().pk), "item": str(ReviewItem.objects.get().pk),
        "release": str(release.pk), "job": str(job.pk), "token": str(Program(cast.ada).token.pk),
        "name": "annotations.jsonl", "comment": str(comment.pk),
        "source": str(create_source(by=cast.cleo, project=cast.project, name="Quay Radio").pk),
    }  # fmt: skip


def addresses(keys: dict[str, str]) -> Iterator[str]:
    for pattern in resources:
        yield "/api/v1/" + route(pattern, keys)


def route(pattern: URLPattern, keys: dict[str, str]) -> str:
    found = str(pattern.pattern)
    for name, key in keys.items():
        for kind in ("str", "uuid"):
            found = found.replace(f"<{kind}:{name}>", key)
    assert "<" not in found, found
    return found


def test_who_is_unknown_gets_401_everywhere(keys: dict[str, str]) -> None:
    client = Client()
    for address in addresses(keys):
        for verb in VERBS:
            answer = client.generic(verb.upper(), address, b"{}", "application/json")
            problem(answer, 401)


def test_a_stranger_finds_nothing(keys: dict[str, str], eve: Program) -> None:
    own = {"/api/v1/me/", "/api/v1/me/tokens/", "/api/v1/projects/"}
    for address in addresses(keys):
        for verb in VERBS:
            if address in own:
                continue
            answer = eve.send(verb, address, {} if verb in {"post", "put", "patch"} else None)
            assert answer.status_code in {404, 405, 422}, (verb, address, answer.status_code)
            assert answer["Content-Type"] == PROBLEM
            if answer.status_code == 422:  # a tag's PUT names its document in the body
                assert (verb, address) == ("put", f"/api/v1/tags/{keys['tag']}/")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"name":"\\u0000"}', b'{"name":"\\ud800"}', b'{"\\ud800":1}',
        b'{"credibility":1e999}', b'{"start":NaN}', b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000,
        b'{"id":[],"start":{},"name":[],"role":{},"text":[],"documents":1,"scopes":{},"status":[],"exact":null}',
    ],
)  # fmt: skip
def test_no_body_is_our_fault(keys: dict[str, str], cleo: Program, body: bytes) -> None:
    for address in addresses(keys):
        for verb in ("post", "put", "patch"):
            answer = cleo.send(verb, address, body, if_match="*")
            assert answer.status_code < 500, (verb, address)
            assert answer.headers.get("Content-Type") in {PROBLEM, "application/json"}, (verb, address)


def test_protocol_errors_are_problems_too(cast: Cast, ada: Program) -> None:
    at = f"documents/{cast.document.pk}/tags/"
    body = json.dumps(place(cast.document, "The board denies")).encode()
    wrong = ada.post(at, body, content_type="text/plain")
    problem(wrong, 415)
    problem(ada.post(at, body, content_type="application/x-www-form-urlencoded"), 415)
    problem(ada.get("me/", accept="text/html"), 406)
    not_allowed = ada.delete("me/")
    problem(not_allowed, 405)
    assert not_allowed["Allow"] == "GET, HEAD, OPTIONS"
    problem(ada.get("nowhere/"), 404)
    problem(ada.get("/api/v2/"), 404)
    problem(ada.get("/api"), 404)
    problem(ada.post(at, body, transfer_encoding="chunked", content_length=""), 411)
    problem(ada.get("me/?x=1"), 400, "unknown")
    for odd in (
        "projects/%00/",
        "projects/%FF/",
        f"documents/{uuid.uuid4()}x/",
        "tags/../me/x",
        "projects/a b/",
    ):
        problem(ada.get(odd), 404)


def test_an_address_without_its_final_slash_sends_the_same_request_on(cast: Cast, ada: Program) -> None:
    for answer in (ada.get("me"), ada.post(f"documents/{cast.document.pk}/tags", {})):
        assert answer.status_code == 308
        assert answer["Location"].endswith("/")


def test_every_address_says_which_methods_it_has(keys: dict[str, str], cleo: Program) -> None:
    for address in addresses(keys):
        answer = cleo.send("options", address)
        assert (answer.status_code, answer.content) == (204, b""), address
        assert "OPTIONS" in answer["Allow"], address
        assert "Content-Type" not in answer.headers, address


def test_the_schema_is_made_from_the_code_without_a_warning_and_is_the_one_that_is_committed(
    db: None,
) -> None:
    out = StringIO()
    call_command("spectacular", "--fail-on-warn", "--validate", "--format", "openapi-json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["openapi"].startswith("3.1")
    assert {path for path, _ in routes()} == found["paths"].keys()
    served = Client().get("/api/schema/")
    assert json.loads(served.content) == found
    assert served["Content-Type"].startswith("application/json") or "openapi" in served["Content-Type"]
    committed = yaml.safe_load((CHECKOUT / "docs/openapi.yaml").read_text("utf-8"))
    assert committed == found, "`make schema` writes docs/openapi.yaml anew"


def test_every_operation_has_an_answer_and_every_write_a_scope_in_the_schema(db: None) -> None:
    paths = json.loads(Client().get("/api/schema/").content)["paths"]
    for path, verbs in paths.items():
        for verb, one in verbs.items():
            assert any(status < "400" for status in one["responses"]), (verb, path)
            assert "401" in one["responses"], (verb, path)
            assert one["summary"], (verb, path)


def test_the_reference_page_needs_no_script_and_no_sign_in(db: None) -> None:
    page = Client().get("/api/docs/")
    content = page.content.decode()
    assert page.status_code == 200
    for word in ("/api/v1/documents/{document}/tags/", "AnnotationOut", "If-Match", "Tag a place"):
        assert word in content
    assert "http://" not in content.replace("http://127.0.0.1:8000", "").replace("http://www.w3.org", "")
    assert " style=" not in content
