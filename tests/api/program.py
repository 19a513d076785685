"""A program that speaks to the API with a token of its person, and what its tests ask of answers."""

import json
from typing import TYPE_CHECKING, Any

from django.test import Client

if TYPE_CHECKING:
    from django.http import HttpResponse

    from annotator.accounts.models import User

V1 = "/api/v1/"
SCOPES = ("read", "write", "review", "manage")


class Program:
    """A client of the API with a token; answers carry `.json()` as Django's do."""

    def __init__(self, user: "User", scopes: tuple[str, ...] = SCOPES, **token: Any) -> None:
        from annotator.accounts.actions import create_token

        self.token, self.secret = create_token(by=user, name="program", scopes=scopes, **token)
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"})

    def get(self, path: str, **headers: str) -> "HttpResponse":
        return self.send("get", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> "HttpResponse":
        return self.send("post", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> "HttpResponse":
        return self.send("put", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> "HttpResponse":
        return self.send("patch", path, body, **headers)

    def delete(self, path: str, **headers: str) -> "HttpResponse":
        return self.send("delete", path, **headers)

    def etag(self, path: str) -> str:
        return str(self.get(path)["ETag"])

    def send(self, verb: str, path: str, body: Any = None, **headers: str) -> "HttpResponse":
        """`body` as JSON, or as it is where it is bytes; `if_match` is the header If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        extra: dict[str, Any] = {"headers": named}
        if verb in {"post", "put", "patch"} and body is None:
            extra |= {"data": b"", "content_type": "application/json"}
        elif body is not None:
            content = body if isinstance(body, bytes) else json.dumps(body)
            extra |= {"data": content, "content_type": named.pop("content-type", "application/json")}
        address = path if path.startswith(("/", "http")) else V1 + path
        return getattr(self.client, verb)(address, **extra)


def problem(response: "HttpResponse", status: int, code: str | None = None) -> dict[str, Any]:
    """The answer is problem details of this status (and its first error of this code)."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(response.content)
    assert body["status"] == status
    assert {"type", "title", "detail"} <= body.keys()
    if status in {400, 422}:
        assert {"field", "code", "detail"} <= body["errors"][0].keys()
    if code is not None:
        assert body["errors"][0]["code"] == code, body
    return body


def place(document: Any, quote: str, **more: Any) -> dict[str, Any]:
    """The body of a tag at the first place of `quote`."""
    return {**passage(document, quote), "status": "sourced", **more}


def passage(document: Any, quote: str) -> dict[str, Any]:
    start = document.text.index(quote)
    return {"start": start, "end": start + len(quote), "exact": quote}
