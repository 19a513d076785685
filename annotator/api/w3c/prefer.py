"""What a reader of a container wants of it: the header Prefer (RFC 7240; Web Annotation Protocol 4.2)."""

import re
from urllib.request import parse_http_list

MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"
KNOWN = {MINIMAL, IRIS, DESCRIPTIONS}
_PART = re.compile(r'\s*([^=;\s"]+)\s*(?:=\s*("[^"]*"|[^;\s"]*))?\s*(?:;|$)')


def wishes(header: str) -> frozenset[str]:
    """Those of the three wishes that the header names; of IRIs and descriptions both, descriptions alone."""
    found: set[str] = set()
    for preference in parse_http_list(header):
        parts = {name.lower(): value.strip('"') for name, value in _PART.findall(preference)}
        if parts.get("return") == "representation":
            found |= KNOWN & set(parts.get("include", "").split())
    return frozenset(found - {IRIS} if DESCRIPTIONS in found else found)
