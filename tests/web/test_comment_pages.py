"""What the outbox and the forms send about comments, and what comes back."""

import json
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from annotator.annotations.commenting import comment
from annotator.annotations.models import Comment, Mention, Tag
from tests.cast import Cast
from tests.web.conftest import SignedIn


def put(client: Client, tag: Tag, key: object, body: Any) -> Any:
    address = reverse("comment", args=[tag.document_id, tag.pk, key])
    return client.put(address, json.dumps(body), content_type="application/json")


def test_the_outbox_may_send_a_comment_twice_and_gets_the_thread(cast: Cast, as_: SignedIn) -> None:
    tag, key, client = cast.tag(cast.ada, "a bang"), uuid4(), as_(cast.cleo)
    for _ in range(2):
        answer = put(client, tag, key, {"text": "Says who, @ada?", "reply_to": None})
        assert answer.status_code == 200
        assert answer.json()["talk"]["tag"] == str(tag.pk)
        assert '<b class="at">@ada</b>' in answer.json()["talk"]["html"]
        assert (answer.json()["paragraphs"], answer.json()["count"]["total"]) == ({}, 0)
    assert Comment.objects.get().pk == key
    reply = put(as_(cast.ada), tag, uuid4(), {"text": "The neighbours.", "reply_to": str(key)})
    assert reply.status_code == 200
    assert Comment.objects.filter(reply_to=key).count() == 1


def test_what_is_no_comment_is_refused_in_words(cast: Cast, as_: SignedIn) -> None:
    tag, client = cast.tag(cast.ada, "a bang"), as_(cast.ada)
    for body in ([], {"text": ""}, {"text": 5}, {"words": "x"}, {"text": "x", "reply_to": "y"}):
        answer = put(client, tag, uuid4(), body)
        assert answer.status_code == 422, body
        assert answer.json()["detail"]
    assert put(as_(cast.dan), tag, uuid4(), {"text": "x"}).status_code == 403
    assert not Comment.objects.exists()


def test_forms_of_the_review_page_say_reply_and_take_back_without_a_script(cast: Cast, as_: SignedIn) -> None:
    tag, client = cast.tag(cast.ada, "a bang"), as_(cast.cleo)
    item = cast.hand_in(cast.ada).review_items.get()
    there = reverse("comments", args=[tag.document_id, tag.pk])
    answer = client.post(there, {"text": "Says who?", "reply_to": "", "item": item.pk}, follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/review/?item={item.pk}")
    assert "Says who?" in answer.content.decode()
    said = Comment.objects.get()
    assert client.post(there, {"text": "And when?", "reply_to": said.pk, "item": "x"}).status_code == 303
    for act, at in (("comment_retract", False), ("comment_restore", True)):
        client.post(reverse(act, args=[tag.document_id, tag.pk, said.pk]), {"item": item.pk})
        assert (Comment.objects.get(pk=said.pk).retracted_at is None) is at
    refused = client.post(there, {"text": " ", "item": item.pk}, follow=True)
    assert "A comment needs words." in refused.content.decode()


def test_in_a_blind_document_neither_thread_nor_mark_of_another_can_be_had(cast: Cast, as_: SignedIn) -> None:
    cast.settings(blind=True, coders_per_document=2)
    tag, own = cast.tag(cast.ben, "a bang"), cast.tag(cast.ada, "the cable")
    said = comment(by=cast.ben, tag=tag, text="Two heard it, @cleo.")[0]
    ada, cleo = as_(cast.ada), as_(cast.cleo)
    thread = reverse("comments", args=[tag.document_id, tag.pk])
    marks = reverse("others", args=[tag.document_id]) + f"?tag={tag.pk}&tag={own.pk}&tag=x"
    assert ada.get(thread).status_code == ada.post(thread, {"text": "x"}).status_code == 404
    assert put(ada, tag, uuid4(), {"text": "x"}).status_code == 404
    assert put(ada, own, said.pk, {"text": "x"}).status_code == 404
    assert ada.get(marks).content.strip() == b""
    assert "Two heard it" in cleo.get(marks).content.decode()
    people = ada.get(reverse("comments", args=[own.document_id, own.pk])).content.decode()
    assert 'data-name="cleo"' in people
    assert 'data-name="ben"' not in people


def test_a_mention_is_counted_in_the_menu_until_it_was_opened(cast: Cast, as_: SignedIn) -> None:
    tag, ada = cast.tag(cast.ada, "a bang"), as_(cast.ada)
    for words in ("Look, @ada", "And here, @ada"):
        comment(by=cast.cleo, tag=tag, text=words)
    assert "2 new mentions" in ada.get("/").content.decode()
    mention = Mention.objects.order_by("id").first()
    assert mention
    there = reverse("mention_open", args=[mention.pk])
    assert as_(cast.ben).post(there).status_code == 404
    assert ada.post(there)["Location"].endswith(f"/documents/{tag.document_id}/#tag-{tag.pk}")
    assert "1 new mention" in ada.get("/mentions/").content.decode()
    ada.post("/mentions/seen/")
    assert "new mention" not in ada.get("/").content.decode()
    assert not Mention.objects.unseen().exists()
