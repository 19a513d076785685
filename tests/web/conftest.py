"""Pages are asked for as a browser would ask: signed in by session, with the real, hashed static files."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

if TYPE_CHECKING:
    from annotator.accounts.models import User

type SignedIn = Callable[[User], Client]


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    call_command("collectstatic", "--noinput", verbosity=0)
    return Path(settings.STATIC_ROOT)


@pytest.fixture
def as_() -> SignedIn:
    """`as_(cast.ada)` is a browser in which Ada has signed in."""

    def signed_in(user: "User") -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
