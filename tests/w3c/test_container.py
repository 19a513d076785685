"""The container of a project: headers, preferences, pages."""

import time
from typing import Any

import pytest

from annotator.annotations import actions
from annotator.annotations.models import Tag
from annotator.api.w3c import leaves
from tests.api.program import Program, problem
from tests.cast import Cast, capture
from tests.w3c.musts import must
from tests.w3c.speaking import (
    ANNO,
    CONTAINER,
    DESCRIPTIONS,
    HOST,
    IRIS,
    LDP,
    MEDIA_TYPE,
    MINIMAL,
    OURS,
    QUOTES,
    annotation,
    container,
    prefer,
    send,
)

PREFERENCES = {
    "none": {},
    "minimal": prefer(MINIMAL),
    "iris": prefer(IRIS),
    "descriptions": prefer(DESCRIPTIONS),
}


@pytest.fixture
def tags(cast: Cast) -> list[Tag]:
    return [cast.tag(cast.ada, words) for words in QUOTES]


def iris(cast: Cast, tags: list[Tag]) -> list[str]:
    return [f"{container(cast)}{tag.pk}" for tag in tags]


def walk(program: Program, address: str, to: str = "next") -> list[dict[str, Any]]:
    pages = []
    while address:
        pages.append(program.get(address).json())
        address = pages[-1].get(to, "")
    return pages


def ids(pages: list[dict[str, Any]]) -> list[str]:
    return [item if isinstance(item, str) else item["id"] for page in pages for item in page["items"]]


@must("P4 address", "P4.1 methods", "P4.1 media type", "P4.1 etag", "P4.1 vary", "P4.1 link")
@pytest.mark.parametrize("verb", ["get", "head"])
@pytest.mark.parametrize("wish", PREFERENCES)
def test_every_way_of_reading_has_the_headers(
    cast: Cast, dan: Program, tags: list[Tag], verb: str, wish: str
) -> None:
    answer = dan.send(verb, container(cast), **PREFERENCES[wish])
    assert answer.status_code == 200
    assert answer["Content-Type"] == MEDIA_TYPE
    assert answer["Link"] == CONTAINER
    assert answer["ETag"].startswith('"')
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert answer["Accept-Post"].startswith(MEDIA_TYPE)
    assert {"Accept", "Prefer", "Authorization"} <= set(answer["Vary"].split(", "))
    assert bool(answer.content) == (verb == "get")
    assert dan.get(container(cast), if_none_match=answer["ETag"], **PREFERENCES[wish]).status_code == 304


@must("P4.1 methods", "P4.1 link")
def test_options_answers_200_with_the_methods(cast: Cast, dan: Program) -> None:
    answer = dan.send("options", container(cast))
    assert (answer.status_code, answer.content) == (200, b"")
    assert (answer["Allow"], answer["Link"]) == ("GET, POST, HEAD, OPTIONS", CONTAINER)


@must("P4.1 media type")
@pytest.mark.parametrize(
    "accept",
    ["application/ld+json", MEDIA_TYPE, "application/json", "*/*", "application/*",
     "text/turtle, application/ld+json;q=0.5"],
)  # fmt: skip
def test_all_who_read_json_get_the_same(cast: Cast, dan: Program, tags: list[Tag], accept: str) -> None:
    plain, asked = dan.get(container(cast)), dan.get(container(cast), accept=accept)
    assert (asked.status_code, asked["Content-Type"], asked.content) == (200, MEDIA_TYPE, plain.content)


@must("P4.1 link")
def test_errors_have_the_links_too(cast: Cast, dan: Program, eve: Program, ada: Program) -> None:
    from django.test import Client

    path = f"/w3c/{cast.project.slug}/annotations/"
    answers = [
        problem(Client().post(path, b"{}", "application/json"), 401) and Client().post(path, b"{}", "application/json"),
        eve.post(path, {}), dan.post(path, annotation(cast)), ada.post(path, b"{"), ada.post(path, {}),
        ada.post(path, b"x", content_type="text/turtle"), ada.post(path, annotation(cast, "not there")),
        ada.get(path, accept="text/html"), ada.get(path + "?colour=red"), ada.put(path, {}), ada.delete(path),
        ada.patch(path, {}),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [
        401, 404, 403, 400, 400, 415, 422, 406, 400, 405, 405, 405
    ]  # fmt: skip
    for answer in answers:
        assert answer["Link"] == CONTAINER, answer.status_code
        assert answer["Content-Type"] == "application/problem+json"


@must("P4.2 model", "P4.2 content location", "M5.1 collection", "M5.1 first", "M5.1 total")
@pytest.mark.parametrize("wish", PREFERENCES)
def test_it_is_a_collection_of_what_is_live(cast: Cast, dan: Program, tags: list[Tag], wish: str) -> None:
    answer = dan.get(container(cast), **PREFERENCES[wish])
    found = answer.json()
    assert found["@context"] == [ANNO, LDP]
    assert found["type"] == ["BasicContainer", "AnnotationCollection"]
    assert (found["label"], found["total"]) == ("Annotations of Mill Lane", 5)
    assert found["id"] == answer["Content-Location"] == f"{container(cast)}?iris={int(wish == 'iris')}"
    assert found["modified"].endswith("Z")
    assert isinstance(found["first"], str) == (wish in {"none", "minimal"})
    assert found["last"].startswith(found["id"])
    assert ("Preference-Applied" in answer) == (wish != "none")
    named = dan.get(found["id"], **PREFERENCES[wish])
    assert named.content == answer.content


@must("P4.2.1 minimal")
def test_a_minimal_container_holds_no_annotation(cast: Cast, dan: Program, tags: list[Tag]) -> None:
    for wishes in ([MINIMAL], [MINIMAL, IRIS], [MINIMAL, DESCRIPTIONS]):
        answer = dan.get(container(cast), **prefer(*wishes))
        assert all(str(tag.pk) not in answer.content.decode() for tag in tags)
        assert isinstance(answer.json()["first"], str)


@must("P4.2.1 iris", "P4.2.1 kept")
def test_a_container_of_iris(cast: Cast, dan: Program, tags: list[Tag]) -> None:
    found = dan.get(container(cast), **prefer(IRIS)).json()
    assert found["first"]["items"] == iris(cast, tags)[:3]
    assert "@context" not in found["first"]
    pages = [found["first"], *walk(dan, found["first"]["next"])]
    assert ids(pages) == iris(cast, tags)
    assert all(isinstance(item, str) for page in pages for item in page["items"])
    assert all("?iris=1&" in page["id"] for page in pages)


@must("P4.2.1 descriptions", "P4.2.1 kept")
def test_a_container_of_whole_annotations(cast: Cast, dan: Program, tags: list[Tag]) -> None:
    for wishes in ([DESCRIPTIONS], [IRIS, DESCRIPTIONS]):
        found = dan.get(container(cast), **prefer(*wishes)).json()
        pages = [found["first"], *walk(dan, found["first"]["next"])]
        assert [item["id"] for page in pages for item in page["items"]] == iris(cast, tags)
        for page in pages:
            assert "?iris=0&" in page["id"]
            for item in page["items"]:
                assert item == dan.get(item["id"]).json()
                assert item["@context"] == [ANNO, OURS]


def test_who_prefers_nothing_is_led_to_whole_annotations(cast: Cast, dan: Program, tags: list[Tag]) -> None:
    found = dan.get(container(cast)).json()
    assert ids(walk(dan, found["first"])) == iris(cast, tags)
    assert dan.get(found["first"]).json()["items"][0]["type"] == "Annotation"


@pytest.mark.parametrize(
    "header",
    ["return=minimal", "return", "wait=20", 'include="x"', 'return=representation; include="https://example.org/"',
     'return=representation; include=', '"', "=;=", ";;;,,,"],
)  # fmt: skip
def test_other_preferences_change_nothing(cast: Cast, dan: Program, tags: list[Tag], header: str) -> None:
    answer = dan.get(container(cast), prefer=header)
    assert answer.content == dan.get(container(cast)).content
    assert "Preference-Applied" not in answer


def test_a_preference_among_others_is_understood(cast: Cast, dan: Program, tags: list[Tag]) -> None:
    for header in (
        f"wait=1, return=representation; include={IRIS}",
        f'RETURN="representation" ; handling=lenient; include="https://example.org/ {IRIS}", x',
    ):
        assert dan.get(container(cast), prefer=header).json()["first"]["items"] == iris(cast, tags)[:3]


@must("P4.3 page", "P4.3 next", "M5.2 page", "M5.2 next", "P4.2 content location")
@pytest.mark.parametrize("flavour", ["0", "1"])
def test_pages_are_resources_of_their_own(cast: Cast, dan: Program, tags: list[Tag], flavour: str) -> None:
    found = dan.get(f"{container(cast)}?iris={flavour}").json()
    pages = walk(dan, found["first"])
    assert [len(page["items"]) for page in pages] == [3, 2]
    for page in pages:
        answer = dan.get(page["id"])
        assert answer.json() == page
        assert answer["Content-Location"] == page["id"]
        assert (page["@context"], page["type"]) == (ANNO, "AnnotationPage")
        about = {name: found[name] for name in ("id", "total", "modified")}
        assert page["partOf"] == about
        assert isinstance(page["items"], list)
        assert "startIndex" not in page
        assert answer["Content-Type"] == MEDIA_TYPE
        assert dan.get(page["id"], if_none_match=answer["ETag"]).status_code == 304
    assert [("next" in page, "prev" in page) for page in pages] == [(True, False), (False, True)]
    assert pages[0]["id"] == found["first"]
    assert pages[-1]["id"] == found["last"]


@must("P4.3 no post")
def test_nothing_is_posted_to_a_page(cast: Cast, ada: Program, tags: list[Tag]) -> None:
    page = ada.get(container(cast)).json()["first"]
    answer = ada.post(page, annotation(cast))
    problem(answer, 405)
    assert answer["Allow"] == ada.get(page)["Allow"] == "GET, HEAD, OPTIONS"
    assert ada.send("options", page)["Allow"] == "GET, HEAD, OPTIONS"
    assert Tag.objects.count() == len(tags)


@must("P4.3 whole")
def test_a_walk_forth_and_back_sees_each_once(cast: Cast, dan: Program, monkeypatch: Any) -> None:
    document = capture(cast.cleo, cast.project, " ".join(f"word{number}" for number in range(23)))
    every = [cast.tag(cast.ada, f"word{number} ", document=document) for number in range(22)]
    monkeypatch.setattr(leaves, "MOST", 5)
    found = dan.get(container(cast)).json()
    pages = walk(dan, found["first"])
    assert [len(page["items"]) for page in pages] == [5, 5, 5, 5, 2]
    assert ids(pages) == iris(cast, every)
    assert pages[-1]["id"] == found["last"]
    back = walk(dan, found["last"], "prev")
    assert [page["id"] for page in reversed(back)] == [page["id"] for page in pages]


@must("P4.3 whole")
def test_what_comes_or_goes_meanwhile_hides_no_other(cast: Cast, dan: Program, monkeypatch: Any) -> None:
    document = capture(cast.cleo, cast.project, " ".join(f"word{number}" for number in range(23)))
    every = [cast.tag(cast.ada, f"word{number} ", document=document) for number in range(12)]
    monkeypatch.setattr(leaves, "MOST", 4)
    found = dan.get(container(cast)).json()
    first = dan.get(found["first"]).json()
    for tag in (every[0], every[1], every[5]):
        actions.retract(by=cast.ada, tag=tag)
    cast.tag(cast.ada, "word20 ", document=document)
    rest = walk(dan, first["next"])
    assert ids(rest)[:-1] == iris(cast, [*every[4:5], *every[6:]])
    back = walk(dan, rest[-1]["id"], "prev")
    assert sorted(ids(back)) == sorted(set(ids(back)))
    assert set(iris(cast, every)) - set(ids(back)) == set(iris(cast, [every[0], every[1], every[5]]))


@must("M5.1 first", "M5.1 total")
def test_an_empty_container_has_no_pages(cast: Cast, dan: Program) -> None:
    for wish in PREFERENCES.values():
        found = dan.get(container(cast), **wish).json()
        assert (found["total"], "first" in found, "last" in found) == (0, False, False)
    problem(dan.get(f"{container(cast)}?iris=0&page=first"), 404)


def test_a_container_of_two_has_two_pages(cast: Cast, dan: Program) -> None:
    cast.tag(cast.ada, QUOTES[0])
    assert len(walk(dan, dan.get(container(cast)).json()["first"])) == 1
    cast.tag(cast.ada, QUOTES[1])
    assert len(walk(dan, dan.get(container(cast)).json()["first"])) == 2


@pytest.mark.parametrize("query", ["?iris=2", "?iris=", "?page=x", "?page=", "?page=%00", "?page=first&page=first",
                                   "?limit=3", "?page=" + "A" * 400])  # fmt: skip
def test_a_wrong_query_is_named(cast: Cast, dan: Program, query: str) -> None:
    cast.tag(cast.ada, QUOTES[0])
    problem(dan.get(container(cast) + query), 400)


def test_a_project_is_named_by_id_as_well_and_ids_follow(cast: Cast, ada: Program) -> None:
    by_id = f"{HOST}/w3c/{cast.project.pk}/annotations/"
    answer = ada.post(by_id, annotation(cast), content_type=MEDIA_TYPE)
    assert answer["Location"].startswith(by_id)
    assert answer.json()["id"] == answer["Location"]
    assert ada.get(by_id).json()["first"].startswith(by_id)


def test_a_container_says_when_something_in_it_changed(cast: Cast, ada: Program) -> None:
    empty = ada.get(container(cast))
    tag = cast.tag(cast.ada, QUOTES[0])
    one = ada.get(container(cast))
    actions.change(by=cast.ada, tag=tag, note="Later.")
    changed = ada.get(container(cast))
    actions.retract(by=cast.ada, tag=tag)
    gone = ada.get(container(cast))
    times = [answer.json()["modified"] for answer in (empty, one, changed, gone)]
    assert times == sorted(set(times))
    assert len({answer["ETag"] for answer in (empty, one, changed, gone)}) == 4
    assert ada.get(f"/w3c/{cast.project.slug}/annotations/{tag.pk}").status_code == 410


def test_the_slash_is_not_forgotten(cast: Cast, ada: Program) -> None:
    answer = ada.post(f"/w3c/{cast.project.slug}/annotations", annotation(cast))
    assert (answer.status_code, answer["Location"]) == (308, f"/w3c/{cast.project.slug}/annotations/")
    assert send(ada, cast, annotation(cast)).status_code == 201


@pytest.mark.parametrize("header", [
    "return" + " " * 8000 + '"', "\t" * 8000 + '"', "a" * 8000 + '"', "a" + " " * 4000 + "=" + " " * 4000 + "=",
    "a;" * 4000, '",' * 4001, "wait" + " " * 8000 + "x", "wait=" + " " * 8000 + "x", "wait =" * 1300,
])  # fmt: skip
def test_a_header_as_long_as_it_may_be_is_read_in_no_time(cast: Cast, dan: Program, header: str) -> None:
    for path in (container(cast), f"projects/{cast.project.slug}/changes/"):
        assert dan.get(path).status_code == 200
        begun = time.process_time()
        assert dan.get(path, prefer=header).status_code == 200
        assert time.process_time() - begun < 1
