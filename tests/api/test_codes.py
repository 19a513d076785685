"""The codes of refusals, gathered from the code that refuses: the page of the API lists each of them.

With RECORD=1 (`make schema`) what is found is written down instead.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from annotator.api import examples
from annotator.local.paths import CHECKOUT
from tests.api.test_examples import RECORD

STATUS = {
    "Invalid": 422, "SpanRefused": 422, "Conflict": 409, "Forbidden": 403, "Missing": 404, "Stale": 412,
    "TooLarge": 413,
}  # fmt: skip
OTHER_DOORS = {"web", "local", "config"}  # what they refuse does not come by the API


def refusals() -> Iterator[tuple[int, str, str]]:
    """Status, code and sentence of every refusal that is written out; what a sentence fills in is an ellipsis."""
    for path in sorted((CHECKOUT / "annotator").rglob("*.py")):
        if path.relative_to(CHECKOUT / "annotator").parts[0] in OTHER_DOORS or "commands" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in STATUS:
                code, detail = (words(node.args[place]) if len(node.args) > place else "" for place in (0, 1))
                if code:
                    yield STATUS[node.func.id], code, detail


def words(node: ast.expr) -> str:
    """The text of a literal; nothing for a name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(words(part) or "…" for part in node.values)
    return ""


def found() -> list[list[object]]:
    """One row a status and code, with the first sentence by the alphabet, sorted."""
    rows: dict[tuple[int, str], str] = {}
    for status, code, detail in sorted(refusals(), key=lambda row: (row[0], row[1], not row[2], row[2])):
        rows.setdefault((status, code), detail)
    return [[status, code, detail] for (status, code), detail in rows.items()]


def test_every_code_is_recorded() -> None:
    rows = found()
    assert len(rows) > 40
    if RECORD:
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        Path(examples.CODES).write_text(f"[\n{lines}\n]\n", "utf-8")
        examples.codes.cache_clear()
    assert examples.codes() == rows, "`make schema` writes down the codes that there are now"
