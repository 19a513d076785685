"""The media types that the API answers with. Bodies are made by `resource`; these are for content negotiation."""

import json
from typing import Any
from uuid import UUID

from rest_framework.renderers import BaseRenderer


def encode(data: Any) -> bytes:
    """JSON in UTF-8, without spaces; ids as text."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return str(value)
    message = f"{type(value).__name__} has no JSON form here"
    raise TypeError(message)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return encode(data)


class NDJSONRenderer(JSONRenderer):
    """The whole filtered set, one object a line: see `streams`."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class TextRenderer(JSONRenderer):
    media_type = "text/plain"
    format = "text"


class BytesRenderer(JSONRenderer):
    """Whatever the client says it accepts, it gets the bytes as they are."""

    media_type = "*/*"
    format = "bytes"
