"""JSON in, strictly: what PostgreSQL or our own answers could not carry is refused at the door."""

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from annotator.lib.refusals import TooLarge

_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


class JSONParser(BaseParser):
    """UTF-8 JSON without NUL characters, lone surrogates, NaN, infinities or bottomless nesting."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        content = stream.read(limit + 1)
        if len(content) > limit:
            raise TooLarge("too_large", f"A request has at most {limit} bytes.")
        try:
            found = json.loads(content.decode(), parse_constant=_no_constant, parse_float=_finite)
            if _SUSPECT.search(content):
                _check_texts(found)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deeply.") from error
        except ValueError as error:
            raise ParseError(f"This is no JSON that can be read: {error}") from error
        return found


def _no_constant(word: str) -> NoReturn:
    message = f"{word} is no JSON"
    raise ValueError(message)


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        message = f"{digits[:20]} is too large a number"
        raise ValueError(message)
    return value


def _check_texts(found: Any) -> None:
    """Raise ValueError for a NUL or half of a surrogate pair in any text."""
    if isinstance(found, str):
        found.encode()
        if "\0" in found:
            message = "a text holds a NUL character"
            raise ValueError(message)
    elif isinstance(found, dict):
        for name, value in found.items():
            _check_texts(name)
            _check_texts(value)
    elif isinstance(found, list):
        for value in found:
            _check_texts(value)
