"""In a blind project no page tells an analyst, or a client, what others do before the document is complete."""

import re

import pytest

from annotator.web.urls import urlpatterns
from tests.cast import Cast
from tests.web.conftest import SignedIn
from tests.web.test_every_address import addresses

SECRET = "only Ben thinks so"
QUOTE = "The board denies that there was a bang."


@pytest.fixture
def blind(cast: Cast) -> Cast:
    cast.settings(blind=True, coders_per_document=2)
    cast.tag(cast.ben, QUOTE, "disputed", note=SECRET)
    return cast


def seen(cast: Cast, as_: SignedIn, name: str) -> dict[str, str]:
    """Every page of the project as `name` sees it, without what differs from one answer to the next."""
    client = as_(getattr(cast, name))
    pages = {}
    for page, address in addresses(cast):
        response = client.get(address)
        if response.status_code == 200 and not response.streaming:
            text = re.sub(
                r'csrf[^>]*(?:content|value)="[^"]*"|X-CSRFToken": "[^"]*"', "", response.content.decode()
            )
            pages[page] = re.sub(r"metrics.*", "", text)
    return pages


@pytest.mark.parametrize("name", ["ada", "dan"])
def test_every_page_is_the_same_whether_another_has_tagged_or_not(
    cast: Cast, as_: SignedIn, name: str
) -> None:
    cast.settings(blind=True, coders_per_document=2)
    before = seen(cast, as_, name)
    cast.tag(cast.ben, QUOTE, "disputed", note=SECRET)
    cast.hand_in(cast.ben)
    after = seen(cast, as_, name)
    assert {"workbench", "project", "dashboard", "review", "projects"} <= set(before)
    for page in before:
        assert after[page] == before[page], page


def test_others_are_seen_when_the_document_is_complete(blind: Cast, as_: SignedIn) -> None:
    address = f"/documents/{blind.document.pk}/"
    assert "<mark" not in as_(blind.ada).get(address).content.decode()
    blind.hand_in(blind.ada, blind.ben)
    assert "<mark" in as_(blind.ada).get(address).content.decode()
    assert SECRET in as_(blind.ada).get(address + "review/").content.decode()


def test_a_supervisor_sees_all(blind: Cast, as_: SignedIn) -> None:
    assert "<mark" in as_(blind.cleo).get(f"/documents/{blind.document.pk}/").content.decode()


def test_the_answer_to_a_write_carries_no_one_elses_marks(blind: Cast, as_: SignedIn) -> None:
    tag = blind.tag(blind.ada, "The board denies", "sourced")
    answer = as_(blind.ada).post(f"/documents/{blind.document.pk}/tags/{tag.pk}/retract/").json()
    assert "<mark" not in "".join(answer["paragraphs"].values())
    assert len(urlpatterns) > 40
