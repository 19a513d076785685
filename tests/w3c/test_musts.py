"""No MUST without a test, no test of a MUST that is not listed."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.w3c.musts import MUSTS

FOLDER = Path(__file__).parent


def covered() -> Iterator[tuple[str, str]]:
    """Each MUST that a test names, with the test."""
    for path in FOLDER.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "must":
                        assert node.name.startswith("test_"), node.name
                        yield from ((argument.value, node.name) for argument in decorator.args)  # type: ignore[attr-defined]


def test_every_must_has_a_test_that_names_it() -> None:
    named = {name for name, _ in covered()}
    assert named == MUSTS.keys()
