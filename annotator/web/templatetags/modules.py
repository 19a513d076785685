"""Scripts that a page will need, asked for at once."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["']\./(?P<name>[\w-]+\.js)["'];""", re.M)


@register.simple_tag
def module_preloads(name: str) -> SafeString:
    """A preload for each module that `name` imports, also by way of others: else the browser finds them step by
    step, one round trip after the other."""
    return format_html_join(
        "\n  ", '<link rel="modulepreload" href="{}">', ((static(module),) for module in imported(name))
    )


@cache
def imported(name: str) -> list[str]:
    """The modules that the static file `name` imports, also by way of others, without itself."""
    found, waiting = [], [name]
    while waiting:
        path = finders.find(waiting.pop(0))
        if not isinstance(path, str):
            continue
        folder = name.rpartition("/")[0]
        for match in _IMPORT.finditer(Path(path).read_text()):
            module = f"{folder}/{match['name']}"
            if module not in found and module != name:
                found.append(module)
                waiting.append(module)
    return found
