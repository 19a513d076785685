"""A home of its own for each test of the embedded services."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.local import paths


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A data folder with a long path and spaces in it, below a folder that is closed to others."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    deep = closed.joinpath(*["a deep folder"] * 12) / "home"
    yield deep
    shutil.rmtree(paths.run_dir(deep))
