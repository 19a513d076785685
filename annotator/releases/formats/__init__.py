"""The formats of a release: one module each, named in `FORMATS`.

A format is a pure function of the annotation lines: `write` makes its file from them, `places` reads the quotes back
from that file, so that `verify` can hold each against its document.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from annotator.releases.formats import csv, jsonl
from annotator.releases.formats.places import Place


class Format(Protocol):
    """What a module of this package offers."""

    FILE: str

    def write(self, lines: Iterable[bytes], file: Path) -> None:
        """Write `file` from annotations, one JSON object a line."""

    def places(self, file: Path) -> Iterator[Place]:
        """The places that `file` quotes. Raises ValueError or KeyError where it can not be read."""


FORMATS: dict[str, Format] = {"jsonl": jsonl, "csv": csv}
