"""Every address of the API: shut to who is unknown, never HTML, never a 500; and all of them in the schema."""

import json
import uuid
from html import unescape
from http import HTTPStatus
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from annotator.api import examples
from annotator.local.paths import CHECKOUT
from tests.api.contract import PROBLEM, VERBS, operations, routes
from tests.api.prepared import Prepared
from tests.api.program import problem


def addresses(prepared: Prepared) -> list[str]:
    return [path.format(**prepared.keys) for path, _ in routes()]


def test_who_is_unknown_gets_401_everywhere(prepared: Prepared) -> None:
    client = Client()
    for address in addresses(prepared):
        for verb in VERBS:
            answer = client.generic(verb.upper(), address, b"{}", "application/json")
            problem(answer, 401)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"name":"\\u0000"}', b'{"name":"\\ud800"}', b'{"\\ud800":1}',
        b'{"credibility":1e999}', b'{"start":NaN}', b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000,
        b'{"id":[],"start":{},"name":[],"role":{},"text":[],"documents":1,"scopes":{},"status":[],"exact":null}',
    ],
)  # fmt: skip
def test_no_body_is_our_fault(prepared: Prepared, body: bytes) -> None:
    for address in addresses(prepared):
        for verb in ("post", "put", "patch"):
            answer = prepared.programs["cleo"].send(verb, address, body, if_match="*")
            assert answer.status_code < 500, (verb, address)
            assert answer.headers.get("Content-Type") in {PROBLEM, "application/json"}, (verb, address)


def test_what_is_no_address_is_a_problem_too(prepared: Prepared) -> None:
    ada = prepared.programs["ada"]
    problem(ada.get("me/", accept="text/html"), 406)
    for odd in (
        "nowhere/", "/api/v2/", "/api", "projects/%00/", "projects/%FF/", f"documents/{uuid.uuid4()}x/", "tags/../me/x",
        "projects/a b/",
    ):  # fmt: skip
        problem(ada.get(odd), 404)


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
    for name in operations():
        assert f'id="{name}"' in content
    for example in examples.answers().values():
        assert f"{example['status']} {HTTPStatus(example['status']).phrase}" in content
    for words in (
        "-H 'If-Match: ",
        "Someone may have cut the cable.",
        '<a href="#AnnotationOut">',
        'id="status-428"',
    ):
        assert words in unescape(content), words
    assert "http://" not in content.replace("http://127.0.0.1:8000", "").replace("http://www.w3.org", "")
    assert " style=" not in content
