"""What a page is told of a document while it is open: enough, cheap, and nothing that its reader may not know."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotator.annotations.commenting import comment
from annotator.annotations.models import Tag
from annotator.documents import actions as documents
from annotator.projects.actions import set_member
from annotator.review import actions as review
from tests.cast import Cast, fresh
from tests.web.conftest import SignedIn
from tests.web.test_workbench import address

WORDS = ["Two neighbours", "The water board", "Someone", "a bang", "04:20", "the cable"]


class Open:
    """A page that polls: keeps the version that it was last told."""

    def __init__(self, client: Client, cast: Cast) -> None:
        self.client, self.address = client, address(cast.document, "live")
        page = client.get(address(cast.document)).content.decode()
        self.version = page.partition('data-live="')[2].partition('"')[0]

    def ask(self) -> dict[str, Any] | None:
        """What is new, or None."""
        response = self.client.get(self.address, headers={"If-None-Match": f'"{self.version}"'})
        if response.status_code == 304:
            return None
        assert response.status_code == 200
        assert response["ETag"] == f'"{response.json()["version"]}"'
        found: dict[str, Any] = response.json()
        self.version = found["version"]
        return found


def test_another_s_tag_comes_with_its_paragraph_alone_and_once(cast: Cast, as_: SignedIn) -> None:
    page = Open(as_(cast.ada), cast)
    assert page.ask() is None
    tag = cast.tag(cast.ben, "Someone", "speculative")
    told = page.ask()
    assert told
    ((offset, html),) = told["paragraphs"].items()
    assert int(offset) == cast.document.text.index("Someone")
    assert f'<mark data-tags="{tag.pk}"' in html
    assert told["cards"] == []
    assert told["count"]["total"] == 0
    assert page.ask() is None


def test_own_tags_changed_elsewhere_come_with_card_and_counts(cast: Cast, as_: SignedIn) -> None:
    tag = cast.tag(cast.ada, "Someone")
    page = Open(as_(cast.ada), cast)
    from annotator.annotations import actions

    actions.change(by=cast.ada, tag=tag, status="disputed", note="from the phone")
    told = page.ask()
    assert told
    (card,) = told["cards"]
    assert "from the phone" in card
    assert 'data-version="2"' in card
    assert told["count"]["disputed"] == 1
    actions.retract(by=cast.ada, tag=tag)
    told = page.ask()
    assert told
    assert "<mark" not in "".join(told["paragraphs"].values())


def test_a_comment_brings_the_claim_it_is_about(cast: Cast, as_: SignedIn) -> None:
    tag = cast.tag(cast.ada, "Someone")
    page = Open(as_(cast.ada), cast)
    comment(by=cast.ben, tag=Tag.objects.get(pk=tag.pk), text="Who says so?")
    told = page.ask()
    assert told
    assert f'data-tag="{tag.pk}"' in told["cards"][0]


def test_a_decision_is_news_to_its_coder(cast: Cast, as_: SignedIn) -> None:
    cast.tag(cast.ada, "Someone")
    cast.hand_in(cast.ada)
    page = Open(as_(cast.ada), cast)
    review.decide(by=cast.cleo, item=fresh(cast.document).review_items.get(), status="sourced")
    told = page.ask()
    assert told
    assert "handed this document in" in told["moved"]
    assert told["can_tag"] is False


def test_a_comment_after_the_decision_leaves_what_was_decided_and_brings_no_buttons(
    cast: Cast, as_: SignedIn
) -> None:
    tag = cast.tag(cast.ada, "Someone")
    cast.hand_in(cast.ada)
    review.decide(by=cast.cleo, item=fresh(cast.document).review_items.get(), status="sourced")
    page = Open(as_(cast.ada), cast)
    comment(by=cast.cleo, tag=Tag.objects.get(pk=tag.pk), text="Well seen.")
    told = page.ask()
    assert told
    (card,) = told["cards"]
    assert 'data-ruling="stood"' in card
    assert 'data-size="1"' in card
    assert 'data-action="retract"' not in card


def test_hand_in_reopening_and_withdrawal_are_said_in_words(cast: Cast, as_: SignedIn) -> None:
    page = Open(as_(cast.ada), cast)
    cast.hand_in(cast.ada)
    told = page.ask()
    assert told
    assert told["moved"].startswith("You handed this document in on")
    review.reopen(by=cast.ada, document=fresh(cast.document))
    told = page.ask()
    assert told
    assert (told["moved"], told["can_tag"]) == ("This document is open again: marks can be changed.", True)
    documents.withdraw(by=cast.cleo, document=fresh(cast.document))
    assert page.client.get(page.address).status_code == 404


def test_in_a_blind_project_the_version_never_moves_for_what_others_do(cast: Cast, as_: SignedIn) -> None:
    cast.settings(blind=True, coders_per_document=3)
    mine = cast.tag(cast.ada, "Two neighbours")
    set_member(by=None, project=cast.project, username="gus", role="analyst")
    pages = [Open(as_(person), cast) for person in (cast.ada, cast.dan)]
    tag = cast.tag(cast.ben, "Someone", "disputed")
    comment(by=cast.ben, tag=Tag.objects.get(pk=tag.pk), text="Mine alone.")
    cast.hand_in(cast.ben)
    for page in pages:
        assert page.ask() is None
    # An event of another's, were its id known, opens nothing.
    from annotator.audit.models import Event

    secret = Event.objects.filter(kind="tag", by_id=cast.ben.pk).latest("change")
    stand = pages[0].version.partition(".")[0]
    pages[0].version = f"{stand}.{secret.pk}"
    told = pages[0].ask()
    assert told
    assert "paragraphs" not in told
    assert pages[0].version.endswith(str(Event.objects.filter(object_id=mine.pk).latest("change").pk))
    assert Open(as_(cast.cleo), cast).ask() is None


def test_others_come_into_sight_when_a_blind_document_is_complete(cast: Cast, as_: SignedIn) -> None:
    cast.settings(blind=True, coders_per_document=2)
    cast.tag(cast.ada, "Two neighbours")
    cast.tag(cast.ben, "Someone")
    page = Open(as_(cast.ada), cast)
    cast.hand_in(cast.ada, cast.ben)
    told = page.ask()
    assert told
    assert told["moved"]


def test_nothing_new_costs_the_same_few_queries_however_many_spans(cast: Cast, as_: SignedIn) -> None:
    client, counts = as_(cast.ada), set()
    for quote in WORDS:
        cast.tag(cast.ben, quote)
        page = Open(client, cast)
        with CaptureQueriesContext(connection) as queries:
            assert page.ask() is None
        counts.add(len(queries))
        assert not any("documents_document" in query["sql"] and '"text"' in query["sql"] for query in queries)
    assert counts <= {4, 5}
    assert len(counts) == 1


def test_a_page_that_knows_no_version_or_a_wrong_one_is_told_to_read_anew(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.ada)
    page = Open(client, cast)
    assert "moved" in client.get(page.address).json()
    stand = page.version.partition(".")[0]
    assert client.get(page.address, headers={"If-None-Match": f'"{stand}.x"'}).status_code == 404
