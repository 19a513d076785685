"""The search of a project: what it finds, how it is asked, and what it never tells."""

import re
import time
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.annotations import actions
from annotator.documents.actions import describe
from tests.cast import Cast
from tests.web.conftest import SignedIn

SEARCH = "/projects/mill-lane/search/"


def body(client: object, query: str) -> str:
    return client.get(SEARCH + query).content.decode()  # type: ignore[attr-defined,no-any-return]


def counts(page: str) -> list[str]:
    return re.findall(r'<span class="badge">([\d,+]+)</span></a>', page)


def test_a_word_is_found_with_its_place_and_leads_there(cast: Cast, as_: SignedIn) -> None:
    page = body(as_(cast.ada), "?q=neighbour")
    start = cast.document.text.index("neighbours")
    assert '<mark class="hit">neighbours</mark>' in page
    assert f'href="/documents/{cast.document.pk}/#t={start},{start + 10}"' in page
    assert counts(page) == ["1", "0"]
    assert "Nothing found" in body(as_(cast.ada), "?q=zebra")


def test_tags_are_found_by_quote_note_and_label(cast: Cast, as_: SignedIn) -> None:
    cast.settings(labels=["border crossing"])
    tag = cast.tag(
        cast.ada, "Two neighbours", note="Ask the <b>caretaker</b> again", labels=["border crossing"]
    )
    client = as_(cast.ben)
    for words in ("neighbour", "caretaker", '"border crossing"', "neighbours -zebra"):
        page = client.get(SEARCH, {"q": words, "in": "tags"}).content.decode()
        assert f'href="/documents/{cast.document.pk}/#t={tag.span.start},{tag.span.end}"' in page, words
    page = body(client, "?q=caretaker&in=tags")
    assert '&lt;b&gt;<mark class="hit">caretaker</mark>&lt;/b&gt;' in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("status=sourced", 1), ("status=disputed", 0), ("analyst=ada", 1), ("analyst=ben", 0), ("label=flood", 1),
        ("source=Ledger", 1), ("source=Other", 0), ("state=open", 1), ("state=decided", 0), ("from=2026-05-04", 1),
        ("from=2026-05-05", 0), ("to=2026-05-04", 1), ("to=2026-05-03", 0), ("from=x&to=9999-12-31&status=x", 1),
    ],
)  # fmt: skip
def test_filters_stand_in_the_address(cast: Cast, as_: SignedIn, query: str, number: int) -> None:
    cast.settings(labels=["flood"])
    describe(by=cast.cleo, document=cast.document, source="Ledger", published_at="2026-05-04T10:00Z")
    cast.tag(cast.ada, "Two neighbours", labels=["flood"])
    page = body(as_(cast.ada), f"?q=neighbours&in=tags&{query}")
    assert counts(page)[1] == str(number)
    assert page.count('class="passage"') == number


def walked(client: object, query: str, shown: str) -> list[str]:
    """What stands on each page of the results, from the first to the last."""
    found = list[str]()
    while query:
        page = body(client, query)
        found += re.findall(shown, page)
        following = re.search(r'rel="next" href="([^"]*)"', page)
        query = following[1].replace("&amp;", "&") if following else ""
    return found


def test_results_come_in_pages_newest_first(cast: Cast, as_: SignedIn) -> None:
    made = [cast.text(f"Report {number:02}") for number in range(30)]
    client = as_(cast.ada)
    assert walked(client, "?q=report", r"<h2[^>]*><a[^>]*>([^<]*)") == [
        document.title for document in reversed(made)
    ]
    assert counts(body(client, "?q=report&after=nonsense"))[0] == "30"


def test_tags_come_in_pages_changed_last_first_and_each_once(cast: Cast, as_: SignedIn) -> None:
    cast.settings(labels=["neighbours"])
    made = [
        cast.tag(cast.ada, "Two neighbours", note="neighbours", labels=["neighbours"], document=document)
        for document in (cast.text(f"Report {number:02}") for number in range(30))
    ]
    actions.change(by=cast.ada, tag=made[3], note="The neighbours again")
    made.append(made.pop(3))
    client, titles = as_(cast.ben), [tag.document.title for tag in reversed(made)]
    assert walked(client, "?q=neighbour&in=tags", r'"hit-foot"><bdi>([^<]*)') == titles
    assert walked(client, "?q=again+or+caretaker&in=tags", r'"hit-foot"><bdi>([^<]*)') == titles[:1]
    assert counts(body(client, "?q=neighbour&in=tags")) == ["31", "30"]


def test_a_search_is_planned_for_its_own_words(cast: Cast, as_: SignedIn) -> None:
    """Else one plan would stand for all words, after a few of them, as long as the connection lives."""
    client = as_(cast.ada)
    for word in (
        "水泵",
        "停止",
        "zq",
        "a",
        "neighbour",
        "caretaker",
        "e",
        "an",
        "pump",
        "water",
        "board",
        "%",
    ):
        body(client, f"?q={quote(word)}&in=tags")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%~*%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() > (0,)


def test_a_label_longer_than_labels_are_is_on_no_tag(cast: Cast, as_: SignedIn) -> None:
    cast.settings(labels=["x" * 60])
    cast.tag(cast.ada, "Two neighbours", labels=["x" * 60])
    assert counts(body(as_(cast.ada), f"?in=tags&label={'x' * 60}"))[1] == "1"
    assert counts(body(as_(cast.ada), f"?in=tags&label={'x' * 61}"))[1] == "0"


def test_in_a_blind_project_a_search_tells_nothing_of_others(cast: Cast, as_: SignedIn) -> None:
    cast.settings(blind=True, coders_per_document=2, labels=["flood"])
    quiet = {name: told(cast, as_, name) for name in ("ada", "dan")}
    cast.tag(cast.ben, "Two neighbours", "disputed", note="caretaker", labels=["flood"])
    assert {name: told(cast, as_, name) for name in ("ada", "dan")} == quiet
    assert counts(body(as_(cast.cleo), "?q=caretaker"))[1] == "1"
    cast.tag(cast.ada, "Someone")
    cast.hand_in(cast.ada, cast.ben)
    assert counts(body(as_(cast.ada), "?q=caretaker"))[1] == "1"


def told(cast: Cast, as_: SignedIn, name: str) -> list[tuple[str, int]]:
    """What the pages of a search say, and how many statements they took."""
    client, pages = as_(getattr(cast, name)), []
    for query in (
        "?q=neighbours&in=tags",
        "?q=caretaker",
        "?status=disputed&in=tags",
        "?analyst=ben&in=tags",
        "?label=flood",
    ):
        with CaptureQueriesContext(connection) as queries:
            page = body(client, query)
        pages.append((page[page.index("<main") :], len(queries)))
    return pages


def test_withdrawn_documents_are_not_found(cast: Cast, as_: SignedIn) -> None:
    cast.tag(cast.ada, "Two neighbours")
    type(cast.document).objects.update(withdrawn_at="2026-01-01T00:00Z")
    assert counts(body(as_(cast.cleo), "?q=neighbours")) == ["0", "0"]


def test_more_found_costs_no_more_statements(cast: Cast, as_: SignedIn) -> None:
    client, taken = as_(cast.ada), []
    for number in range(2):
        for turn in range(3):
            document = cast.text(f"Report {number}.{turn}")
            cast.tag(cast.ada, "Two neighbours", document=document)
        with CaptureQueriesContext(connection) as queries:
            body(client, "?q=neighbours")
            body(client, "?q=neighbours&in=tags")
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_text_of_one_endless_word_is_searched_in_a_moment(cast: Cast, as_: SignedIn) -> None:
    cast.text(text="я" * 20_000 + " слово, словом, перословом.")
    began = time.thread_time()
    page = body(as_(cast.ada), "?q=слово")
    assert time.thread_time() - began < 2
    for word in ("слово", "словом", "перословом"):
        assert f'<mark class="hit">{word}</mark>' in page
