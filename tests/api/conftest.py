"""Programs of the cast, each with a token of its person that has every scope."""

import pytest

from tests.api.program import Program
from tests.cast import Cast


@pytest.fixture
def ada(cast: Cast) -> Program:
    return Program(cast.ada)


@pytest.fixture
def ben(cast: Cast) -> Program:
    return Program(cast.ben)


@pytest.fixture
def cleo(cast: Cast) -> Program:
    return Program(cast.cleo)


@pytest.fixture
def dan(cast: Cast) -> Program:
    return Program(cast.dan)


@pytest.fixture
def eve(cast: Cast) -> Program:
    return Program(cast.eve)
