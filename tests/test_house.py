"""The size budget of the house style, and the names it does without."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

CHECKOUT = Path(__file__).resolve().parents[1]
VAGUE_NAMES = {"utils", "helpers", "managers", "services", "base2"}


def modules() -> list[Path]:
    """Our own modules that hold something; migrations are written by Django."""
    found = [path for path in (CHECKOUT / "annotator").rglob("*.py") if "migrations" not in path.parts]
    return [path for path in found if path.read_text(encoding="utf-8").strip()]


def functions() -> Iterator[tuple[str, int]]:
    """Every function with its name and lines, signature and docstring included."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}", lines


def test_no_module_is_long_and_half_of_them_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert [str(path) for path, lines in lengths.items() if lines > 400] == []
    assert median(lengths.values()) <= 80


def test_half_of_the_functions_are_very_short_and_one_in_ten_may_be_long() -> None:
    lengths = dict(functions())
    long = sorted(((lines, name) for name, lines in lengths.items() if lines > 30), reverse=True)
    assert median(lengths.values()) <= 10
    assert len(long) <= len(lengths) / 10, long


def test_no_file_has_a_name_that_says_nothing() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    names = listed or [str(path.relative_to(CHECKOUT)) for path in modules()]
    assert [name for name in names if Path(name).stem in VAGUE_NAMES] == []
