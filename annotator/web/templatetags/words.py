"""The words of scripts in the reader's language."""

import gettext
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def script_words() -> SafeString:
    """The catalogue that `static/js/words.js` reads; nothing for English, which the scripts speak by themselves."""
    return _script_words(get_language() or "en")


@cache
def _script_words(language: str) -> SafeString:
    return json_script(catalogue(language), "words") if language != "en" else SafeString()


def catalogue(language: str) -> dict[str, str | list[str]]:
    """What stands for each text of the scripts; for a text with a number a list, by the plurals of the language."""
    texts: dict[Any, str] = gettext.translation("djangojs", settings.LOCALE_PATHS[0], [language])._catalog  # type: ignore[attr-defined]
    found: dict[str, Any] = {key: text for key, text in texts.items() if key and isinstance(key, str)}
    for key, form in sorted(key for key in texts if isinstance(key, tuple)):
        found.setdefault(key, []).append(texts[key, form])
    return found
