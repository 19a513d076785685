"""What the README says about the API is run as it stands there."""

import json
import os
import re
import subprocess
from pathlib import Path

from annotator.local import paths
from tests.journey.program import Program

README = (paths.CHECKOUT / "README.md").read_text("utf-8")


def test_the_api_lines_run_as_they_stand_there(program: Program, tmp_path: Path) -> None:
    section = README.split("## The API in ten lines")[1]
    script = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert script
    environ = {**os.environ, "HOME_OF_DATA": str(program.home), "URL": program.url}
    ran = subprocess.run(
        ["timeout", "60", "bash", "-euo", "pipefail", "-c", script[1]], cwd=tmp_path, env=environ, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "The gate was shut" in ran.stdout
    lines = (tmp_path / "annotations.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["document"]["title"] for line in lines}


def test_the_commands_it_names_exist(program: Program) -> None:
    section = README.split("## At the shell")[1].split("\n## ")[0]
    for name in re.findall(r"^\| `(\w+)[ `]", section, re.MULTILINE):
        assert program.manage(name, "--help").returncode == 0, name


def test_the_files_it_shows_are_there() -> None:
    shown = re.findall(r"\]\(((?!http)[^)#]+)\)", README)
    assert shown
    assert [path for path in shown if not (paths.CHECKOUT / path).exists()] == []
