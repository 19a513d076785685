"""Web addresses, as they are stored of documents and of evidence."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from annotator.lib.refusals import Invalid
from annotator.lib.words import words

LENGTH = 2000
_check = URLValidator(schemes=["http", "https"])


def web_address(field: str, value: Any) -> str:
    """`value` as it is stored, empty where nothing was given. Raises Invalid, naming `field`."""
    address = words(field, value, LENGTH).strip()
    if address:
        try:
            _check(address)
        except ValidationError as error:
            raise Invalid("url", "This is not a web address.", field=field) from error
    return address
