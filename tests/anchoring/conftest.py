import json
from typing import Any

import pytest
from hypothesis import settings

from tests.anchoring.unicode_cases import FIXTURE

settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=200, database=None)
settings.load_profile("repeatable")

CASES = json.loads(FIXTURE.read_text(encoding="ascii"))


@pytest.fixture(params=CASES, ids=[case["name"] for case in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One case of the shared Unicode fixture."""
    found: dict[str, Any] = request.param
    return found
