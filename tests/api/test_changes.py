"""The changes feed by example; `test_changes_walks.py` has whatever may happen, `tests/journey` many writers."""

import threading
import time
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.annotations import actions, commenting
from annotator.audit import cursor, history
from annotator.audit.models import Event, Veil
from annotator.documents import actions as documents
from annotator.documents import sources
from annotator.jobs import actions as jobs
from annotator.jobs import tasks
from annotator.lib.refusals import Conflict
from annotator.review import actions as review
from annotator.review import assigning
from annotator.review.models import ReviewItem
from tests.api.mirror import Mirror, same
from tests.api.program import Program, problem
from tests.at_once import overlapping
from tests.cast import Cast, fresh, make_cast

PUMP, BANG, CABLE = "the pump stopped at 04:20", "Two neighbours heard a bang", "cut the cable"


@pytest.fixture
def blind(cast: Cast) -> Cast:
    """A blind project that wants two coders, with a document captured since."""
    assigning.change_project(by=cast.cleo, project=cast.project, blind=True, coders_per_document=2)
    cast.project.refresh_from_db()
    cast.document = cast.text("Night shift")
    return cast


def mirror(program: Program, cast: Cast) -> Mirror:
    return Mirror(program, cast.project.slug)


def member(cast: Cast, name: str, role: str = "analyst") -> None:
    project = type(cast.project).objects.get(pk=cast.project.pk)
    assigning.set_member(by=cast.cleo, project=project, username=name, role=role)


def told(mirror: Mirror, key: object) -> list[str]:
    """The ops of one object, in the order in which they came."""
    return [change["op"] for change in mirror.changes if change["id"] == str(key)]


def test_every_change_of_a_tag_comes_in_order_with_the_tag_as_it_stands(cast: Cast, dan: Program) -> None:
    tag = cast.tag(cast.ada, PUMP)
    actions.change(by=cast.ada, tag=tag, note="as the log has it")
    actions.retract(by=cast.ada, tag=tag)
    actions.restore(by=cast.ada, tag=tag)
    cast.hand_in(cast.ada)
    review.decide(by=cast.cleo, item=ReviewItem.objects.get(), accept=tag)
    found = mirror(dan, cast).pull()
    assert told(found, tag.pk) == ["created", "updated", "retracted", "restored", "updated"]
    last = found.changes[-1]
    assert last["data"] == dan.get(f"tags/{tag.pk}/").json() or last["kind"] == "document"
    assert {change["by"] for change in found.changes if change["id"] == str(tag.pk)} == {"ada", "cleo"}
    assert told(found, ReviewItem.objects.get().pk) == ["created", "decided"]
    same(found, dan)


def test_of_a_retracted_tag_the_creation_is_told_and_then_the_tombstone(cast: Cast, dan: Program) -> None:
    tag = cast.tag(cast.ada, PUMP)
    actions.retract(by=cast.ada, tag=tag)
    changes = [change for change in mirror(dan, cast).pull().changes if change["kind"] == "tag"]
    assert [(change["op"], change["data"].get("state")) for change in changes] == [
        ("created", "retracted"), ("retracted", None),
    ]  # fmt: skip


def test_what_is_retracted_while_a_reader_may_not_know_goes_though_he_returns(
    blind: Cast, ada: Program
) -> None:
    """He reads of neither until he may know again: nothing that he finds then hides that the tag went."""
    member(blind, "ada", "supervisor")
    his, found = blind.tag(blind.ben, BANG), mirror(ada, blind).pull()
    member(blind, "ada")
    actions.retract(by=blind.ben, tag=his)
    member(blind, "ada", "supervisor")
    same(found.pull(), ada)
    assert told(found, his.pk) == ["created", "retracted"]


def test_pages_of_every_size_tell_the_same(blind: Cast, dan: Program) -> None:
    for quote in (PUMP, BANG, CABLE):
        blind.tag(blind.ada, quote)
        blind.tag(blind.ben, quote, "disputed")
    blind.hand_in(blind.ada, blind.ben)
    whole = mirror(dan, blind).pull().changes
    for limit in (1, 2, 7):
        assert mirror(dan, blind).pull(limit).changes == whole
    assert [change["op"] for change in whole].count("created") == len(
        [c for c in whole if c["op"] == "created"]
    )


def test_from_any_cursor_the_rest_comes_and_nothing_else(cast: Cast, dan: Program) -> None:
    cast.tag(cast.ada, PUMP)
    whole = mirror(dan, cast).pull().changes
    for place, change in enumerate(whole):
        rest = mirror(dan, cast)
        rest.after = change["cursor"]
        assert rest.pull().changes == whole[place + 1 :]


def test_what_completes_comes_as_created_after_the_cursor(blind: Cast, dan: Program, ada: Program) -> None:
    hers, his = blind.tag(blind.ada, PUMP), blind.tag(blind.ben, BANG)
    said = commenting.comment(by=blind.cleo, tag=his, text="Which neighbours?")[0]
    client, analyst = mirror(dan, blind).pull(), mirror(ada, blind).pull()
    assert (client.of("tag"), analyst.of("tag")) == (set(), {str(hers.pk)})
    assert (client.of("comment"), client.of("assignment")) == (set(), set())
    assert len(analyst.of("assignment")) == 1
    blind.hand_in(blind.ada, blind.ben)
    before = len(client.changes)
    for one, program in ((client, dan), (analyst, ada)):
        same(one.pull(1), program)
        assert told(one, his.pk) == ["created"]
        assert told(one, said.pk) == ["created"]
    assert told(client, hers.pk) == told(analyst, hers.pk) == ["created"]
    assert {change["kind"] for change in client.changes[before:]} >= {
        "document",
        "tag",
        "comment",
        "assignment",
    }


def test_a_supervisor_is_told_at_once_and_once(blind: Cast, cleo: Program) -> None:
    his = blind.tag(blind.ben, BANG)
    early = mirror(cleo, blind).pull()
    blind.hand_in(blind.ada, blind.ben)
    assert told(early.pull(), his.pk) == ["created"]
    same(early, cleo)


def test_what_is_withheld_moves_no_cursor(blind: Cast, dan: Program, ada: Program) -> None:
    blind.tag(blind.ada, PUMP)
    stand = {one: mirror(one, blind).pull().after for one in (dan, ada)}
    tag = blind.tag(blind.ben, BANG)
    actions.change(by=blind.ben, tag=tag, note="heard by two")
    commenting.comment(by=blind.ben, tag=tag, text="Ask again.")
    blind.hand_in(blind.ben)
    for one, after in stand.items():
        answer = one.get(f"projects/{blind.project.slug}/changes/?after={after}").json()
        assert answer == {"results": [], "next": after}


def test_a_withdrawn_document_takes_its_work_along_and_brings_it_back(
    blind: Cast, ada: Program, dan: Program
) -> None:
    hers, his = blind.tag(blind.ada, PUMP), blind.tag(blind.ben, BANG)
    readers = [(one, mirror(one, blind).pull()) for one in (ada, dan)]
    documents.withdraw(by=blind.cleo, document=fresh(blind.document))
    for one, found in readers:
        same(found.pull(1), one)
        assert str(blind.document.pk) not in found.of("document")
        assert told(found, his.pk) == []  # no tombstone of what he was never told of
    assert told(readers[0][1], hers.pk) == ["created", "retracted"]
    documents.restore(by=blind.cleo, document=fresh(blind.document))
    for one, found in readers:
        same(found.pull(1), one)
    assert told(readers[0][1], hers.pk) == ["created", "retracted", "restored"]


def test_who_becomes_supervisor_is_told_what_was_withheld_and_who_ceases_to_be_one_loses_it(
    blind: Cast, ada: Program
) -> None:
    his = blind.tag(blind.ben, BANG)
    found = mirror(ada, blind).pull()
    assigning.set_member(by=blind.cleo, project=blind.project, username="ada", role="supervisor")
    same(found.pull(1), ada)
    assert told(found, his.pk) == ["created"]
    assigning.set_member(by=blind.cleo, project=blind.project, username="ada", role="analyst")
    late = blind.tag(blind.ben, CABLE)
    same(found.pull(1), ada)
    assert (told(found, his.pk), told(found, late.pk)) == (["created", "retracted"], [])


def test_a_demoted_supervisor_is_not_shown_what_he_had_not_read_yet(blind: Cast, ada: Program) -> None:
    found = mirror(ada, blind).pull()
    assigning.set_member(by=blind.cleo, project=blind.project, username="ada", role="supervisor")
    his = blind.tag(blind.ben, BANG)
    assigning.set_member(by=blind.cleo, project=blind.project, username="ada", role="analyst")
    found.pull()
    assert "created" not in told(found, his.pk)
    same(found, ada)


def test_a_project_that_becomes_blind_takes_back_what_is_open(cast: Cast, ada: Program, dan: Program) -> None:
    hers, his = cast.tag(cast.ada, PUMP), cast.tag(cast.ben, BANG)
    readers = [(one, mirror(one, cast).pull()) for one in (ada, dan)]
    assigning.change_project(by=cast.cleo, project=cast.project, blind=True)
    for one, found in readers:
        same(found.pull(1), one)
        assert told(found, his.pk) == ["created", "retracted"]
    assert told(readers[0][1], hers.pk) == ["created"]


@pytest.mark.django_db(transaction=True)
def test_a_release_is_told_of_when_it_is_published() -> None:
    cast = make_cast()
    dan, cleo = Program(cast.dan), Program(cast.cleo)
    cast.tag(cast.ada, PUMP)
    release, job = jobs.request_release(by=cast.cleo, project=cast.project, only_decided=False)
    found, hers = mirror(dan, cast).pull(), mirror(cleo, cast).pull()
    assert (told(found, release.pk), told(hers, release.pk)) == ([], ["created"])
    tasks.run_job(str(job.pk))
    same(found.pull(), dan)
    assert (told(found, release.pk), told(hers.pull(), release.pk)) == (["created"], ["created", "updated"])


def test_items_go_as_often_as_their_document_is_reopened(cast: Cast, dan: Program) -> None:
    cast.tag(cast.ada, PUMP)
    found = mirror(dan, cast)
    for _ in range(2):
        cast.hand_in(cast.ada)
        assert len(found.pull().of("review_item")) == 1
        review.reopen(by=cast.ada, document=fresh(cast.document))
        same(found.pull(), dan)


def test_who_joins_later_hears_nothing_of_what_was_withheld_from_him(cast: Cast, eve: Program) -> None:
    hers, gone = cast.tag(cast.ada, PUMP), cast.tag(cast.ben, BANG)
    assigning.change_project(by=cast.cleo, project=cast.project, blind=True, coders_per_document=2)
    actions.retract(by=cast.ben, tag=gone)
    member(cast, "eve")
    found = mirror(eve, cast).pull()
    assert [*told(found, hers.pk), *told(found, gone.pk)] == []
    same(found, eve)


def test_who_comes_back_is_told_what_went_meanwhile_and_nothing_else(blind: Cast, eve: Program) -> None:
    member(blind, "eve", "supervisor")
    kept = blind.tag(blind.ada, PUMP)
    found = mirror(eve, blind).pull()
    assigning.remove_member(by=blind.cleo, membership=blind.project.memberships.get(user=blind.eve))
    missed = blind.tag(blind.ben, BANG)
    actions.retract(by=blind.ben, tag=missed)
    member(blind, "eve")
    same(found.pull(), eve)
    assert (told(found, kept.pk), told(found, missed.pk)) == (["created", "retracted"], [])
    same(mirror(eve, blind).pull(), eve)


def test_a_comment_of_another_analyst_goes_and_comes_with_the_veil(cast: Cast, ada: Program) -> None:
    tag = cast.tag(cast.ada, PUMP)
    said = commenting.comment(by=cast.ben, tag=tag, text="Heard it too.")[0]
    found = mirror(ada, cast).pull()
    assigning.change_project(by=cast.cleo, project=cast.project, blind=True)
    same(found.pull(), ada)
    commenting.retract_comment(by=cast.ben, comment=said)
    commenting.restore_comment(by=cast.ben, comment=said)
    assert told(found.pull(), said.pk) == ["created", "retracted"]
    late = mirror(ada, cast).pull()
    cast.hand_in(cast.ada)
    for one in (found, late):
        same(one.pull(), ada)


def test_a_new_name_of_a_source_is_a_change_of_its_documents(cast: Cast, dan: Program) -> None:
    documents.describe(by=cast.cleo, document=fresh(cast.document), source="Canal Post")
    found = mirror(dan, cast).pull()
    sources.change_source(by=cast.cleo, source=fresh(cast.document).source, name="The Canal Post")
    same(found.pull(), dan)


def test_a_short_page_past_much_that_is_gone_asks_little(cast: Cast, dan: Program) -> None:
    text = cast.document.text
    places = [(start, start + 3) for start in range(0, 90, 3)]
    items = [{"start": a, "end": b, "exact": text[a:b], "status": "sourced"} for a, b in places]
    actions.tag_many(by=cast.ada, document=fresh(cast.document), items=items)
    documents.withdraw(by=cast.cleo, document=fresh(cast.document))
    after = mirror(dan, cast).page(limit=3)[-1]["cursor"]
    with CaptureQueriesContext(connection) as asked:
        dan.get(f"projects/{cast.project.slug}/changes/?limit=1&after={after}")
    assert len(asked) < 25


def test_a_release_that_failed_is_told_to_supervisors_alone(cast: Cast, ada: Program, cleo: Program) -> None:
    from annotator.releases import actions as releases

    release, _ = jobs.request_release(by=cast.cleo, project=cast.project, only_decided=False)
    readers = [(one, mirror(one, cast).pull()) for one in (ada, cleo)]
    member(cast, "ada", "supervisor")
    same(readers[0][1].pull(), ada)
    releases.fail(by=cast.cleo, release=release)
    for one, found in readers:
        same(found.pull(), one)
    member(cast, "ada")
    same(readers[0][1].pull(), ada)


def test_a_role_that_changes_while_its_owner_reads_comes_with_its_event(
    blind: Cast, ada: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    his, found = blind.tag(blind.ben, BANG), mirror(ada, blind).pull()
    roles = history.roles

    def meanwhile(*arguments: object) -> object:
        monkeypatch.setattr(history, "roles", roles)
        seen = roles(*arguments)  # type: ignore[arg-type]
        member(blind, "ada", "supervisor")
        blind.text("Captured just then")
        return seen

    monkeypatch.setattr(history, "roles", meanwhile)
    found.pull()  # what there was when it began
    same(found.pull(), ada)
    assert told(found, his.pk) == ["created"]


def test_what_is_withheld_while_its_reader_asks_goes_with_the_event(
    cast: Cast, ada: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """His project is looked up first; what withholds rows by its rules may come before the events are read."""
    his, found = cast.tag(cast.ben, BANG), mirror(ada, cast).pull()
    last = history.last

    def before(project: UUID) -> int:
        monkeypatch.setattr(history, "last", last)
        assigning.change_project(by=cast.cleo, project=fresh(cast.document).project, blind=True)
        return last(project)

    monkeypatch.setattr(history, "last", before)
    same(found.pull(), ada)
    assert told(found, his.pk) == ["created", "retracted"]


@pytest.mark.django_db(transaction=True)
def test_a_project_becomes_blind_while_a_document_comes_in() -> None:
    cast = make_cast()
    cleo, dan = Program(cast.cleo), Program(cast.dan)
    found = mirror(dan, cast).pull()
    overlapping(
        lambda: cast.text("Captured just then"),
        lambda: assigning.change_project(by=cast.cleo, project=cast.project, blind=True),
    )
    document = type(cast.document).objects.latest("created_at")
    cast.project.refresh_from_db()
    tag = cast.tag(cast.ada, PUMP, document=document)
    assert told(found.pull(), tag.pk) == []
    cast.hand_in(cast.ada, document=document)
    same(found.pull(), dan)
    assert told(found, tag.pk) == ["created"]
    same(mirror(cleo, cast).pull(), cleo)


@pytest.mark.django_db(transaction=True)
def test_blindness_is_not_turned_off_while_a_document_comes_in() -> None:
    cast = make_cast()
    documents.withdraw(by=cast.cleo, document=cast.document)
    cast.settings(blind=True)
    refused = overlapping(
        lambda: cast.text("Captured just then"),
        lambda: assigning.change_project(by=cast.cleo, project=cast.project, blind=False),
    )[1]
    assert isinstance(refused, Conflict)


@pytest.mark.django_db(transaction=True)
def test_a_token_that_is_revoked_while_it_waits_is_answered_401() -> None:
    from annotator.accounts.actions import revoke_token

    cast = make_cast()
    dan = Program(cast.dan)
    after = mirror(dan, cast).pull().after

    def revoke() -> None:
        time.sleep(0.5)
        revoke_token(by=cast.dan, token=dan.token)
        cast.text("Too late for it")
        connection.close()

    other = threading.Thread(target=revoke)
    other.start()
    problem(dan.get(f"projects/{cast.project.slug}/changes/?after={after}", prefer="wait=10"), 401)
    other.join()


def test_a_stranger_finds_nothing_and_a_token_of_another_project_neither(cast: Cast, eve: Program) -> None:
    at = f"projects/{cast.project.slug}/changes/"
    problem(eve.get(at), 404)
    elsewhere = Program(cast.eve, project=cast.other.pk)
    assert elsewhere.get(f"projects/{cast.other.slug}/changes/").status_code == 200
    problem(elsewhere.get(at), 404)


def test_a_cursor_that_is_none_is_refused_and_one_of_another_history_is_gone(
    cast: Cast, dan: Program, eve: Program
) -> None:
    at = f"projects/{cast.project.slug}/changes/"
    for odd in ("x", "…", "AAAA", "A" * 45, "A" * 99):
        problem(dan.get(f"{at}?after={odd}"), 400, "cursor")
    problem(dan.get(f"{at}?after={cursor.encode(cursor.Place(str(uuid4())))}"), 410, "history")
    theirs = eve.get(f"projects/{cast.other.slug}/changes/").json()["next"]
    problem(dan.get(f"{at}?after={theirs}"), 410, "history")
    for wrong in ("limit=0", "limit=1001", "cursor=x", "since=1", "limit=x"):
        problem(dan.get(f"{at}?{wrong}"), 400)


def test_the_end_of_the_feed_is_an_empty_page_with_the_cursor_to_go_on(cast: Cast, dan: Program) -> None:
    at = f"projects/{cast.project.slug}/changes/"
    first = dan.get(at).json()
    assert dan.get(f"{at}?after={first['next']}").json() == {"results": [], "next": first["next"]}
    empty = dan.get(f"{at}?after={cursor.encode(cursor.BEGINNING)}").json()
    assert empty == first


def test_queries_do_not_grow_with_the_page(cast: Cast, dan: Program) -> None:
    at = f"projects/{cast.project.slug}/changes/?limit=1000"

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert dan.get(at).status_code == 200
        return len(found)

    for start in range(0, 40, 8):
        cast.tag(cast.ada, cast.document.text[start : start + 8])
    few = queries()
    for start in range(40, 120, 8):
        cast.tag(cast.ben, cast.document.text[start : start + 7])
    assert queries() <= few


def test_each_event_says_under_which_veil_it_happened_and_whose_work_it_is(blind: Cast) -> None:
    tag = blind.tag(blind.ada, PUMP)
    blind.hand_in(blind.ada, blind.ben)
    created, done = (
        Event.objects.get(object_id=tag.pk),
        Event.objects.filter(kind="document").latest("change"),
    )
    assert (created.veil, created.hidden, created.owner_id) == (Veil.WORK, True, blind.ada.pk)
    assert (done.veil, done.hidden) == (Veil.NONE, False)
    for event in Event.objects.filter(kind="tag"):
        assert event.owner_id == blind.ada.pk


@pytest.mark.django_db(transaction=True)
def test_a_long_poll_ends_with_the_change_and_without_one_with_its_time() -> None:
    cast = make_cast()
    dan = Program(cast.dan)
    found = mirror(dan, cast).pull()

    def write() -> None:
        time.sleep(0.6)
        cast.tag(cast.ada, PUMP)
        connection.close()

    writer = threading.Thread(target=write)
    start = time.monotonic()
    writer.start()
    page = found.page(prefer="respond-async, wait=20")
    took = time.monotonic() - start
    writer.join()
    assert "tag" in {change["kind"] for change in page} | {change["kind"] for change in found.page()}
    assert 0.5 < took < 15
    found.pull()
    start = time.monotonic()
    answer = dan.get(f"{found.project}changes/?after={found.after}", prefer="wait=1")
    assert (answer.json()["results"], answer["Preference-Applied"]) == ([], "wait=1")
    assert time.monotonic() - start >= 1


@pytest.mark.django_db(transaction=True)
def test_only_a_quarter_of_the_threads_may_wait_and_the_others_are_answered_at_once() -> None:
    from django.conf import settings

    cast = make_cast()
    after = mirror(Program(cast.dan), cast).pull().after
    answers: list[tuple[float, bool]] = []

    def ask() -> None:
        program, start = Program(cast.dan), time.monotonic()
        answer = program.get(f"projects/{cast.project.slug}/changes/?after={after}", prefer="wait=3")
        answers.append((time.monotonic() - start, "Preference-Applied" in answer))
        connection.close()

    readers = [threading.Thread(target=ask) for _ in range(settings.WEB_THREADS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    waited = [took for took, honoured in answers if honoured]
    assert len(waited) == settings.WEB_THREADS // 4
    assert all(took >= 3 for took in waited)
