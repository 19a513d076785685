"""Review: the queue, a ruling, what analysts read afterwards."""

import re
from typing import Any

import pytest
from django.test import Client

from annotator.annotations.models import Tag
from annotator.review.models import Decision, ReviewItem
from tests.cast import Cast, fresh
from tests.web.conftest import SignedIn

BANG, PUMP, CABLE = "Two neighbours heard a bang", "The water board said", "Someone may have cut the cable"


@pytest.fixture
def handed_in(cast: Cast) -> Cast:
    """Two coders: one disagreement, one agreement, one claim of Ada's alone."""
    cast.settings(blind=True, coders_per_document=2)
    cast.tag(cast.ada, BANG, "disputed", note="denied below")
    cast.tag(cast.ben, BANG, "sourced")
    cast.tag(cast.ada, PUMP, "sourced")
    cast.tag(cast.ben, PUMP, "sourced")
    cast.tag(cast.ada, CABLE, "speculative")
    cast.hand_in(cast.ada, cast.ben)
    return cast


def review(cast: Cast, *more: object) -> str:
    return "/".join(["/documents", str(cast.document.pk), "review", *(str(part) for part in more)]) + "/"


def item_of(cast: Cast, quote: str) -> ReviewItem:
    return ReviewItem.objects.filter(members__tag__span__exact=quote).distinct().get()


def decide(client: Client, cast: Cast, item: ReviewItem, **sent: Any) -> Any:
    return client.post(review(cast, item.pk, "decide"), {"version": item.version, **sent})


def test_the_queue_begins_with_the_disagreements(handed_in: Cast, as_: SignedIn) -> None:
    page = as_(handed_in.cleo).get(review(handed_in)).content.decode()
    words = re.findall(r"<b>([^<]*)</b>(?:<small>decided</small>)?\s*<q", page)
    assert words == ["Disputed / Sourced", "Speculative / no mark", "Agreed"]
    assert "3 to settle, 0 decided" in page
    assert "denied below" in page


def test_accepting_a_tag_goes_on_to_the_next_open_item(handed_in: Cast, as_: SignedIn) -> None:
    client, item = as_(handed_in.cleo), item_of(handed_in, BANG)
    tag = Tag.objects.get(analyst=handed_in.ben, span__exact=BANG)
    response = decide(client, handed_in, item, accept=tag.pk, reason="It names them.")
    assert response.status_code == 303
    assert response["Location"] == review(handed_in) + f"?item={item_of(handed_in, CABLE).pk}"
    decision = Decision.objects.get(item=item)
    assert (decision.status, decision.accepted, decision.reason) == ("sourced", tag, "It names them.")


def test_a_ruling_that_nobody_gave_needs_a_reason_and_keeps_what_was_chosen(
    handed_in: Cast, as_: SignedIn
) -> None:
    client, item = as_(handed_in.cleo), item_of(handed_in, BANG)
    response = decide(client, handed_in, item, status="speculative")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nobody said so: give a reason" in page
    assert re.search(r'value="speculative"[^>]* checked', page)
    assert decide(client, handed_in, item, status="speculative", reason="Heard, not seen.").status_code == 303


def test_no_claim_is_a_ruling_too_and_can_be_taken_back(handed_in: Cast, as_: SignedIn) -> None:
    client, item = as_(handed_in.cleo), item_of(handed_in, CABLE)
    assert decide(client, handed_in, item, status="none").status_code == 303
    assert Decision.objects.get(item=item).no_claim
    assert "Take the decision back" in client.get(review(handed_in) + f"?item={item.pk}").content.decode()
    assert client.post(review(handed_in, item.pk, "reopen")).status_code == 303
    assert item_of(handed_in, CABLE).state == "open"


@pytest.mark.parametrize(
    "sent", [{}, {"status": "true"}, {"accept": "x"}, {"status": "sourced", "version": "9"}]
)
def test_a_ruling_that_is_none_or_stale_is_explained(
    handed_in: Cast, as_: SignedIn, sent: dict[str, str]
) -> None:
    response = decide(as_(handed_in.cleo), handed_in, item_of(handed_in, BANG), **sent)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Decision.objects.exists()


def test_the_agreed_are_settled_at_once(handed_in: Cast, as_: SignedIn) -> None:
    assert as_(handed_in.cleo).post(review(handed_in, "settle")).status_code == 303
    assert Decision.objects.get().item == item_of(handed_in, PUMP)


def test_the_analysts_read_what_was_decided_and_why_but_decide_nothing(
    handed_in: Cast, as_: SignedIn
) -> None:
    item = item_of(handed_in, BANG)
    decide(as_(handed_in.cleo), handed_in, item, status="disputed", reason="The board denies it.")
    client = as_(handed_in.ben)
    page = client.get(review(handed_in) + f"?item={item.pk}").content.decode()
    assert "The board denies it." in page
    assert "denied below" in page
    assert "Settle" not in page
    assert 'name="accept"' not in page
    assert decide(client, handed_in, item_of(handed_in, CABLE), status="none").status_code == 403
    assert client.post(review(handed_in, "settle")).status_code == 403
    assert as_(handed_in.eve).post(review(handed_in, item.pk, "decide")).status_code == 404


def test_before_a_document_is_complete_its_review_shows_analysts_nothing_of_others(
    cast: Cast, as_: SignedIn
) -> None:
    cast.settings(blind=True, coders_per_document=2)
    cast.tag(cast.ben, BANG, "disputed")
    cast.hand_in(cast.ben)
    page = as_(cast.ada).get(review(cast)).content.decode()
    assert "not complete" in page
    assert not re.search(r"\bben\b", page)
    assert "<mark" not in page
    assert ">ben<" in as_(cast.cleo).get(review(cast)).content.decode()


def test_a_supervisor_hands_in_for_an_analyst(cast: Cast, as_: SignedIn) -> None:
    cast.tag(cast.ada, BANG)
    assignment = cast.document.assignments.get()
    page = as_(cast.cleo).get(review(cast)).content.decode()
    address = f"/projects/mill-lane/assignments/{assignment.pk}/handin/"
    assert address in page
    assert as_(cast.ben).post(address).status_code == 403
    assert as_(cast.cleo).post(address).status_code == 303
    assert fresh(cast.document).complete


def test_the_projects_review_lists_what_waits_and_what_is_decided(handed_in: Cast, as_: SignedIn) -> None:
    client = as_(handed_in.cleo)
    waiting = client.get("/projects/mill-lane/review/").content.decode()
    assert "Mill Lane pump house" in waiting
    assert re.findall(r'<td class="num" data-label="[^"]*">(\d+)</td>', waiting) == ["3", "3", "2"]
    assert (
        "Nothing is decided yet" in client.get("/projects/mill-lane/review/?state=decided").content.decode()
    )
    assert client.get("/projects/mill-lane/review/?after=x").status_code == 404
