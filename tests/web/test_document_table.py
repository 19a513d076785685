"""The table of a project's documents: its orders, its filters, and what is done with many rows at once."""

import re

import pytest

from annotator.documents.actions import describe
from annotator.documents.models import Assignment, Document
from annotator.review import assigning
from annotator.web.listing import COLUMNS, PAGE, Wanted, listed
from tests.cast import Cast, capture, fresh
from tests.web.conftest import SignedIn

HOME = "/projects/mill-lane/"


def titles(page: str) -> list[str]:
    return re.findall(r'<td class="what"><a class="title"[^>]*>([^<]*)', page)


def many(cast: Cast, number: int) -> None:
    """Documents that are alike in all but their text, so that every order has ties."""
    first = cast.document
    Document.objects.bulk_create(
        Document(
            project=first.project, original_id=first.original_id, title=f"Copy {n % 3}", text=first.text,
            sha256=first.sha256, length=first.length,
        )
        for n in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("way", ["", "-"])
def test_every_order_shows_each_document_once(cast: Cast, column: str, way: str) -> None:
    many(cast, PAGE + 20)
    describe(by=cast.cleo, document=cast.document, source="Ledger", published_at="2026-05-04T10:00Z")
    cast.tag(cast.ada, "Two neighbours")
    seen: list[Document] = []
    after = ""
    while after or not seen:
        page = listed(cast.ada, cast.project, Wanted(sort=way + column, after=after))
        seen += [line.document for line in page.lines]
        after = page.next
        Document.objects.filter(pk=seen[0].pk).update(version=9)  # rows change meanwhile
    assert len(seen) == len({document.pk for document in seen}) == page.total == PAGE + 21


def test_the_heads_of_columns_order_the_list(cast: Cast, as_: SignedIn) -> None:
    names = ["Weir", "alder", "Zeal"]
    for number, name in enumerate(names):
        capture(
            cast.cleo, cast.project, f"{name} {'x' * number * 100}", title=name,
            source=f"S{2 - number}" if number else "", published_at=f"2026-0{3 - number}-01T00:00Z" if number else None,
        )  # fmt: skip
    client, first = as_(cast.ada), "Mill Lane pump house"
    cast.tag(cast.ada, "Two neighbours")
    for sort, expected in {
        "title": ["alder", first, "Weir", "Zeal"], "-title": ["Zeal", "Weir", first, "alder"],
        "source": ["Zeal", "alder", first, "Weir"], "-source": ["alder", "Zeal", "Weir", first],
        "published": ["Zeal", "alder", first, "Weir"], "-published": ["alder", "Zeal", "Weir", first],
        "added": [first, *names], "-added": [*reversed(names), first], "-claims": [first, "Zeal", "alder", "Weir"],
        "length": ["Weir", "alder", "Zeal", first],
    }.items():  # fmt: skip
        page = client.get(HOME, {"sort": sort}).content.decode()
        assert titles(page) == expected, sort
        way = "descending" if sort.startswith("-") else "ascending"
        assert page.count("aria-sort=") == page.count(f'aria-sort="{way}"') == 1


def test_filters_stand_in_the_address_and_can_be_cleared(cast: Cast, as_: SignedIn) -> None:
    second = capture(cast.cleo, cast.project, "Der Damm", title="Damm", source="Kanalbote", language="de")
    assigning.assign(by=cast.cleo, documents=[second], analysts=[cast.ben])
    client, first = as_(cast.cleo), "Mill Lane pump house"
    for query, expected in {
        "?source=Kanalbote": ["Damm"], "?language=de": ["Damm"], "?assigned=ben": ["Damm"], "?assigned=-": [first],
        "?assigned=ada": [], "?q=kanal": ["Damm"], "?state=open&language=de&q=da": ["Damm"],
        "?source=%00": [first, "Damm"],
    }.items():  # fmt: skip
        page = client.get(HOME + query).content.decode()
        assert titles(page) == expected, query
        assert ("Clear all" in page) == (query != "?source=%00")
    assert "Kanalbote (1)" in page


def test_progress_is_told_as_far_as_the_reader_may_know(cast: Cast, as_: SignedIn) -> None:
    cast.settings(coders_per_document=2)
    assigning.assign(by=cast.cleo, documents=[cast.document], analysts=[cast.ada, cast.ben])
    cast.hand_in(cast.ben)
    assert "1 of 2 handed in" in as_(cast.ada).get(HOME).content.decode()
    cast.settings(blind=True)
    blind = as_(cast.ada).get(HOME + "?assigned=ben").content.decode()
    assert "of 2 handed in" not in blind
    assert titles(blind) == []
    assert "1 of 2 handed in" in as_(cast.cleo).get(HOME).content.decode()


def test_chosen_documents_are_taken_away_from_who_has_not_begun(cast: Cast, as_: SignedIn) -> None:
    second = cast.text("Second report")
    assigning.assign(by=cast.cleo, documents=[cast.document, second], analysts=[cast.ada, cast.ben])
    cast.tag(cast.ada, "Two neighbours")
    sent = {
        "documents": [cast.document.pk, second.pk],
        "analysts": [cast.ada.pk],
        "list": "?sort=-title&junk=1",
    }
    response = as_(cast.cleo).post(HOME + "unassign/", sent, follow=True)
    assert response.redirect_chain == [(HOME + "?sort=-title", 303)]
    said = response.content.decode()
    assert "1 assignment taken away." in said
    assert "1 stays: its analyst has begun" in said
    as_(cast.cleo).post(HOME + "unassign/", {"documents": [second.pk]})
    assert set(Assignment.objects.values_list("document", "analyst__username")) == {
        (cast.document.pk, "ada"), (cast.document.pk, "ben"),
    }  # fmt: skip


def test_chosen_documents_are_withdrawn_after_a_question_and_restored(cast: Cast, as_: SignedIn) -> None:
    client, second = as_(cast.cleo), cast.text("Second report")
    sent = {"documents": [cast.document.pk, second.pk]}
    question = client.post(HOME + "withdraw/", sent).content.decode()
    assert "Withdraw these 2 documents?" in question
    assert fresh(second).withdrawn_at is None
    client.post(HOME + "withdraw/", sent | {"sure": "yes"})
    assert fresh(second).withdrawn_at
    assert fresh(cast.document).withdrawn_at
    client.post(HOME + "restore/", {"documents": [second.pk]})
    assert fresh(second).withdrawn_at is None


@pytest.mark.parametrize("act", ["assign", "unassign", "withdraw", "restore"])
def test_only_supervisors_do_things_with_many_and_only_with_what_they_see(
    cast: Cast, as_: SignedIn, act: str
) -> None:
    for user, status in ((cast.ada, 403), (cast.dan, 403), (cast.eve, 404)):
        assert (
            as_(user).post(f"{HOME}{act}/", {"documents": [cast.document.pk], "sure": "yes"}).status_code
            == status
        )
    foreign = capture(cast.eve, cast.other, "Elsewhere a gate stood open.")
    refused = as_(cast.cleo).post(
        f"{HOME}{act}/", {"documents": [foreign.pk], "sure": "yes", "analysts": [cast.ada.pk]}
    )
    assert refused.status_code == 422
    assert not fresh(foreign).withdrawn_at
    assert as_(cast.cleo).post(f"{HOME}{act}/", {}).status_code == 422


def test_a_refused_choice_is_kept_with_its_reason(cast: Cast, as_: SignedIn) -> None:
    page = as_(cast.cleo).post(HOME + "assign/", {"documents": [cast.document.pk]}).content.decode()
    assert re.search(rf'value="{cast.document.pk}"[^>]* checked', page)
    assert "<details" in page and "Choose analysts, or say how many" in page  # noqa: PT018


@pytest.mark.parametrize("column", COLUMNS)
def test_a_place_that_is_none_is_the_beginning_or_the_end_and_breaks_nothing(
    cast: Cast, as_: SignedIn, column: str
) -> None:
    key = cast.document.pk
    for place in (
        "x",
        "~",
        f"~{key}",
        f"{'9' * 40}~{key}",
        f"0001-01-01T00:00:00+23:59~{key}",
        f"{key}~{key}",
        "1~x",
    ):
        assert as_(cast.ada).get(HOME, {"sort": column, "after": place}).status_code == 200, place
        assert as_(cast.ada).get(f"{HOME}search/", {"q": "pump", "after": place}).status_code == 200, place
