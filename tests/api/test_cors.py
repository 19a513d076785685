"""Scripts of other sites: where the operator names them, and never with a reader's cookies."""

from typing import Any

import pytest
from django.test import Client

from tests.api.program import Program
from tests.cast import Cast

SITE, OTHER = "https://page.example.org", "https://other.example.org"
ALLOWED = "Access-Control-Allow-Origin"
MIDDLEWARE = "corsheaders.middleware.CorsMiddleware"


@pytest.fixture
def named(settings: Any) -> None:
    settings.MIDDLEWARE = [MIDDLEWARE, *settings.MIDDLEWARE]
    settings.CORS_ALLOWED_ORIGINS = [SITE]


def preflight(path: str, origin: str = SITE) -> Any:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,if-match,idempotency-key,prefer,slug,content-type",
    }
    return Client(headers=headers).options(path)


@pytest.mark.usefixtures("named")
def test_a_script_of_a_named_site_may_write_and_read_what_it_needs(cast: Cast) -> None:
    asked = preflight("/api/v1/me/")
    assert (asked.status_code, asked[ALLOWED]) == (200, SITE)
    allowed = set(asked["Access-Control-Allow-Headers"].split(", "))
    assert allowed >= {
        "authorization",
        "content-type",
        "if-match",
        "if-none-match",
        "idempotency-key",
        "prefer",
        "slug",
    }
    assert {"PUT", "PATCH", "DELETE"} <= set(asked["Access-Control-Allow-Methods"].split(", "))
    answer = Program(cast.ada).get("me/", origin=SITE)
    assert (answer.status_code, answer[ALLOWED]) == (200, SITE)
    shown = set(answer["Access-Control-Expose-Headers"].split(", "))
    assert shown >= {
        "ETag", "Link", "Location", "Allow", "Content-Location", "Retry-After", "Accept-Post", "Preference-Applied",
        "Idempotency-Replayed",
    }  # fmt: skip
    assert "origin" in answer["Vary"].lower()
    for one in (asked, answer):
        assert "Access-Control-Allow-Credentials" not in one.headers


@pytest.mark.usefixtures("named")
def test_a_refusal_can_be_read_too(cast: Cast) -> None:
    assert Client(headers={"Origin": SITE}).get("/api/v1/me/")[ALLOWED] == SITE


@pytest.mark.usefixtures("named")
def test_other_sites_and_other_addresses_get_nothing(cast: Cast) -> None:
    assert ALLOWED not in preflight("/api/v1/me/", OTHER).headers
    assert ALLOWED not in Program(cast.ada).get("me/", origin=OTHER).headers
    for path in ("/", "/accounts/login/", "/health/live"):
        assert ALLOWED not in preflight(path).headers
        assert ALLOWED not in Client(headers={"Origin": SITE}).get(path).headers
    for path in ("/w3c/mill-lane/annotations/", "/ns/status/sourced"):
        assert preflight(path)[ALLOWED] == SITE


def test_where_nothing_is_set_there_is_no_such_thing(cast: Cast, settings: Any) -> None:
    assert MIDDLEWARE not in settings.MIDDLEWARE
    assert ALLOWED not in preflight("/api/v1/me/").headers
    assert ALLOWED not in Program(cast.ada).get("me/", origin=SITE).headers
