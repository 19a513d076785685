"""Reading a release's files back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.releases import files
from annotator.releases.models import Release

Make = Callable[..., Release]


def folder(release: Release) -> Path:
    return files.path_of(release.folder)


def rows(release: Release, name: str) -> list[dict[str, Any]]:
    """A file's JSON objects."""
    with files.open_file(release, name) as lines:
        return [json.loads(line) for line in lines]
