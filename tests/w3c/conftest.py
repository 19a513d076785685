"""Programs of the cast, as the tests of the API have them."""

from tests.api.conftest import ada, ben, cleo, dan, eve  # noqa: F401
