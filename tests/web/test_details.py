"""The optional details of a project, what cards show of them, what a write of evidence keeps, and who published."""

import json
import re
from html import unescape
from typing import Any
from uuid import uuid4

from django.test import Client

from annotator.annotations import actions
from annotator.annotations.models import Evidence, Tag
from annotator.audit.models import Event
from annotator.documents import actions as documents
from annotator.documents.models import Document
from annotator.projects.models import Project
from tests.cast import Cast, fresh
from tests.web.conftest import SignedIn
from tests.web.test_workbench import QUOTE, address, body

DENIAL = "The board denies that there was a bang."


def put(
    client: Client, document: Document, key: object, content: dict[str, Any], version: int | None = None
) -> Any:
    made_on = {"If-Match": f'"{version}"'} if version else {}
    where = address(document, "tags", key)
    return client.put(where, json.dumps(content), content_type="application/json", headers=made_on)


def passage(document: Document, quote: str, stance: str = "contradicts") -> dict[str, Any]:
    start = document.text.index(quote)
    place = {"start": start, "end": start + len(quote), "exact": quote}
    return {"stance": stance, "document": str(document.pk), **place}


def sent_back(html: str) -> dict[str, Any]:
    """The details that a card's scripts send back with a change."""
    found = re.search(r'data-details="([^"]*)"', html)
    return json.loads(unescape(found[1])) if found else {}


def test_a_supervisor_switches_details_on_and_off_and_history_knows(cast: Cast, as_: SignedIn) -> None:
    cleo, settings = as_(cast.cleo), "/projects/mill-lane/settings/"
    page = cleo.get(settings).content.decode()
    for words in ("6 can not be judged", "not how likely the claim is", "55–80 %", "as they are written"):
        assert words in page
    given = {"name": "Mill Lane", "slug": "mill-lane", "coders_per_document": 1, "labels": ""}
    given["suggestions"] = "auto"
    assert cleo.post(settings, given | {"details": ["facts", "labels"]}).status_code == 303
    assert Project.objects.get(pk=cast.project.pk).details == ["labels", "facts"]
    event = Event.objects.filter(kind="project", op="updated").latest("id")
    assert event.data["after"]["details"] == ["labels", "facts"]
    assert cleo.post(settings, given | {"details": ["mood"]}).status_code == 422
    assert as_(cast.ada).post(settings, given).status_code == 403
    assert cleo.post(settings, given).status_code == 303
    assert Project.objects.get(pk=cast.project.pk).details == []


def test_a_detail_that_is_turned_off_is_hidden_and_kept(cast: Cast, as_: SignedIn) -> None:
    cast.settings(details=["credibility"])
    cast.tag(cast.ada, QUOTE, credibility=6, modality="hedged", attribution={"kind": "none"})
    page = as_(cast.ada).get(address(cast.document)).content.decode()
    assert "6 – can not be judged</li>" in page
    cast.settings(details=[])
    page = as_(cast.ada).get(address(cast.document)).content.decode()
    assert "6 – can not be judged" not in page
    assert "hedged</li>" in page
    assert "attributed to nobody</li>" in page
    assert sent_back(page) == {
        "credibility": 6,
        "modality": "hedged",
        "attribution": {"kind": "none", "to": "", "via": ""},
    }


def test_a_whole_body_sent_back_changes_nothing(cast: Cast, as_: SignedIn) -> None:
    other = cast.text("Log")
    cited = [
        passage(cast.document, DENIAL),
        passage(other, DENIAL, "context"),
        {"stance": "supports", "url": "https://example.org/"},
    ]
    ada, key = as_(cast.ada), uuid4()
    answer = put(ada, cast.document, key, body(cast.document) | {"evidence": cited, "labels": ["a"]}).json()
    assert (sent_back(answer["card"])["evidence"], sent_back(answer["card"])["labels"]) == (cited, ["a"])
    whole = body(cast.document) | sent_back(answer["card"])
    again = put(ada, cast.document, key, whole, version=1).json()
    assert again["tag"]["version"] == 1
    documents.withdraw(by=cast.cleo, document=fresh(other))
    noted = put(ada, cast.document, key, whole | {"note": "see there"}, version=1)
    assert noted.json()["tag"]["version"] == 2  # what can not be read any more stays cited
    assert f"/documents/{other.pk}/" not in noted.json()["card"]
    assert Evidence.objects.filter(withdrawn_at=None).count() == Evidence.objects.count() == 3
    fewer = put(ada, cast.document, key, whole | {"note": "see there", "evidence": cited[:1]}, version=2)
    assert fewer.json()["tag"]["version"] == 3
    assert Evidence.objects.filter(withdrawn_at=None).count() == 1
    event = Event.objects.filter(kind="tag", op="updated").latest("id")
    assert event.data["fields"] == ["evidence"]
    wrong = put(ada, cast.document, key, whole | {"evidence": [cited[0] | {"exact": "The bored"}]}, version=3)
    assert wrong.status_code == 422


def test_a_cited_passage_is_the_citers_own_and_tells_nobody(cast: Cast, as_: SignedIn) -> None:
    cast.settings(blind=True, coders_per_document=2)
    cast.tag(cast.ben, DENIAL)
    put(
        as_(cast.ada),
        cast.document,
        uuid4(),
        body(cast.document) | {"evidence": [passage(cast.document, DENIAL)]},
    )
    span = Evidence.objects.get().span
    assert span
    assert span.made_by == cast.ada
    assert span.tags.count() == 0
    assert DENIAL in as_(cast.ada).get(address(cast.document)).content.decode()
    page = as_(cast.ben).get(address(cast.document)).content.decode()
    assert "Contradicted by" not in page.split("details-form")[0]


def test_only_documents_that_may_be_seen_can_be_found_to_cite(cast: Cast, as_: SignedIn) -> None:
    log, gone = cast.text("Log of the pump"), cast.text("Log of the lock")
    documents.withdraw(by=cast.cleo, document=fresh(gone))
    where = address(cast.document, "citable")
    found = as_(cast.ada).get(where + "?q=log pump").content.decode()
    assert str(log.pk) in found
    every = as_(cast.ada).get(where).content.decode()
    assert (str(gone.pk) in every, str(cast.document.pk) in every) == (False, False)
    assert str(log.pk) not in as_(cast.ada).get(where + "?q=lock").content.decode()
    assert as_(cast.eve).get(where).status_code == 404


def test_who_published_is_asked_once_and_only_of_who_may_say_it(cast: Cast, as_: SignedIn) -> None:
    cleo, question = as_(cast.cleo), "Who published this"
    assert question in cleo.get(address(cast.document)).content.decode()
    assert question not in as_(cast.ada).get(address(cast.document)).content.decode()
    where = address(cast.document, "origin")
    assert as_(cast.ada).post(where, {"source": "Mill Post"}).status_code == 403
    cleo.post(where, {"source": "Mill Post", "published_at": "no day"})
    assert fresh(cast.document).source is None
    assert cleo.post(where, {"source": "Mill Post", "published_at": "2026-05-04"}).status_code == 303
    now = fresh(cast.document)
    assert now.source
    assert now.published_at
    assert (now.source.name, now.published_at.date().isoformat(), now.published_precision) == (
        "Mill Post",
        "2026-05-04",
        "day",
    )
    page = cleo.get(address(cast.document)).content.decode()
    assert (question in page, "Mill Post" in page) == (False, True)
    other = cast.text("Nobody knows")
    cleo.post(address(other, "origin"), {"source": "", "published_at": "", "unknown": "1"})
    assert question not in cleo.get(address(other)).content.decode()


def test_the_guideline_beside_the_text_says_its_version(cast: Cast, as_: SignedIn) -> None:
    from annotator.projects.actions import add_guideline

    add_guideline(
        by=cast.cleo, project=cast.project, text="# Ours\n<script>x</script> *Mark* [so](javascript:x)"
    )
    page = as_(cast.ada).get(address(cast.document)).content.decode()
    assert "version 2" in page
    prose = page.split('class="prose"')[1].split("</details>")[0]
    assert "<em>Mark</em>" in prose
    assert "<script" not in prose
    assert "javascript:" not in re.findall(r"<a[^>]*>", prose)


def test_a_tag_whose_status_changes_keeps_its_details(cast: Cast) -> None:
    tag = cast.tag(cast.ada, QUOTE, modality="hedged")
    actions.change(by=cast.ada, tag=tag, status="disputed")
    assert Tag.objects.get(pk=tag.pk).modality == "hedged"
