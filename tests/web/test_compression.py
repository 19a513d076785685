"""Answers are compressed for who takes that, and strong ETags stay true."""

import gzip
import json
import zlib
from typing import Any

import pytest
from backports import zstd
from django.test import Client

from annotator.web.compression import SMALL, accepted
from tests.api.program import Program, place
from tests.cast import PASSWORD, Cast

QUOTES = ("the pump stopped", "an hour earlier", "Someone may have cut the cable.", "The board denies")
UNPACK = {"gzip": gzip.decompress, "zstd": zstd.decompress}


@pytest.fixture
def dan(cast: Cast) -> Program:
    for quote in QUOTES:
        cast.tag(cast.ada, quote)
    return Program(cast.dan)


def annotations(cast: Cast) -> str:
    return f"projects/{cast.project.slug}/annotations/"


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip", "gzip"), ("gzip, deflate, br", "gzip"), ("gzip, deflate, br, zstd", "zstd"), ("*", "zstd"),
        ("zstd;q=0.5, gzip", "gzip"), ("GZIP;q=1.0", "gzip"), ("gzip;q=0", None), ("identity", None), ("br", None),
        ("", None), ("gzip;q=x", None), (";;,,", None),
    ],
)  # fmt: skip
def test_the_client_says_what_it_takes(header: str, encoding: str | None) -> None:
    assert accepted(header, ["zstd", "gzip"]) == encoding


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson"])
def test_lists_and_streams_are_the_same_but_smaller(
    cast: Cast, dan: Program, encoding: str, accept: str
) -> None:
    plain, packed = (
        dan.get(annotations(cast), accept=accept, accept_encoding=given) for given in ("identity", encoding)
    )
    whole, sent = plain.getvalue(), packed.getvalue()
    assert UNPACK[encoding](sent) == whole
    assert len(sent) < len(whole) / 2
    assert packed["Content-Encoding"] == encoding
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer["Vary"]
        assert "Authorization" in answer["Vary"]
    assert packed.get("Content-Length", str(len(sent))) == str(len(sent))


def test_without_the_header_nothing_is_compressed(cast: Cast, dan: Program) -> None:
    answer = dan.get(annotations(cast))
    assert "Content-Encoding" not in answer.headers
    assert len(answer.json()["results"]) == len(QUOTES)


def test_each_piece_of_a_stream_can_be_read_when_it_comes(cast: Cast, dan: Program) -> None:
    answer = dan.get(annotations(cast), accept="application/x-ndjson", accept_encoding="gzip")
    unpack, seen = zlib.decompressobj(wbits=31), []
    for piece in answer:
        seen.append(unpack.decompress(piece))
    assert seen[0].endswith(b"\n")
    assert json.loads(b"".join(seen).splitlines()[-1]) == {"end": True, "count": len(QUOTES)}
    assert unpack.eof


def test_a_cut_stream_is_seen_as_cut(cast: Cast, dan: Program) -> None:
    answer = dan.get(annotations(cast), accept="application/x-ndjson", accept_encoding="gzip")
    first = next(iter(answer))
    answer.close()
    unpack = zlib.decompressobj(wbits=31)
    unpack.decompress(first)
    assert not unpack.eof


def test_a_single_resource_keeps_its_strong_etag_for_if_match(cast: Cast) -> None:
    ada = Program(cast.ada)
    made = ada.post(
        f"documents/{cast.document.pk}/tags/", place(cast.document, "The board denies", note="x" * 2 * SMALL)
    )
    path = f"tags/{made.json()['id']}/"
    answer = ada.get(path, accept_encoding="gzip, zstd")
    assert "Content-Encoding" not in answer.headers
    assert not answer["ETag"].startswith("W/")
    assert ada.patch(path, {"note": "y"}, if_match=answer["ETag"]).status_code == 200


def test_texts_and_files_stay_the_bytes_that_their_hash_names(cast: Cast, dan: Program) -> None:
    for name in ("text", "original"):
        answer = dan.get(f"documents/{cast.document.pk}/{name}", accept_encoding="gzip")
        assert "Content-Encoding" not in answer.headers


def test_what_is_small_or_secret_is_left_as_it_is(cast: Cast) -> None:
    program = Program(cast.cleo)
    small = program.get("me/", accept_encoding="gzip")
    secret = program.post("me/tokens/", {"name": "x" * 100, "scopes": ["read"]}, accept_encoding="gzip")
    for answer in (small, secret):
        assert "Content-Encoding" not in answer.headers


@pytest.fixture
def browser(cast: Cast) -> Client:
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    client = Client(headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    client.force_login(cast.ada, backend="annotator.accounts.sessions.Backend")
    return client


def test_a_page_is_compressed_to_a_length_that_tells_less(cast: Cast, browser: Client) -> None:
    answers: list[Any] = [browser.get(f"/documents/{cast.document.pk}/") for _ in range(8)]
    for answer in answers:
        assert answer["Content-Encoding"] == "gzip"
        assert b"data-document" in gzip.decompress(answer.content)
    names = {answer.content[10:110].partition(b"\0")[0] for answer in answers}
    assert len({len(name) for name in names}) > 1


def test_a_page_that_shows_a_secret_is_not(cast: Cast, browser: Client) -> None:
    page = browser.post("/tokens/", {"name": "x", "scopes": ["read"]})
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert "Content-Encoding" not in page.headers
