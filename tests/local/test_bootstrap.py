"""Finding a Python on any machine, in plain sh, by running what is found."""

import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.local import paths

BOOTSTRAP = paths.CHECKOUT / "bin" / "bootstrap"


def interpreter(folder: Path, name: str, answer: str) -> Path:
    """A program that answers bootstrap's question: a path when it fits, nothing and a failure when it does not."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return path


def fits(folder: Path, name: str) -> Path:
    return interpreter(folder, name, f"echo '{folder / name}'")


def too_old(folder: Path, name: str) -> Path:
    return interpreter(folder, name, "exit 1")


def shim(folder: Path, name: str) -> Path:
    """What pyenv puts on PATH for a version that is not chosen: it is there and does not run."""
    return interpreter(folder, name, "echo 'pyenv: command not found' >&2; exit 127")


def found(tmp_path: Path, **environ: str) -> str:
    """What bootstrap chooses where nothing but the test's own interpreters can be found."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("cut", "dirname", "id", "ls"):
        (tools / name).symlink_to(str(shutil.which(name)))
    interpreter(tools, "getent", "exit 2")
    environ = {
        "PATH": f"{tmp_path / 'bin'}:{tools}",
        "HOME": str(tmp_path / "no home"),
        "BOOTSTRAP_PATHS": str(tmp_path / "none"),
        "BOOTSTRAP_FIND": "1",
        **environ,
    }
    answer = subprocess.run(
        ["/bin/sh", BOOTSTRAP], env=environ, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert answer.stderr == ""
    return answer.stdout.strip()


def test_the_newest_that_fits_is_taken_whatever_python3_is(tmp_path: Path) -> None:
    too_old(tmp_path / "bin", "python3")
    fits(tmp_path / "bin", "python3.12")
    newest = fits(tmp_path / "bin", "python3.13")
    assert found(tmp_path) == str(newest)


def test_a_shim_that_does_not_run_is_passed_over_for_the_version_behind_it(tmp_path: Path) -> None:
    shim(tmp_path / "bin", "python3.13")
    shim(tmp_path / "bin", "python3")
    real = fits(tmp_path / "pyenv" / "versions" / "3.13.0" / "bin", "python3.13")
    assert found(tmp_path, PYENV_ROOT=str(tmp_path / "pyenv"), PYENV_VERSION="3.11.7") == str(real)


def test_a_home_with_spaces_is_looked_into(tmp_path: Path) -> None:
    shim(tmp_path / "bin", "python3.13")
    real = fits(tmp_path / "a home" / ".pyenv" / "versions" / "3.13.2" / "bin", "python3.13")
    assert found(tmp_path, HOME=str(tmp_path / "a home")) == str(real)


@pytest.mark.parametrize("name", ["python3", "python"])
def test_a_fitting_python_under_a_plain_name_serves(tmp_path: Path, name: str) -> None:
    too_old(tmp_path / "bin", "python3.13")
    real = fits(tmp_path / "bin", name)
    assert found(tmp_path) == str(real)


def test_a_folder_pattern_is_looked_into(tmp_path: Path) -> None:
    real = fits(tmp_path / "opt" / "some python" / "bin", "python3.12")
    assert found(tmp_path, BOOTSTRAP_PATHS=f"{tmp_path}/none:{tmp_path}/opt/*/bin") == str(real)


def test_nothing_is_chosen_where_nothing_fits(tmp_path: Path) -> None:
    too_old(tmp_path / "bin", "python3")
    assert found(tmp_path) == ""
