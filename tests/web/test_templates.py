"""What holds for every template: nothing inline that the content security policy would block."""

import re
from pathlib import Path

import pytest

from annotator.config.settings import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BLOCKED = {
    "an inline style": re.compile(r"<style|\sstyle\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "an inline handler": re.compile(r"\son[a-z]+\s*=|hx-on|javascript:|hx-vals=['\"]js:"),
    "another host": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//"),
    "a filter that switches escaping off": re.compile(r"\|\s*safe(?!seq)\b|autoescape off"),
}
HELP = "field.help_text|safe"  # written by us, in forms.py


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_has_nothing_that_the_policy_blocks(path: Path) -> None:
    text = path.read_text("utf-8").replace(HELP, "")
    for what, pattern in BLOCKED.items():
        assert not pattern.search(text), f"{path.name} holds {what}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_every_form_that_posts_has_a_token_and_an_action(path: Path) -> None:
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text("utf-8"), re.DOTALL):
        assert "csrf_token" in form, path.name
        assert 'action="' in form.split(">")[0] + ">" or 'id="act"' in form, path.name
