"""Pages are asked for as a browser would ask: signed in by session."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from annotator.accounts.models import User

type SignedIn = Callable[[User], Client]


@pytest.fixture
def as_() -> SignedIn:
    """`as_(cast.ada)` is a browser in which Ada has signed in."""

    def signed_in(user: "User") -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
