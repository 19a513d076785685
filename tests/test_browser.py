"""A browser is found or fetched, never silently missing."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import browser as browsers


def test_the_browser_runs_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<p lang=ur dir=rtl>دس افراد</p>")
    assert page.locator("p").evaluate("node => [...node.textContent].length") == 8
    page.close()


def test_what_chromium_names_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chrome"
    program.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert browsers.find() == browsers.Program(program)


def test_a_wrong_choice_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(browsers.MissingBrowserError, match="Install Chromium"):
        browsers.find()


def test_no_browser_where_npm_has_none_is_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(browsers.MissingBrowserError, match="set CHROMIUM"):
        browsers.find()
