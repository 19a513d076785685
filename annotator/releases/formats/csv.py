"""Comma-separated values: one annotation a row, for spreadsheets.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break, or with a full-width form of
these signs, as a formula. Such a cell is written with an apostrophe before it; so is one in which the sign comes after
apostrophes only, so that `unescape` takes exactly one away and every cell comes back as it was. Lists are cells of
JSON; an empty cell is null, or an empty note.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.releases.formats.places import Place

FILE = "annotations.csv"
COLUMNS = (
    "id", "document", "title", "sha256", "url", "source", "published_at", "start", "end", "exact", "prefix", "suffix",
    "status", "note", "labels", "attribution_kind", "attribution_to", "attribution_via", "modality", "credibility",
    "confidence", "likelihood", "facts", "evidence", "analyst", "state", "decision_status", "decision_no_claim",
    "decision_by", "decision_at", "decision_reason", "decision_changes", "guideline", "derived_from", "created_at",
    "updated_at", "version",
)  # fmt: skip
DECISION = ("status", "no_claim", "by", "at", "reason", "changes")
_RUNS = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def escape(cell: str) -> str:
    """The cell as a spreadsheet may safely show it."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def unescape(cell: str) -> str:
    """The cell as it was before `escape`."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def write(lines: Iterable[bytes], file: Path) -> None:
    """One header and one row a line, as RFC 4180 says; every text is quoted."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
        rows.writerow(COLUMNS)
        for line in lines:
            cells = _cells(json.loads(line))
            rows.writerow([_cell(cells[name]) for name in COLUMNS])


def read(file: Path) -> Iterator[dict[str, str]]:
    """The rows as they were before they were escaped."""
    csv.field_size_limit(2**31 - 1)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {name: unescape(cell) for name, cell in row.items()}


def places(file: Path) -> Iterator[Place]:
    """Each annotation's own place."""
    for row in read(file):
        yield Place(
            f"annotation {row['id']}", row["document"], int(row["start"]), int(row["end"]), row["exact"]
        )


def _cells(tag: dict[str, Any]) -> dict[str, Any]:
    document, decision, attribution = tag["document"], tag["decision"] or {}, tag["attribution"] or {}
    return {
        **tag,
        **tag["span"],
        **{name: document[name] for name in ("title", "sha256", "url", "source", "published_at")},
        **{f"attribution_{name}": attribution.get(name) for name in ("kind", "to", "via")},
        **{f"decision_{name}": decision.get(name) for name in DECISION},
        "id": tag["id"],
        "document": document["id"],
    }


def _cell(value: Any) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return value
    return escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
