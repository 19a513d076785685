"""JSON lines: the annotation objects of the API, one a line."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.releases.formats.places import Place

FILE = "annotations.jsonl"


def write(lines: Iterable[bytes], file: Path) -> None:
    """The lines as they are."""
    with file.open("wb") as out:
        out.writelines(lines)


def places(file: Path) -> Iterator[Place]:
    """Each annotation's own place, and each passage it cites."""
    with file.open("rb") as lines:
        for line in lines:
            tag = json.loads(line)
            span, name = tag["span"], f"annotation {tag['id']}"
            yield Place(name, tag["document"]["id"], span["start"], span["end"], span["exact"])
            for cited in tag["evidence"]:
                if cited["span"]:
                    yield Place(
                        f"evidence of {name}", cited["document"], cited["start"], cited["end"], cited["quote"]
                    )
