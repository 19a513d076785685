"""Programs of the cast, each with a token of its person that has every scope."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.prepared import Prepared, standing
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


@pytest.fixture(scope="module")
def stood(django_db_setup: None, django_db_blocker: Any) -> Iterator[Prepared]:
    """One of everything, for a whole module: ask for `prepared`."""
    with standing(django_db_blocker) as found:
        yield found


@pytest.fixture
def prepared(stood: Prepared, db: None) -> Prepared:
    """One of everything; what a test writes is undone."""
    return stood
