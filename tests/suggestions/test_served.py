"""Who gets suggestions of what, and how a project switches them."""

from typing import Any

import pytest
from django.test import Client

from annotator.accounts.models import User
from annotator.annotations.models import Span, Tag
from annotator.audit.models import Event
from annotator.documents.models import Document
from annotator.projects.models import Project
from tests.cast import Cast

BOARD, DENIAL = (
    "The water board said the pump stopped at 04:20.",
    "The board denies that there was a bang.",
)


def asked(who: User, cast: Cast, document: Document | None = None) -> Any:
    """The answer, or the status where it is not 200."""
    client = Client()
    client.force_login(who)
    response = client.get(f"/documents/{(document or cast.document).pk}/suggestions/")
    return response.json() if response.status_code == 200 else response.status_code


@pytest.mark.parametrize("name", ["ada", "ben", "cleo", "dan"])
def test_every_member_may_read_them_and_each_says_why(cast: Cast, name: str) -> None:
    document = cast.text(
        text=f"Mill Lane\n\n{BOARD} The mill is old. It lies there. The cat slept. {DENIAL}\n"
    )
    answer = asked(getattr(cast, name), cast, document)
    [one] = answer["suggestions"]
    text = document.text
    assert text[one["start"] : one["end"]] == BOARD
    assert text[one["claim"]["start"] : one["claim"]["end"]] == "the pump stopped at 04:20"
    assert one["why"] == "gives a figure, names a source"


def test_a_stranger_finds_nothing_and_a_wrong_method_is_refused(cast: Cast) -> None:
    assert asked(cast.eve, cast) == 404
    client = Client()
    client.force_login(cast.ada)
    assert client.post(f"/documents/{cast.document.pk}/suggestions/").status_code == 405


@pytest.mark.parametrize(
    ("blind", "setting", "on"),
    [
        (False, None, True), (True, None, False), (False, False, False), (True, True, True), (False, True, True),
        (True, False, False),
    ],
)  # fmt: skip
def test_they_are_off_in_a_blind_project_unless_set(
    cast: Cast, blind: bool, setting: bool | None, on: bool
) -> None:
    cast.settings(blind=blind, suggestions=setting)
    assert (asked(cast.ada, cast) != 404) == on
    client = Client()
    client.force_login(cast.ada)
    page = client.get(f"/documents/{cast.document.pk}/").content.decode()
    assert ("data-suggestions" in page, "data-suggested" in page) == (on, on)


def test_the_setting_is_changed_on_the_page_and_recorded(cast: Cast) -> None:
    client, at = Client(), f"/projects/{cast.project.slug}/settings/"
    client.force_login(cast.cleo)
    form = {"name": "Mill Lane", "slug": cast.project.slug, "coders_per_document": "1"}
    for sent, stored in (("false", False), ("true", True), ("unknown", None)):
        assert client.post(at, form | {"suggestions": sent}).status_code == 303
        assert Project.objects.get(pk=cast.project.pk).suggestions is stored
        assert Event.objects.filter(kind="project").latest("change").data["after"] == {"suggestions": stored}


def test_nothing_of_them_is_stored_or_counted(cast: Cast) -> None:
    before = Event.objects.count()
    asked(cast.ada, cast)
    assert (Tag.objects.count(), Span.objects.count(), Event.objects.count()) == (0, 0, before)


def test_passages_are_skipped(cast: Cast) -> None:
    body = f"{BOARD} The mill is old and lies there by the river. The cat slept all day long. {DENIAL}"
    document = cast.text(text=f"Mill Lane\n\n{body}\n\nNine men came to see the mill that day.\n\n{body}\n")
    passages = list(document.passages.values_list("start", "end"))
    answer = asked(cast.ada, cast, document)
    assert passages
    assert answer["suggestions"]
    for one in answer["suggestions"]:
        assert not any(one["start"] < end and start < one["end"] for start, end in passages)
