"""What pages load: one script each, without comments, under names that hold their hash."""

import re
from pathlib import Path

from django.conf import settings

from annotator.config.settings import ROOT

NAMED = re.compile(r"""static ['"](?P<name>(?:js|bundle)/[\w-]+\.js)['"]""")


def test_pages_name_bundles_alone() -> None:
    templates = (ROOT / "templates").rglob("*.html")
    named = {name for path in templates for name in NAMED.findall(path.read_text("utf-8"))}
    bundles = {f"bundle/{path.name}" for path in (ROOT / "static/bundle").glob("*.js")}
    assert named == bundles  # none missing, and none made for nothing


def test_bundles_import_nothing_and_say_nothing_to_readers_of_code() -> None:
    for path in Path(settings.STATIC_ROOT, "bundle").glob("*.js"):
        text = path.read_text("utf-8")
        assert not re.search(r"""(?:from|import)\s*["']\./""", text), path.name
        assert "@param" not in text, path.name
