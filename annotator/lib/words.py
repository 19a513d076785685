"""Words that people and programs send: what of them can be stored."""

from typing import Any

from annotator.lib.refusals import Invalid


def words(field: str, value: Any, limit: int) -> str:
    """`value` as it is stored: text of at most `limit` characters, without NUL; None is empty.

    Raises Invalid, naming `field`, for another type, for more, and for half a character (a lone surrogate), which JSON
    can carry and no database can.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid("type", "This must be text.", field=field)
    found = value.replace("\0", "")
    if len(found) > limit:
        raise Invalid("too_long", f"This is longer than {limit} characters.", field=field)
    try:
        found.encode()
    except UnicodeEncodeError as error:
        raise Invalid("not_text", "This holds half a character (a lone surrogate).", field=field) from error
    return found
