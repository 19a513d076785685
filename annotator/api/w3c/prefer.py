"""What a reader of a container wants of it: the header Prefer (RFC 7240; Web Annotation Protocol 4.2)."""

import re
from collections.abc import Iterator
from urllib.request import parse_http_list

MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"
KNOWN = {MINIMAL, IRIS, DESCRIPTIONS}
# Anyone sends headers: possessive, so that no character is looked at once for each one before it.
_PART = re.compile(r'(?:[^;"]|"[^"]*+")++')


def wishes(header: str) -> frozenset[str]:
    """Those of the three wishes that the header names; of IRIs and descriptions both, descriptions alone."""
    found: set[str] = set()
    for preference in parse_http_list(header):
        parts = dict(_parts(preference))
        if parts.get("return") == "representation":
            found |= KNOWN & set(parts.get("include", "").split())
    return frozenset(found - {IRIS} if DESCRIPTIONS in found else found)


def _parts(preference: str) -> Iterator[tuple[str, str]]:
    """The name and the value of a preference, then of its parameters."""
    for part in _PART.findall(preference):
        name, _, value = part.partition("=")
        yield name.strip().lower(), value.strip().strip('"')
