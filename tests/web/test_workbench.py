"""The workbench: what its page holds, and the requests of its outbox."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from annotator.annotations.models import Tag
from annotator.audit.models import Event
from annotator.documents import actions as documents
from annotator.documents.models import Document
from tests.cast import Cast, fresh
from tests.web.conftest import SignedIn

QUOTE = "The water board said the pump stopped at 04:20."


def address(document: Document, *more: object) -> str:
    return "/".join(["/documents", str(document.pk), *(str(part) for part in more)]) + "/"


def body(document: Document, quote: str = QUOTE, status: str = "sourced", note: str = "") -> dict[str, Any]:
    start = document.text.index(quote)
    place = {"start": start, "end": start + len(quote), "exact": quote, "prefix": "", "suffix": ""}
    return {**place, "status": status, "note": note}


def put(client: Client, document: Document, key: object, content: Any, version: object = None) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return client.put(address(document, "tags", key), text, content_type="application/json", headers=headers)


def test_the_page_shows_the_text_with_language_and_direction(cast: Cast, as_: SignedIn) -> None:
    page = as_(cast.ada).get(address(cast.document)).content.decode()
    opening = re.search(r"<div data-document=[^>]*>", page)
    assert opening
    assert f'data-document="{cast.document.pk}"' in opening[0]
    assert f'lang="{cast.document.language}"' in opening[0]
    assert 'dir="ltr"' in opening[0]
    assert "data-readonly" not in opening[0]


def test_a_tag_is_stored_and_the_answer_carries_what_changes(cast: Cast, as_: SignedIn) -> None:
    key = uuid4()
    response = put(as_(cast.ada), cast.document, key, body(cast.document, note="see p. 2"))
    assert response.status_code == 200
    answer = response.json()
    tag = Tag.objects.get(pk=key)
    assert (tag.analyst, tag.status, tag.note, tag.span.exact) == (cast.ada, "sourced", "see p. 2", QUOTE)
    assert answer["tag"]["id"] == str(key)
    assert answer["count"] == {"total": 1, "sourced": 1, "disputed": 0, "speculative": 0}
    (paragraph,) = answer["paragraphs"].values()
    assert f'data-tags="{key}" data-status="sourced"' in paragraph
    assert f'data-tag="{key}"' in answer["card"]
    assert "see p. 2" in answer["card"]


def test_the_same_request_again_changes_nothing_and_answers_the_same(cast: Cast, as_: SignedIn) -> None:
    client, key = as_(cast.ada), uuid4()
    first = put(client, cast.document, key, body(cast.document))
    events = Event.objects.count()
    again = put(client, cast.document, key, body(cast.document))
    assert (again.status_code, again.json()) == (200, first.json())
    assert Event.objects.count() == events


def test_another_body_under_the_same_id_changes_status_and_note(cast: Cast, as_: SignedIn) -> None:
    client, key = as_(cast.ada), uuid4()
    version = None
    for status, note in (("sourced", ""), ("disputed", "denied below"), ("sourced", "")):
        answer = put(client, cast.document, key, body(cast.document, status=status, note=note), version)
        assert answer.status_code == 200
        version = answer.json()["tag"]["version"]
        tag = Tag.objects.get(pk=key)
        assert (tag.status, tag.note) == (status, note)


def test_another_place_under_the_same_id_is_refused(cast: Cast, as_: SignedIn) -> None:
    client, key = as_(cast.ada), uuid4()
    put(client, cast.document, key, body(cast.document))
    assert put(client, cast.document, key, body(cast.document, "Two neighbours")).status_code == 409


def test_a_repeated_creation_does_not_revive_a_retracted_tag(cast: Cast, as_: SignedIn) -> None:
    client, key = as_(cast.ada), uuid4()
    put(client, cast.document, key, body(cast.document))
    assert client.post(address(cast.document, "tags", key, "retract")).json()["count"]["total"] == 0
    assert put(client, cast.document, key, body(cast.document)).json()["tag"]["state"] == "retracted"
    assert client.post(address(cast.document, "tags", key, "restore")).json()["count"]["total"] == 1


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "null", "{}", '{"start": "1", "end": 2, "exact": "x", "status": "sourced"}',
     '{"start": true, "end": 2, "exact": "x"}', '{"start": 0, "end": 4, "exact": "Mill", "by": "x"}',
     '{"start": 0, "end": 4, "exact": "Mill", "status": "true"}', '{"start": 0, "end": 4, "exact": "Mall"}',
     '{"start": -1, "end": 99999999999999999999, "exact": "Mill", "status": "sourced"}'],
)  # fmt: skip
def test_what_can_not_be_accepted_is_refused_with_a_sentence(cast: Cast, as_: SignedIn, content: str) -> None:
    response = put(as_(cast.ada), cast.document, uuid4(), content)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]
    assert response.json()["errors"][0]["detail"]
    assert not Tag.objects.exists()


def test_nobody_writes_someone_elses_tag(cast: Cast, as_: SignedIn) -> None:
    tag = cast.tag(cast.ada, QUOTE)
    changed = body(cast.document, status="disputed")
    assert put(as_(cast.ben), cast.document, tag.pk, changed).status_code == 403
    assert as_(cast.ben).post(address(cast.document, "tags", tag.pk, "retract")).status_code == 403
    assert put(as_(cast.eve), cast.document, uuid4(), changed).status_code == 404
    assert put(as_(cast.dan), cast.document, uuid4(), changed).status_code == 403
    cast.settings(blind=True, coders_per_document=2)
    assert put(as_(cast.ben), cast.document, tag.pk, changed).status_code == 404
    assert as_(cast.ben).post(address(cast.document, "tags", tag.pk, "retract")).status_code == 404


def test_without_a_csrf_token_nothing_is_written(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ada)
    assert put(client, cast.document, uuid4(), body(cast.document)).status_code == 403
    assert not Tag.objects.exists()


def test_after_hand_in_the_page_is_read_only_and_can_be_reopened(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.ada)
    key = uuid4()
    put(client, cast.document, key, body(cast.document))
    cast.settings(coders_per_document=2)
    assert client.post(address(cast.document, "handin")).status_code == 303
    page = client.get(address(cast.document)).content.decode()
    assert "data-readonly" in page
    assert "You handed this document in" in page
    assert put(client, cast.document, uuid4(), body(cast.document, "Two neighbours")).status_code == 409
    assert (
        put(client, cast.document, key, body(cast.document)).status_code == 200
    )  # a repeat of what was stored
    assert client.post(address(cast.document, "reopen")).status_code == 303
    assert "data-readonly" not in client.get(address(cast.document)).content.decode()


def test_who_may_not_tag_reads_why(cast: Cast, as_: SignedIn) -> None:
    assert "Only analysts and supervisors tag" in as_(cast.dan).get(address(cast.document)).content.decode()
    documents.withdraw(by=cast.cleo, document=fresh(cast.document))
    assert "was withdrawn" in as_(cast.cleo).get(address(cast.document)).content.decode()
    assert as_(cast.ada).get(address(cast.document)).status_code == 404


def test_a_supervisor_tags_but_hands_nothing_in(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.cleo)
    assert put(client, cast.document, uuid4(), body(cast.document)).status_code == 200
    assert 'id="handin"' not in client.get(address(cast.document)).content.decode()
    assert client.post(address(cast.document, "handin")).status_code == 403


def test_cards_come_in_reading_order_a_page_at_a_time(cast: Cast, as_: SignedIn) -> None:
    client = as_(cast.ada)
    document = cast.text(text=" ".join(f"word{i:03}" for i in range(160)))
    for i in range(150):
        cast.tag(cast.ada, f"word{i:03}", document=document)
    seen, following = [], address(document)
    while following:
        page = client.get(following).content.decode()
        seen += re.findall(r"<q dir=\"auto\">(word\d+)</q>", page)
        more = re.search(r'<a[^>]*href="([^"]*/cards/[^"]*)"', page)
        following = more[1] if more else ""
    assert seen == [f"word{i:03}" for i in range(150)]
    assert client.get(address(document, "cards") + "?after=x").status_code == 404
