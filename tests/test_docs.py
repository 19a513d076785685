"""What the documents name is there: paths, and the pages they link to."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = [CHECKOUT / "README.md", CHECKOUT / "CONTEXT.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
PLACES = ("", "annotator", "static/js")  # a document may leave the first folder out
NAMED = re.compile(r"`(\w[\w./-]*(?:\.(?:py|html|js|css|md|toml|yml)|/))`")
ROOTED = re.compile(r"`((?:annotator|templates|static|tests|docs|bench|bin|deploy)/[\w./-]+)`")
LINKED = re.compile(r"\]\((?!http|#)([^)#\s]+)")
ONLY_WORDS = {"actions.py", "models.py", "states.py"}  # the same in each room
MADE_LATER = {"mail/", "var/"}


def exists(path: str, page: Path) -> bool:
    """Whether a file is meant: by its whole path, from a room on, beside the page, or by a name within a room."""
    if any((CHECKOUT / place / path).exists() for place in PLACES) or (page.parent / path).exists():
        return True
    return "/" not in path and any((CHECKOUT / "annotator").rglob(path))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_path_that_a_document_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {*NAMED.findall(text), *ROOTED.findall(text)} - ONLY_WORDS - MADE_LATER
    assert sorted(path for path in named if not exists(path, page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_page_that_a_document_links_to_exists(page: Path) -> None:
    linked = LINKED.findall(page.read_text(encoding="utf-8"))
    assert [path for path in linked if not (page.parent / path).exists()] == []
