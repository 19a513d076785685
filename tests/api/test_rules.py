"""The rules of the protocol, each walked over every operation that the table of addresses has.

A new operation is walked too; where it may differ it is named in one of the sets below, with the reason.
"""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from annotator.api import examples
from tests.api.contract import VERBS, Known, body_of, described, operations, routes, schema
from tests.api.prepared import Prepared, undone
from tests.api.program import Program, problem
from tests.api.test_examples import real, send, tagged

# A PUT that may also create, and what holds no one's work: a token and a job are only ended.
IF_MATCH_SPARED = {"tag_put", "member_set", "token_revoke", "job_cancel"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
NDJSON = "application/x-ndjson"


def asker(prepared: Prepared, known: Known) -> tuple[Program, str, Any]:
    """Who sends the example of an operation, where to, and its body."""
    example = examples.REQUESTS[known.name]
    body = example.body if example.body is None else json.loads(real(prepared, json.dumps(example.body)))
    return prepared.programs[example.by], real(prepared, examples.address(known.path, known.name)), body


def bare(address: str) -> str:
    return address.partition("?")[0]


def reads() -> list[Known]:
    return [known for known in operations().values() if known.verb == "get"]


def is_page(known: Known) -> bool:
    content = described(known.name)["responses"]["200"].get("content", {})
    shape = content.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
    return "results" in schema()["components"]["schemas"].get(shape, {}).get("properties", {})


def media_of(known: Known) -> list[str]:
    return list(described(known.name)["responses"]["200"].get("content", {}))


def test_every_single_resource_has_an_etag_and_is_not_sent_twice(prepared: Prepared) -> None:
    for known in reads():
        program, address, _ = asker(prepared, known)
        answer = program.get(address)
        assert answer.status_code == 200, (known.name, body_of(answer))
        if is_page(known):
            continue
        etag = answer["ETag"]
        assert re.fullmatch(r'"[^"]+"', etag), (known.name, "a strong one")
        for given in (etag, f'"other", {etag}', f"W/{etag}", "*"):
            again = program.get(address, if_none_match=given)
            assert (again.status_code, body_of(again), again["ETag"]) == (304, b"", etag), known.name
        assert program.get(address, if_none_match='"other"').status_code == 200, known.name


def test_head_is_a_get_without_its_body(prepared: Prepared) -> None:
    for known in reads():
        program, address, _ = asker(prepared, known)
        whole, head = program.get(address), program.send("head", address)
        assert (head.status_code, body_of(head)) == (200, b""), known.name
        for header in ("Content-Type", "ETag", "Cache-Control", "Vary"):
            assert head.headers.get(header) == whole.headers.get(header), (known.name, header)


def test_what_an_address_has_not_is_405_and_says_what_it_has(prepared: Prepared) -> None:
    for path, view in routes():
        has = {verb for verb in VERBS if hasattr(view, verb)}
        allowed = {verb.upper() for verb in has} | {"OPTIONS"} | ({"HEAD"} if "get" in has else set())
        address = path.format(**prepared.keys)
        for verb in set(VERBS) - has:
            answer = prepared.programs["cleo"].send(verb, address)
            problem(answer, 405)
            assert set(answer["Allow"].split(", ")) == allowed, (verb, path)
        asked = prepared.programs["cleo"].send("options", address)
        assert (asked.status_code, asked.content, "Content-Type" in asked) == (204, b"", False), path
        assert set(asked["Allow"].split(", ")) == allowed, path


def test_a_change_needs_the_etag_that_stands(prepared: Prepared) -> None:
    for known in operations().values():
        if known.verb not in {"put", "patch", "delete"} or known.name in IF_MATCH_SPARED:
            continue
        assert known.declared.if_match.required, known.name
        program, address, body = asker(prepared, known)
        with undone():
            if before := examples.REQUESTS[known.name].after:
                assert send(prepared, before).status_code < 300
            problem(program.send(known.verb, address, body), 428)
            problem(program.send(known.verb, address, body, if_match='"old"'), 412)
            etag = program.etag(tagged(address))
            problem(program.send(known.verb, address, body, if_match=f"W/{etag}"), 412)
            assert program.send(known.verb, address, body, if_match=etag).status_code < 300, known.name


def test_what_may_be_conditional_is_judged_where_it_is(prepared: Prepared) -> None:
    for known in operations().values():
        declared = known.declared.if_match
        if declared and not declared.required and known.name not in {"tag_put", "member_set"}:
            program, address, body = asker(prepared, known)
            with undone():
                if before := examples.REQUESTS[known.name].after:
                    assert send(prepared, before).status_code < 300
                problem(program.send(known.verb, address, body, if_match='"old"'), 412)


def test_a_query_parameter_that_is_unknown_or_doubled_is_named(prepared: Prepared) -> None:
    for known in operations().values():
        program, address, body = asker(prepared, known)
        error = problem(
            program.send(known.verb, bare(address) + "?colour=red", body, if_match="*"), 400, "unknown"
        )
        assert error["errors"][0]["field"] == "colour", known.name
        for name in known.declared.query().fields if known.declared.query else ():
            answer = program.send(known.verb, f"{bare(address)}?{name}=1&{name}=2", body, if_match="*")
            assert problem(answer, 400, "doubled")["errors"][0]["field"] == name, known.name


def test_a_page_has_at_most_1000_rows_and_a_cursor_of_ours(prepared: Prepared) -> None:
    pages = [known for known in reads() if is_page(known)]
    assert len(pages) > 8
    for known in pages:
        program, address, _ = asker(prepared, known)
        assert program.get(bare(address) + "?limit=1000").status_code == 200, known.name
        for query, name in (
            ("limit=1001", "limit"),
            ("limit=0", "limit"),
            ("limit=-1", "limit"),
            ("limit=x", "limit"),
        ):
            assert problem(program.get(f"{bare(address)}?{query}"), 400)["errors"][0]["field"] == name, (
                known.name
            )


def test_a_filter_refuses_what_it_does_not_know(prepared: Prepared) -> None:
    """Every parameter but free words: `?name=\\0` is nothing that any of them knows."""
    for known in reads():
        for name in known.declared.query().fields if known.declared.query else ():
            program, address, _ = asker(prepared, known)
            answer = program.get(f"{bare(address)}?{name}=%00")
            assert problem(answer, 400)["errors"][0]["field"] == name, (known.name, name)


def bodies() -> Iterator[Known]:
    yield from (known for known in operations().values() if known.declared.body)


def test_a_field_that_is_unknown_is_named(prepared: Prepared) -> None:
    for known in bodies():
        program, address, body = asker(prepared, known)
        wrong = [{**body[0], "colour": 1}] if isinstance(body, list) else {**(body or {}), "colour": 1}
        error = problem(program.send(known.verb, address, wrong, if_match="*"), 400, "unknown")
        assert error["errors"][0]["field"] == "colour", known.name


def test_a_field_of_a_part_is_named_with_its_way(prepared: Prepared) -> None:
    parts = {
        "attribution": {"kind": "none", "colour": 1},
        "facts": [{"kind": "date"}, {"kind": "date", "colour": 1}],
        "evidence": [{"stance": "supports", "url": "https://example.org/", "colour": 1}],
    }
    ways = ["attribution.colour", "evidence.0.colour", "facts.1.colour"]
    for name in ("tag_create", "tags_create", "tag_put", "tag_change"):
        program, address, body = asker(prepared, operations()[name])
        wrong = [{**body[0], **parts}] if isinstance(body, list) else {**body, **parts}
        sent = program.send(operations()[name].verb, address, wrong, if_match="*")
        assert [error["field"] for error in problem(sent, 400, "unknown")["errors"]] == ways, name


def test_what_takes_no_body_takes_none(prepared: Prepared) -> None:
    bare = [known for known in operations().values() if known.verb != "get" and known not in bodies()]
    bare = [known for known in bare if known.name != "import_create"]
    assert len(bare) >= 8
    for known in bare:
        program, address, _ = asker(prepared, known)
        error = problem(program.send(known.verb, address, {"colour": 1}, if_match="*"), 400, "unknown")
        assert error["errors"][0]["field"] == "colour", known.name
        for odd in (b"{", b"7"):
            problem(program.send(known.verb, address, odd, if_match="*"), 400)
        with undone():
            if before := examples.REQUESTS[known.name].after:
                assert send(prepared, before).status_code < 300
            assert program.send(known.verb, address, b"{}", if_match="*").status_code < 300, known.name


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"content_type": "text/plain"}, 415),
        (b"{}", {"content_type": "application/x-www-form-urlencoded"}, 415),
        (b"{}", {"transfer_encoding": "chunked", "content_length": ""}, 411),
        (b"{", {}, 400),
        (b"7", {}, 400),
        (b'{"a":NaN}', {}, 400),
        (b"{}", {"accept": "text/csv"}, 406),
    ],
)
def test_a_body_that_can_not_be_read_is_a_problem(
    prepared: Prepared, body: bytes, headers: dict[str, str], status: int
) -> None:
    for known in bodies():
        program, address, _ = asker(prepared, known)
        problem(program.send(known.verb, address, body, if_match="*", **headers), status)


def test_what_is_refused_before_any_view_is_a_problem_too(prepared: Prepared) -> None:
    problem(prepared.programs["ada"].get("me/", host="other.example"), 400, "bad_request")


def test_no_other_media_type_is_made_up(prepared: Prepared) -> None:
    for known in reads():
        program, address, _ = asker(prepared, known)
        if "*/*" not in media_of(known):
            problem(program.get(address, accept="image/png"), 406)


def test_a_stream_has_a_last_line_that_counts(prepared: Prepared) -> None:
    streaming = [known for known in reads() if NDJSON in media_of(known)]
    assert {known.name for known in streaming} >= {"annotations", "documents", "review_items", "tags"}
    for known in streaming:
        program, address, _ = asker(prepared, known)
        answer = program.get(bare(address), accept=NDJSON)
        *rows, end = body_of(answer).splitlines()
        assert json.loads(end) == {"end": True, "count": len(rows)}, known.name
        assert [json.loads(row) for row in rows] == program.get(bare(address)).json()["results"], known.name
        problem(program.get(bare(address) + "?limit=5", accept=NDJSON), 400, "unknown")
    for known in operations().values():
        if known.verb == "post":
            program, address, body = asker(prepared, known)
            problem(program.post(address, body, accept=NDJSON), 406)


def test_an_id_that_is_none_is_not_found(prepared: Prepared) -> None:
    for known in operations().values():
        body = {} if known.declared.body else None
        for name in re.findall(r"{(\w+)}", known.path):
            for odd in ("7", "%00", str(uuid.UUID(int=7))):
                address = known.path.format(**{**prepared.keys, name: odd})
                answer = prepared.programs["cleo"].send(known.verb, address, body, if_match="*")
                makes_it = (known.name, name) in {("tag_put", "tag"), ("member_set", "username")}
                assert answer.status_code in {404, *({422} if makes_it else ())}, (known.name, name, odd)


def test_an_address_has_its_final_slash_and_files_have_none(prepared: Prepared) -> None:
    for path, view in routes():
        address = path.format(**prepared.keys)
        verb = next(verb for verb in VERBS if hasattr(view, verb))
        program = prepared.programs["cleo"]
        if not path.endswith("/"):
            problem(program.send(verb, address + "/"), 404)
            continue
        sent_on = program.send(verb, address[:-1], {} if verb == "post" else None)
        assert (sent_on.status_code, sent_on["Location"]) == (308, address), path


def values(found: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from values(value, key)
    elif isinstance(found, list):
        for value in found:
            yield from values(value, name)
    else:
        yield name, found


@pytest.mark.parametrize("name", list(examples.REQUESTS))
def test_times_are_utc_with_z_and_ids_are_of_version_7(prepared: Prepared, name: str) -> None:
    answer = send(prepared, name)
    if answer.get("Content-Type") != "application/json":
        return
    for key, value in values(json.loads(body_of(answer))):
        if isinstance(value, str) and (key in {"at", "since"} or key.endswith("_at")):
            assert TIME.fullmatch(value), (key, value)
        if isinstance(value, str) and key == "id" and name != "tag_put":
            assert uuid.UUID(value).version == 7, (key, value)
