"""The ground of all tests: a real PostgreSQL of their own, and a fixed cast of people.

Whoever needs rows asks for `cast` (see `tests/cast.py`). The server lives in a folder that is thrown away; its owner
role may flush history (`annotator.maintenance`), as a test database has to. The role that the application uses, which
may not, is what `tests/journey` runs with.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from annotator.local import paths, postgres
from annotator.local.embedded import embedded_database
from tests.browser import launch
from tests.cast import Cast, make_cast

_services = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the server before Django reads its settings. What only hands tests to workers needs none: each has his."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return
    home = Path(tempfile.mkdtemp(prefix="annotator-tests-"))
    _services.callback(shutil.rmtree, paths.run_dir(home), ignore_errors=True)
    _services.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ |= {"ANNOTATOR_HOME": str(home), "ANNOTATOR_OWNER": "1"}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "BROKER_URL", "PUBLIC_URL", "PORT", "STORAGE_URL"):
        os.environ.pop(name, None)
    _services.enter_context(embedded_database(home, postgres.DISPOSABLE))
    with psycopg.connect(
        paths.database_url(home, paths.SUPERUSER, "postgres"), autocommit=True
    ) as connection:
        connection.execute(f"ALTER ROLE {paths.OWNER} CREATEDB")
        connection.execute(f"ALTER ROLE {paths.OWNER} SET annotator.maintenance = 'on'")
    os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread of the test
    django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    _services.close()


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The real, hashed static files, which every page names."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    call_command("collectstatic", "--noinput", verbosity=0)


@pytest.fixture
def cast(db: None) -> Cast:
    """Ada and Ben analysts, Cleo supervisor, Dan client; Eve supervises another project."""
    return make_cast()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One real Chromium for all tests; Playwright allows no second one in a thread."""
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()
