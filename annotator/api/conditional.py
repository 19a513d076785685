"""Conditional requests (RFC 9110): a strong ETag is a hash of the representation, of nothing that is not shown."""

import hashlib

from django.utils.http import parse_etags
from rest_framework.request import Request

from annotator.api.problems import Problem
from annotator.lib.refusals import Stale


def etag_of(content: bytes) -> str:
    """The strong ETag of these bytes, with its quotes."""
    return f'"{hashlib.sha256(content).hexdigest()[:40]}"'


def is_known(request: Request, etag: str) -> bool:
    """The client has this representation already: answer 304."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in given or etag in [tag.removeprefix("W/") for tag in given]


def check(request: Request, etag: str, *, required: bool = True) -> None:
    """Raise unless If-Match names the representation that stands: 428 where it is missing, 412 where it has passed."""
    given = request.headers.get("If-Match")
    if given is None:
        if required:
            raise Problem(
                428, "Send If-Match with the ETag of what you read, so that no one's change is lost."
            )
        return
    tags = parse_etags(given)
    if "*" not in tags and etag not in tags:
        raise Stale("stale", "This has changed since you read it. Read it again.")
