"""Scripts as they are collected: without comments, each under a name that holds its hash, also in imports."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from annotator.config.settings import ROOT
from annotator.web.templatetags.modules import imported

HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
IMPORT = re.compile(r"""(?:from|import)\s*["'](\./[^"']+)["']""")


@pytest.fixture(scope="module")
def scripts() -> list[Path]:
    return [path for path in Path(settings.STATIC_ROOT, "js").glob("*.js") if HASHED.search(path.name)]


def test_every_import_names_a_hashed_script_that_is_there(scripts: list[Path]) -> None:
    found = [(path.name, name) for path in scripts for name in IMPORT.findall(path.read_text())]
    assert len(found) > 30
    assert [one for one in found if not HASHED.search(one[1])] == []
    assert [one for one in found if not Path(settings.STATIC_ROOT, "js", one[1]).is_file()] == []


def test_comments_are_left_out(scripts: list[Path]) -> None:
    assert [
        path.name for path in scripts if "@param" in path.read_text() or "@typedef" in path.read_text()
    ] == []


def test_what_a_page_preloads_is_all_that_its_script_imports() -> None:
    modules = imported("js/workbench.js")
    assert "js/offsets.js" in modules  # imported by imports
    named = {
        f"js/{name[2:]}"
        for module in ["js/workbench.js", *modules]
        for name in IMPORT.findall((ROOT / "static" / module).read_text())
    }
    assert {name for name in named if (ROOT / "static" / name).is_file()} == set(modules)
