"""Parts of pages that are the same wherever the few values in them are the same."""

from functools import lru_cache
from typing import Any, cast

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def same(name: str, **values: Any) -> SafeString:
    """The part `name` with these values and nothing else, rendered once for them and the reader's language.

    For parts that stand on every card: they took most of the time of a card, which each write of a tag answers with.
    """
    return _rendered(get_language(), name, tuple(values.items()))


@lru_cache(maxsize=1_024)
def _rendered(language: str | None, name: str, values: tuple[tuple[str, Any], ...]) -> SafeString:
    return cast(SafeString, get_template(name).render(dict(values)))
