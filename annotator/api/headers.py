"""The headers that operations take and answer with, for the schema.

Which answers carry an ETag or a Location follows from what they are: one resource has an ETag, pages, lists and what
holds a secret have none; what is new has its address. An operation that differs says so.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.serializers import ListSerializer

from annotator.api.serializers.fields import PageOut

HEADER: Literal["header"] = "header"
IF_MATCH = OpenApiParameter("If-Match", str, HEADER, required=True, description="ETag of what you read")
IF_MATCH_OPTIONAL = OpenApiParameter(
    "If-Match", str, HEADER, description="ETag of what you read; needed for a change"
)
IF_MATCH_JUDGED = OpenApiParameter(
    "If-Match", str, HEADER, description="ETag of what you read; judged where it is sent"
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, HEADER, description="ETags that you have: 304 where one still stands"
)
IF_NONE_MATCH_ANY = OpenApiParameter(
    "If-None-Match", str, HEADER, description="`*`: only make what is not there yet, else 412"
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    HEADER,
    description="your name for this request: sent again under it, it is done once and answered the same",
)
WAIT = OpenApiParameter(
    "Prefer",
    str,
    HEADER,
    description="`wait=20`: answer when there is something, or after so many seconds (60 at most)",
)
RANGE = OpenApiParameter("Range", str, HEADER, description="the bytes wanted, as `bytes=0-1023`: answers 206")
IF_RANGE = OpenApiParameter(
    "If-Range", str, HEADER, description="ETag of the file that the range was counted in: else the whole"
)


def answered(name: str, description: str, *statuses: int) -> OpenApiParameter:
    """A header that answers of these statuses always have."""
    return OpenApiParameter(
        name, str, HEADER, description=description, required=True, response=list(statuses)
    )


CONTENT_RANGE = answered("Content-Range", "which bytes of how many, as `bytes 0-1023/146515`", 206)
ACCEPT_RANGES = answered("Accept-Ranges", "`bytes`", 200, 206)


def of_answers(
    answers: Mapping[Any, Any], *, reads: bool, etag: bool | None, location: bool | None
) -> Iterator[OpenApiParameter]:
    """The headers of these answers; `etag` and `location` say otherwise where they are given."""
    found: dict[int, Any] = {}
    for key, answer in answers.items():
        found.setdefault(key if isinstance(key, int) else key[0], answer)
    tagged = [
        status for status, one in found.items() if (_is_one(status, one) if etag is None else etag and one)
    ]
    if tagged:
        known = [304] if reads else []
        yield answered("ETag", "strong: a hash of the representation", *tagged, *known)
    placed = [one for one, answer in found.items() if one in {201, 202} and not _is_list(answer)]
    if placed and location is not False:
        yield answered("Location", "the address of what was made", *placed)
    if secret := [status for status, one in found.items() if getattr(one, "holds_secret", False)]:
        yield answered("Cache-Control", "`no-store` where there is a secret in it", *secret)


def _is_one(status: int, answer: Any) -> bool:
    if answer is None or status == 202 or _is_list(answer) or isinstance(answer, OpenApiResponse):
        return False
    is_page = isinstance(answer, type) and issubclass(answer, PageOut)
    return not is_page and not getattr(answer, "holds_secret", False)


def _is_list(answer: Any) -> bool:
    return isinstance(answer, ListSerializer)
