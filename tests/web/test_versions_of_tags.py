"""A change names the version of the tag it was made on: one that has passed is answered with the tag as it is, but a
request that is only sent again, because its answer was lost, is never taken for a conflict."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from annotator.annotations.models import Tag
from tests.cast import Cast
from tests.web.conftest import SignedIn
from tests.web.test_workbench import address, body, put


def press(client: Client, cast: Cast, key: object, what: str, version: int) -> Any:
    """Retract or restore."""
    return client.post(address(cast.document, "tags", key, what), headers={"If-Match": f'"{version}"'})


def test_a_change_of_an_older_version_is_answered_with_the_tag_as_it_is(cast: Cast, as_: SignedIn) -> None:
    client, key = as_(cast.ada), uuid4()
    put(client, cast.document, key, body(cast.document))
    put(client, cast.document, key, body(cast.document, note="from the phone"), 1)
    for version in (1, 3, "x", None):
        late = put(client, cast.document, key, body(cast.document, status="disputed"), version)
        assert late.status_code == 412, version
        assert (late.json()["tag"]["version"], late.json()["tag"]["status"]) == (2, "sourced")
        assert "from the phone" in late.json()["card"]
        assert late.json()["detail"]
    assert put(client, cast.document, key, body(cast.document, status="disputed"), 2).status_code == 200


def test_a_change_whose_answer_was_lost_is_no_conflict(cast: Cast, as_: SignedIn) -> None:
    client, key = as_(cast.ada), uuid4()
    for content, version in ((body(cast.document), None), (body(cast.document, note="x"), 1)):
        first, again = (put(client, cast.document, key, content, version) for _ in range(2))
        assert (first.status_code, first.json()) == (again.status_code, again.json())
    created_again = put(client, cast.document, key, body(cast.document))
    assert (created_again.status_code, created_again.json()["tag"]["version"]) == (200, 2)


@pytest.mark.parametrize(("what", "state"), [("retract", "retracted"), ("restore", "submitted")])
def test_so_is_a_retraction_or_a_restoration(cast: Cast, as_: SignedIn, what: str, state: str) -> None:
    client, key = as_(cast.ada), uuid4()
    put(client, cast.document, key, body(cast.document))
    if what == "restore":
        press(client, cast, key, "retract", 1)
    version = Tag.objects.get(pk=key).version
    assert press(client, cast, key, what, version + 5).status_code == 412
    first, again = (press(client, cast, key, what, version) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["tag"] == again.json()["tag"]
    assert Tag.objects.get(pk=key).state == state


def test_a_change_of_a_tag_retracted_elsewhere_is_a_conflict(cast: Cast, as_: SignedIn) -> None:
    client, key = as_(cast.ada), uuid4()
    put(client, cast.document, key, body(cast.document))
    press(client, cast, key, "retract", 1)
    late = put(client, cast.document, key, body(cast.document, status="disputed"), 1)
    assert (late.status_code, late.json()["tag"]["state"]) == (412, "retracted")
