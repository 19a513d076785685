"""What the documents show of the API is run as it stands there."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from annotator.local import paths
from tests.journey.program import Program

README = (paths.CHECKOUT / "README.md").read_text("utf-8")
RUN_HERE = {"README.md": {"The API in ten lines"}, "docs/guide/client.md": {"By example"}}
# `make start` and `make test` by tests/local, backup and restore by tests/journey/test_backup.py, the containers' lines
# by tests/test_deployment.py
RUN_ELSEWHERE = {
    "README.md": {"Start", "Backup", "Deploy"},
    "docs/guide/operator.md": {"Backup", "Restore", "With docker compose"},
}


def test_the_api_lines_run_as_they_stand_there(program: Program, tmp_path: Path) -> None:
    ran = run(program, tmp_path, "sh", blocks(paths.CHECKOUT / "README.md", "The API in ten lines"))
    assert "The gate was shut" in ran
    lines = (tmp_path / "annotations.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["document"]["title"] for line in lines}


def test_the_examples_for_programs_run_as_they_stand_there(program: Program, tmp_path: Path) -> None:
    found = blocks(paths.CHECKOUT / "docs/guide/client.md", "By example")
    tagged, again, changed, restored = filter(None, run(program, tmp_path, "sh", found).splitlines())
    assert (tagged, restored) == (again, "submitted")
    assert json.loads(tagged)["span"]["exact"] == "The lock was dry"
    assert json.loads(changed)["attribution"]["to"] == "the keeper"
    count, word = run(program, tmp_path, "python", found).split()
    assert (int(count) > 0, word) == (True, "annotations")


def test_no_example_is_forgotten() -> None:
    """Every block of code in a document is run: here, or where RUN_ELSEWHERE says."""
    for page in [paths.CHECKOUT / "README.md", *sorted((paths.CHECKOUT / "docs").rglob("*.md"))]:
        name = str(page.relative_to(paths.CHECKOUT))
        headings = {heading for heading, language, _ in all_blocks(page) if language}
        assert headings <= RUN_HERE.get(name, set()) | RUN_ELSEWHERE.get(name, set()), name


def run(program: Program, folder: Path, language: str, found: list[tuple[str, str]]) -> str:
    """What the blocks of a language, run one after the other as one program, print."""
    script = "\n".join(text for kind, text in found if kind == language)
    assert script
    command = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}[language]
    environ = {
        **os.environ, "HOME_OF_DATA": str(program.home), "URL": program.url, "TOKEN": program.users["ada"]["token"],
    }  # fmt: skip
    ran = subprocess.run(
        ["timeout", "60", *command, script],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def blocks(page: Path, heading: str) -> list[tuple[str, str]]:
    """Language and text of the blocks below a heading."""
    return [(language, text) for above, language, text in all_blocks(page) if above == heading]


def all_blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """The fenced blocks of a page: the heading above, the language (none: a drawing), the text."""
    heading = ""
    for found in re.finditer(
        r"^#+ ([^\n]+)$|^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        if found[1]:
            heading = found[1]
        else:
            yield heading, found[2], found[3]


def test_the_commands_it_names_exist(program: Program) -> None:
    section = README.split("## At the shell")[1].split("\n## ")[0]
    for name in re.findall(r"^\| `(\w+)[ `]", section, re.MULTILINE):
        assert program.manage(name, "--help").returncode == 0, name


def test_the_files_it_shows_are_there() -> None:
    shown = re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    assert shown
    assert [path for path in shown if not (paths.CHECKOUT / path).exists()] == []
