"""Each write of the API, its answer lost, is sent again: nothing is doubled, nothing revived, no answer differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.test.client import encode_multipart
from django.test.utils import CaptureQueriesContext
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotator.accounts.models import KeptAnswer
from annotator.api import retries
from annotator.api.retries import REPLAYED
from annotator.api.urls import resources
from annotator.lib.refusals import TooLarge
from tests.api.program import Program, place, problem
from tests.cast import Cast

VERBS = ("post", "put", "patch", "delete")
SAID = ("Content-Type", "ETag", "Location")
QUIET = "'last_used_at'"  # of a token: to the minute


@dataclass
class Write:
    """One request; `secret` where its answer is not kept."""

    program: Program
    path: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    secret: bool = False

    def send(self, verb: str, **more: str) -> Any:
        return self.program.send(verb, self.path, self.body, **self.headers, **more)


@dataclass
class World:
    """Ada's project with one of each thing."""

    cast: Cast
    ada: Program
    cleo: Program

    @property
    def project(self) -> str:
        return f"projects/{self.cast.project.slug}/"

    @property
    def document(self) -> str:
        return f"documents/{self.cast.document.pk}/"

    def tag(self, retracted: bool = False) -> str:
        from annotator.annotations import actions

        tag = self.cast.tag(self.cast.ada, "The board denies")
        if retracted:
            actions.retract(by=self.cast.ada, tag=tag)
        return f"tags/{tag.pk}/"

    def decided(self, decide: bool = True) -> str:
        from annotator.review.actions import decide as settle
        from annotator.review.models import ReviewItem

        self.tag()
        self.cast.hand_in(self.cast.ada)
        item = ReviewItem.objects.get()
        if decide:
            settle(by=self.cast.cleo, item=item, status="disputed", reason="Two neighbours heard it.")
        return f"review-items/{item.pk}/"

    def matching(self, program: Program, path: str, body: Any = None, read: str = "") -> Write:
        return Write(program, path, body, {"if_match": program.etag(read or path)})


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast, Program(cast.ada), Program(cast.cleo))


def comment(world: World) -> Write:
    from annotator.annotations import commenting

    tag = world.cast.tag(world.cast.ada, "The board denies")
    made = commenting.comment(by=world.cast.ada, tag=tag, text="Which board?")[0]
    return world.matching(world.ada, f"tags/{tag.pk}/comments/{made.pk}/")


def unassign(world: World) -> Write:
    world.cleo.post(world.project + "assignments/", {"per_document": 1})
    row = world.cleo.get(world.project + "assignments/").json()["results"][0]
    return world.matching(world.cleo, f"{world.project}assignments/{row['id']}/")


def withdrawn(world: World) -> Write:
    world.cleo.delete(world.document, if_match="*")
    return Write(world.cleo, world.document + "restore/")


def handed_in(world: World) -> Write:
    world.tag()
    world.ada.post(world.document + "handin/", {})
    return world.matching(world.ada, world.document + "handin/", read=world.document)


def job(world: World) -> Write:
    made = world.cleo.post(world.project + "releases/", {"title": "One"})
    return Write(world.cleo, f"jobs/{made.json()['id']}/")


def source(world: World) -> Write:
    made = world.cleo.post(world.project + "sources/", {"name": "Quay Radio"})
    return world.matching(world.cleo, f"sources/{made.json()['id']}/", {"reliability": "B"})


def bulk(world: World) -> list[dict[str, Any]]:
    quotes = ("the pump stopped", "an hour earlier")
    return [place(world.cast.document, quote, id=str(uuid4())) for quote in quotes]


def tag_body(world: World, **more: Any) -> dict[str, Any]:
    return place(world.cast.document, "The board denies", **more)


# Every write of the URL table; a new one without its line here fails the guard below.
WRITES: dict[tuple[str, str], Callable[[World], Write]] = {
    ("tokens", "post"): lambda w: Write(w.ada, "me/tokens/", {"name": "x", "scopes": ["read"]}, secret=True),
    ("token", "delete"): lambda w: Write(w.ada, f"me/tokens/{Program(w.cast.ada, ('read',)).token.pk}/"),
    ("projects", "post"): lambda w: Write(w.cleo, "projects/", {"name": "New"}),
    ("project", "patch"): lambda w: w.matching(w.cleo, w.project, {"name": "Mill Lane again"}),
    ("member", "put"): lambda w: Write(w.cleo, w.project + "members/gus/", {"role": "analyst"}, secret=True),
    ("member", "delete"): lambda w: w.matching(w.cleo, w.project + "members/ben/"),
    ("documents", "post"): lambda w: Write(w.ada, w.project + "documents/", {"text": "One more text."}),
    ("imports", "post"): lambda w: Write(
        w.ada,
        w.project + "imports/",
        b'{"text": "One more text."}\n',
        {"content_type": "application/x-ndjson"},
    ),
    ("sources", "post"): lambda w: Write(w.cleo, w.project + "sources/", {"name": "Quay Radio"}),
    ("source", "patch"): source,
    ("assignments", "post"): lambda w: Write(w.cleo, w.project + "assignments/", {"per_document": 1}),
    ("assignment_next", "post"): lambda w: Write(w.ada, w.project + "assignments/next/"),
    ("assignment", "delete"): unassign,
    ("releases", "post"): lambda w: Write(w.cleo, w.project + "releases/", {"title": "One"}),
    ("document", "patch"): lambda w: w.matching(w.cleo, w.document, {"title": "The pump house"}),
    ("document", "delete"): lambda w: w.matching(w.cleo, w.document),
    ("document_restore", "post"): withdrawn,
    ("handin", "post"): lambda w: Write(w.ada, w.document + "handin/", {}),
    ("handin", "delete"): handed_in,
    ("document_tags", "post"): lambda w: Write(w.ada, w.document + "tags/", tag_body(w)),
    ("tags_bulk", "post"): lambda w: Write(w.ada, w.document + "tags/bulk/", bulk(w)),
    ("tag", "put"): lambda w: Write(
        w.ada, f"tags/{uuid4()}/", {**tag_body(w), "document": str(w.cast.document.pk)}
    ),
    ("tag", "patch"): lambda w: w.matching(w.ada, w.tag(), {"status": "disputed"}),
    ("tag", "delete"): lambda w: w.matching(w.ada, w.tag()),
    ("tag_restore", "post"): lambda w: Write(w.ada, w.tag(retracted=True) + "restore/"),
    ("comments", "post"): lambda w: Write(w.ada, w.tag() + "comments/", {"text": "Which board?"}),
    ("comment", "delete"): comment,
    ("decision", "put"): lambda w: _decision(w, {"status": "disputed", "reason": "Two heard it."}, False),
    ("decision", "delete"): lambda w: _decision(w, None, True),
    ("job", "delete"): job,
}
# What the contract makes idempotent without a key.
BY_ITSELF: dict[tuple[str, str], Callable[[World], Write]] = {
    **{
        name: WRITES[name]
        for name in [
            ("tag", "put"), ("tag", "delete"), ("tag_restore", "post"), ("tags_bulk", "post"), ("comment", "delete"),
            ("document", "delete"), ("document_restore", "post"), ("job", "delete"), ("handin", "post"),
        ]
    },
    ("document_tags", "post"): lambda w: Write(w.ada, w.document + "tags/", tag_body(w, id=str(uuid4()))),
    ("comments", "post"): lambda w: Write(
        w.ada, w.tag() + "comments/", {"text": "Which board?", "id": str(uuid4())}
    ),
}  # fmt: skip


def _decision(world: World, body: Any, decided: bool) -> Write:
    item = world.decided(decided)
    return world.matching(world.cleo, item + "decision/", body, read=item)


def written() -> Iterator[tuple[str, str]]:
    for pattern in resources:
        view = pattern.callback.view_class  # type: ignore[union-attr]
        yield from ((str(pattern.name), verb) for verb in VERBS if hasattr(view, verb))


def contents() -> dict[str, Any]:
    """All rows of all tables, as one hash a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(
                f"SELECT count(*), md5(string_agg((to_jsonb(t) - {QUIET})::text, ' ' ORDER BY t::text)) FROM {name} t"
            )
            found[name] = cursor.fetchone()
    return found


def said(answer: Any) -> Any:
    return answer.status_code, answer.content, [answer.headers.get(name) for name in SAID]


def test_every_write_of_the_url_table_is_sent_twice_here() -> None:
    assert sorted(written()) == sorted(WRITES)


@pytest.mark.parametrize(("name", "verb"), sorted(WRITES))
def test_a_write_sent_again_under_its_key_is_done_once(world: World, name: str, verb: str) -> None:
    write = WRITES[name, verb](world)
    before, key = contents(), str(uuid4())
    first = write.send(verb, idempotency_key=key)
    assert first.status_code < 300, first.content
    done = contents()
    assert {table for table in done if done[table] != before[table]} > {"accounts_keptanswer"}
    for _ in range(2):
        again = write.send(verb, idempotency_key=key)
        if write.secret:
            assert problem(again, 409, "secret_not_kept")["errors"][0]["location"] == first["Location"]
        else:
            assert said(again) == said(first)
            assert again[REPLAYED] == "true"
        assert contents() == done
    other = Write(write.program, write.path, [{"other": 1}], write.headers)
    if verb != "delete":
        problem(other.send(verb, idempotency_key=key), 409, "key_used")
        assert contents() == done


@pytest.mark.parametrize(("name", "verb"), sorted(BY_ITSELF))
def test_what_is_idempotent_by_itself_needs_no_key(world: World, name: str, verb: str) -> None:
    write = BY_ITSELF[name, verb](world)
    first = write.send(verb)
    assert first.status_code < 300, first.content
    done = contents()
    again = write.send(verb)
    assert said(again) == said(first)
    assert contents() == done
    assert REPLAYED not in again.headers


def test_without_a_key_no_statement_is_added(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert Write(world.ada, world.document + "tags/", tag_body(world)).send("post").status_code == 201
    assert not [one["sql"] for one in asked.captured_queries if "kept" in one["sql"]]


def test_a_repeat_revives_nothing(world: World) -> None:
    write = WRITES["tag", "put"](world)
    first = write.send("put", idempotency_key="k")
    assert world.ada.delete(write.path, if_match=first["ETag"]).status_code == 204
    assert said(write.send("put", idempotency_key="k")) == said(first)
    assert world.ada.get(write.path).json()["state"] == "retracted"
    assert (
        write.send("put").json()["state"] == "retracted"
    )  # as it is now, where no key asks for the first answer


def test_a_key_is_looked_up_before_if_match(world: World) -> None:
    path = world.tag()
    stale = world.ada.etag(path)
    first = world.ada.patch(path, {"status": "disputed"}, if_match=stale, idempotency_key="k")
    assert world.ada.patch(path, {"note": "later"}, if_match=first["ETag"]).status_code == 200
    for match in ({"if_match": stale}, {"if_match": '"other"'}, {}):
        again = world.ada.patch(path, {"status": "disputed"}, idempotency_key="k", **match)
        assert said(again) == said(first)
    problem(world.ada.patch(path, {"status": "disputed"}, if_match=stale, idempotency_key="new"), 412)


def test_a_key_belongs_to_one_person_and_one_address(world: World) -> None:
    path, body = world.tag() + "comments/", {"text": "Which board?"}
    assert world.ada.post(path, body, idempotency_key="k").status_code == 201
    assert REPLAYED not in Program(world.cast.ben).post(path, body, idempotency_key="k").headers
    other = world.ada.post(
        world.document + "tags/", place(world.cast.document, "an hour earlier"), idempotency_key="k"
    )
    assert REPLAYED not in other.headers
    again = Program(world.cast.ada).post(path, body, idempotency_key="k")  # another token of hers
    assert again[REPLAYED] == "true"


def test_query_and_media_type_are_part_of_the_request(world: World) -> None:
    write = handed_in(world)
    assert write.send("delete", idempotency_key="k").status_code == 200
    problem(world.ada.delete(write.path + "?for=ada", idempotency_key="k"), 409, "key_used")


@pytest.mark.parametrize(("status", "match", "body"), [
    (412, {"if_match": '"old"'}, {"status": "disputed"}), (422, {"if_match": "*"}, {"status": "true"}),
])  # fmt: skip
def test_a_refusal_is_the_first_answer_too(
    world: World, status: int, match: dict[str, str], body: dict[str, str]
) -> None:
    path = world.tag()
    first = world.ada.patch(path, body, idempotency_key="k", **match)
    problem(first, status)
    again = world.ada.patch(path, body, idempotency_key="k", if_match="*")
    assert (again.content, again[REPLAYED]) == (first.content, "true")
    assert world.ada.get(path).json()["version"] == 1


def test_what_was_refused_stays_refused_when_its_reason_has_gone(world: World) -> None:
    standing, body = world.tag(), tag_body(world)
    first = world.ada.post(world.document + "tags/", body, idempotency_key="k")
    problem(first, 409, "place_taken")
    world.ada.delete(standing, if_match="*")
    assert world.ada.post(world.document + "tags/", body, idempotency_key="k").content == first.content
    assert world.ada.post(world.document + "tags/", body, idempotency_key="new").status_code == 201


def test_a_refusal_that_says_nothing_of_the_work_takes_no_key(world: World) -> None:
    path = world.tag()
    problem(world.ada.patch(path, {"status": "disputed"}, idempotency_key="k"), 428)
    problem(world.ada.patch(path, {"colour": "red"}, if_match="*", idempotency_key="k"), 400)
    problem(world.ada.patch(path, b"{", if_match="*", idempotency_key="k"), 400)
    problem(world.ada.patch(path, b"<a/>", if_match="*", idempotency_key="k", content_type="text/xml"), 415)
    problem(
        Program(world.cast.ben).patch(path, {"status": "disputed"}, if_match="*", idempotency_key="k"), 403
    )
    problem(world.ada.patch(f"tags/{uuid4()}/", {}, if_match="*", idempotency_key="k"), 404)
    assert not KeptAnswer.objects.exists()
    done = world.ada.patch(path, {"status": "disputed"}, if_match="*", idempotency_key="k")
    assert (done.status_code, REPLAYED in done.headers) == (200, False)


@pytest.mark.parametrize("key", ["", " ", "a\tb", "a\x7f", "k" * 256])
def test_what_can_be_no_key_is_a_400(world: World, key: str) -> None:
    before = contents()
    refused = world.ada.post(world.document + "tags/", tag_body(world), idempotency_key=key)
    assert problem(refused, 400, "key")["errors"][0]["field"] == "Idempotency-Key"
    assert contents() == before
    assert (
        world.ada.post(world.document + "tags/", tag_body(world), idempotency_key="k" * 255).status_code
        == 201
    )


def test_an_answer_is_not_for_who_may_no_longer_see_what_it_is_about(world: World) -> None:
    path, body = world.document + "tags/", tag_body(world)
    assert world.ada.post(path, body, idempotency_key="k").status_code == 201
    problem(Program(world.cast.ada, ("read",)).post(path, body, idempotency_key="k"), 403)
    problem(Program(world.cast.ada, project=uuid4()).post(path, body, idempotency_key="k"), 404)
    made = world.cleo.post("projects/", {"name": "New"}, idempotency_key="k")
    world.cleo.put(f"projects/{made.json()['id']}/members/eve/", {"role": "supervisor"})
    Program(world.cast.eve).delete(f"projects/{made.json()['id']}/members/cleo/", if_match="*")
    problem(world.cleo.post("projects/", {"name": "New"}, idempotency_key="k"), 404)
    world.cleo.delete(world.project + "members/ada/", if_match="*")
    problem(world.ada.post(path, body, idempotency_key="k"), 404)


def test_a_refusal_is_not_for_who_may_no_longer_see_what_it_is_about(world: World) -> None:
    """The sentence that stands in the text is told with a refused quote."""
    made, wrong = f"tags/{uuid4()}/", {**tag_body(world), "exact": "The board knows"}
    asked: list[Write] = [
        Write(world.ada, world.document + "tags/", wrong),
        Write(world.ada, made, {**wrong, "document": str(world.cast.document.pk)}),
    ]
    limited = Program(world.cast.ada, project=uuid4())
    for write, verb in zip(asked, ("post", "put"), strict=True):
        first = write.send(verb, idempotency_key="k")
        assert problem(first, 422, "quote")["errors"][0]["accepted"]["exact"] == "The board denies"
        again = write.send(verb, idempotency_key="k")
        assert (again.content, again[REPLAYED]) == (first.content, "true")
        problem(limited.send(verb, write.path, write.body, idempotency_key="k"), 404)
    world.cleo.delete(world.project + "members/ada/", if_match="*")
    for write, verb in zip(asked, ("post", "put"), strict=True):
        problem(write.send(verb, idempotency_key="k"), 404)


def test_where_a_secret_was_is_not_for_who_may_no_longer_see_it(world: World) -> None:
    write = WRITES["member", "put"](world)
    assert write.send("put", idempotency_key="k").status_code == 201
    limited = Program(world.cast.cleo, project=uuid4())
    problem(limited.put(write.path, write.body, idempotency_key="k"), 404)


def test_a_refusal_by_one_token_bars_no_other(world: World) -> None:
    path, body = world.document + "tags/", tag_body(world)
    problem(Program(world.cast.ada, project=uuid4()).post(path, body, idempotency_key="k"), 404)
    assert world.ada.post(path, body, idempotency_key="k").status_code == 201


def test_a_gone_thing_is_still_gone_at_a_repeat(world: World) -> None:
    """What was removed can not be looked up: the answer without a body is given to its sender all the same."""
    write = unassign(world)
    for _ in range(2):
        assert write.send("delete", idempotency_key="k").status_code == 204
    problem(write.send("delete", idempotency_key="new"), 404)


def test_a_session_has_keys_too(world: World) -> None:
    from django.test import Client

    browser = Client()
    browser.force_login(world.cast.ada, backend="annotator.accounts.sessions.Backend")
    sent = [
        browser.post(f"/api/v1/{world.document}tags/", tag_body(world), content_type="application/json",
                     headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]  # fmt: skip
    assert said(sent[0]) == said(sent[1])
    assert sent[1][REPLAYED] == "true"


def test_a_body_larger_than_memory_is_laid_by_and_read_whole(world: World) -> None:
    text = "The pump stopped again. " * 60_000
    path, body = world.project + "documents/", {"text": text, "language": "en"}
    first = world.ada.post(path, body, idempotency_key="k")
    assert (first.status_code, first.json()["length"]) == (201, len(text.strip()) + 1)
    assert said(world.ada.post(path, body, idempotency_key="k")) == said(first)


@pytest.mark.parametrize(("length", "status"), [(2000, 400), (2001, 413)])
def test_no_more_of_a_body_is_laid_by_than_a_request_may_have(
    world: World, settings: Any, length: int, status: int
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    path, body = world.project + "documents/", b" " * length
    problem(world.ada.post(path, body, idempotency_key="k"), status)
    problem(
        world.ada.post(path, body, idempotency_key="k", content_type="text/xml"),
        415 if length == 2000 else 413,
    )
    settings.MAX_IMPORT_BYTES = 2500
    lines = {"content_type": "application/x-ndjson"}
    row = b'{"text": "One more text."}\n'.ljust(length, b"\n")
    assert world.ada.post(world.project + "imports/", row, idempotency_key="k", **lines).status_code == 202
    problem(world.ada.post(world.project + "imports/", row.ljust(2501), idempotency_key="l", **lines), 413)


@pytest.mark.parametrize("size", [100_000, 10_000_000])
def test_what_is_too_large_is_not_read_to_its_end(size: int) -> None:
    request = Request(RequestFactory().post("/", b"x" * size, "application/json"))
    with pytest.raises(TooLarge):
        retries._digest(request, largest=99_999)
    assert request.stream is not None
    assert len(request.stream.read()) == max(0, size - 2 * retries.BLOCK)


def test_answers_are_kept_for_thirty_days(world: World) -> None:
    from annotator.jobs.tasks import forget_answers

    path = world.tag() + "comments/"
    for key, days in (("old", 31), ("young", 29)):
        assert world.ada.post(path, {"text": key}, idempotency_key=key).status_code == 201
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE accounts_keptanswer SET at = at - %s * interval '1 day' WHERE key = %s", (days, key)
            )
    forget_answers()
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["young"]


@pytest.mark.parametrize(
    ("name", "content", "same"), [("a.txt", b"one", True), ("a.txt", b"two", False), ("b.txt", b"one", False)]
)
def test_a_form_is_known_by_its_files_whatever_its_boundary(name: str, content: bytes, same: bool) -> None:
    def sent(boundary: str, name: str, content: bytes) -> Request:
        files = {
            "files": [SimpleUploadedFile(name, content), SimpleUploadedFile("last.txt", b"last")],
            "title": "x",
        }
        kind = f"multipart/form-data; boundary={boundary}"
        django = RequestFactory().post("/", encode_multipart(boundary, files), kind)
        return Request(django, parsers=[MultiPartParser()])

    first, again = sent("one", "a.txt", b"one"), sent("two", name, content)
    assert (retries._digest(first, 0) == retries._digest(again, 0)) == same
    assert [file.read() for file in again.FILES.getlist("files")] == [content, b"last"]
