"""Annotations of a project: filters, pages, streams, offsets."""

import json
import threading
from urllib.parse import quote, urlsplit

import pytest

from annotator.annotations.models import Tag
from annotator.api import streams
from annotator.api.serializers.tags import AnnotationOut
from tests.api.program import Program, problem
from tests.cast import Cast
from tests.statements import statements

QUOTES = (
    "the pump stopped",
    "an hour earlier",
    "Someone may have cut the cable.",
    "The board denies",
    "مهندس",
)


@pytest.fixture
def path(cast: Cast) -> str:
    return f"projects/{cast.project.slug}/annotations/"


@pytest.fixture
def tags(cast: Cast) -> list[Tag]:
    return [cast.tag(cast.ada, words) for words in QUOTES]


def walk(program: Program, url: str, to: str = "next") -> list[list[str]]:
    pages = []
    while url:
        parts = urlsplit(url)
        body = program.get(f"{parts.path}?{parts.query}").json()
        pages.append([row["id"] for row in body["results"]])
        url = body[to]
    return pages


def test_a_walk_forth_and_back_sees_each_row_once(
    cast: Cast, dan: Program, path: str, tags: list[Tag]
) -> None:
    keys = [str(tag.pk) for tag in tags]
    pages = walk(dan, f"/api/v1/{path}?limit=2&status=sourced")
    assert pages == [keys[:2], keys[2:4], keys[4:]]
    first = dan.get(path + "?limit=2").json()
    assert first["previous"] is None
    assert first["next"].startswith(f"http://127.0.0.1:8000/api/v1/{path}?limit=2&cursor=")
    last = dan.get(dan.get(first["next"]).json()["next"]).json()
    assert last["next"] is None
    assert walk(dan, last["previous"], "previous") == [keys[2:4], keys[:2]]


def test_a_row_that_comes_or_goes_meanwhile_hides_no_other(
    cast: Cast, dan: Program, path: str, tags: list[Tag]
) -> None:
    first = dan.get(path + "?limit=2").json()
    Tag.objects.filter(pk=tags[0].pk).update(state="retracted")
    cast.tag(cast.ben, QUOTES[0])
    rest = walk(dan, first["next"])
    assert [key for page in rest for key in page][:3] == [str(tag.pk) for tag in tags[2:]]


@pytest.mark.parametrize(
    "query",
    ["?limit=1001", "?limit=0", "?limit=x", "?cursor=x", "?cursor=AAAA", "?cursor=%FF", "?colour=red", "?format=json",
     "?status=true", "?state=live", "?decided=perhaps", "?document=7", "?created_after=soon", "?offsets=utf32",
     "?q=%00", "?limit=9999999999999999999999"],
)  # fmt: skip
def test_a_bad_query_is_named(dan: Program, path: str, query: str) -> None:
    error = problem(dan.get(path + query), 400)["errors"][0]
    assert error["field"] == query[1:].partition("=")[0]


def test_the_filters(cast: Cast, dan: Program, path: str, tags: list[Tag]) -> None:
    mine = cast.tag(cast.ben, "The board denies", "disputed", note="see the log", labels=["pump"])
    early, late = quote("2020-01-01T00:00:00+02:00"), "2100-01-01"
    for query, count in (
        ("analyst=ben", 1), ("analyst=nobody", 0), ("status=disputed", 1), ("label=pump", 1), ("label=x", 0),
        ("q=LOG", 1), ("q=hour", 1), ("decided=false", 6), ("decided=true", 0), ("state=retracted", 0),
        (f"document={cast.document.pk}", 6), (f"document={mine.pk}", 0), (f"created_after={early}", 6),
        (f"created_before={early}", 0), (f"updated_after={late}", 0), ("source=none", 0), ("analyst=ben&q=hour", 0),
    ):  # fmt: skip
        assert len(dan.get(f"{path}?{query}").json()["results"]) == count, query


def test_a_stream_ends_with_its_count(dan: Program, path: str, tags: list[Tag]) -> None:
    answer = dan.get(path, accept="application/x-ndjson")
    assert answer["Content-Type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in b"".join(answer).splitlines()]
    assert rows[:-1] == dan.get(path).json()["results"]
    assert rows[-1] == {"end": True, "count": 5}
    none = dan.get(path + "?analyst=nobody", accept="application/x-ndjson")
    assert json.loads(b"".join(none)) == {"end": True, "count": 0}
    problem(dan.get(path + "?limit=3", accept="application/x-ndjson"), 400)
    problem(dan.get(path, accept="text/csv"), 406)


def test_offsets_in_other_units(dan: Program, path: str, tags: list[Tag], cast: Cast) -> None:
    text = cast.document.text
    for unit, encoding, width in (("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)):
        answer = dan.get(f"{path}?offsets={unit}", accept="application/x-ndjson")
        paged = dan.get(f"{path}?offsets={unit}").json()["results"]
        assert [json.loads(line) for line in b"".join(answer).splitlines()][:-1] == paged
        for one in paged:
            start, end = one["span"][unit]
            assert text.encode(encoding)[start * width : end * width].decode(encoding) == one["span"]["exact"]
    at = f"tags/{tags[4].pk}/"
    assert dan.get(at + "?offsets=utf8").json()["span"]["utf8"][0] > dan.get(at).json()["span"]["start"]
    assert dan.get(at + "?offsets=utf8")["ETag"] == dan.etag(at)


def test_two_streams_at_a_time(dan: Program, path: str, tags: list[Tag]) -> None:
    kind = "application/x-ndjson"
    one, two = dan.get(path, accept=kind), dan.get(path, accept=kind)
    refused = dan.get(path, accept=kind)
    problem(refused, 503)
    assert int(refused["Retry-After"]) > 0
    assert len(list(one)) > 0
    third = dan.get(path, accept=kind)
    assert third.status_code == 200
    assert list(two) == list(third)


def test_the_head_of_a_stream_takes_no_place(dan: Program, path: str, tags: list[Tag]) -> None:
    for _ in range(streams.AT_ONCE + 1):
        answer = dan.send("head", path, accept="application/x-ndjson")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/x-ndjson")
        assert streams._slots._value == streams.AT_ONCE


def test_the_schema_names_every_member_of_an_annotation(dan: Program, path: str, cast: Cast) -> None:
    cast.tag(cast.ada, "The board denies", attribution={"kind": "named", "to": "x"}, evidence=[
        {"stance": "context", "url": "https://log.example/"}])  # fmt: skip
    found = dan.get(path).json()["results"][0]
    assert set(found) == set(AnnotationOut().fields)
    for part in ("document", "span", "attribution"):
        assert set(found[part]) == set(AnnotationOut().fields[part].fields) - {"utf16", "utf8"}
    assert set(found["evidence"][0]) == set(AnnotationOut().fields["evidence"].child.fields)


@pytest.mark.django_db(transaction=True)
def test_a_stream_has_a_connection_of_its_own_and_gives_it_back() -> None:
    from django.db import connection

    from tests.cast import make_cast

    cast = make_cast()
    for words in QUOTES:
        cast.tag(cast.ada, words)
    program = Program(cast.dan)
    path, kind = f"projects/{cast.project.slug}/annotations/", "application/x-ndjson"

    def sessions() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return int(cursor.fetchone()[0])

    before = sessions()
    lines: list[bytes] = []
    answer = program.get(path, accept=kind)
    reader = threading.Thread(target=lambda: lines.extend(answer))
    reader.start()
    reader.join()
    assert len(b"".join(lines).splitlines()) == 6
    gone = program.get(path, accept=kind)
    next(iter(gone))
    gone.close()
    assert sessions() <= before
    taken = [streams._slots.acquire(blocking=False) for _ in range(streams.AT_ONCE)]
    assert all(taken)
    for _ in taken:
        streams._slots.release()


FILTERED = [
    "",
    "&status=sourced",
    "&decided=false",
    "&analyst=ada&source=x",
    "&q=pump or bang -quay",
    "&state=retracted",
]


@pytest.mark.parametrize("filters", FILTERED)
def test_a_page_takes_as_many_statements_whatever_its_size(
    cast: Cast, dan: Program, path: str, tags: list[Tag], filters: str
) -> None:
    dan.get(path)
    sizes = []
    for limit in (1, 2, 1000):
        with statements() as sent:
            assert dan.get(f"{path}?limit={limit}{filters}").status_code == 200
        sizes.append(len(sent))
    asked = 1 if "q=" in filters else 2 if "analyst" in filters else 0  # stems of words; ids of names
    assert sizes == [3 + asked] * 3  # token, project, page
