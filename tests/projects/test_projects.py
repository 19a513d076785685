"""Projects, their members and their guidelines."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.lib.refusals import Conflict, Forbidden, Invalid, Stale
from annotator.projects import actions
from annotator.projects.models import Guideline, Membership, Project
from annotator.review import assigning
from tests.at_once import overlapping
from tests.cast import Cast, fresh, make_cast


def reread(cast: Cast) -> Project:
    return Project.objects.get(pk=cast.project.pk)


def test_who_creates_a_project_is_its_supervisor_and_has_a_guideline(cast: Cast) -> None:
    project = actions.create_project(by=cast.cleo, name="  Quay Street ", labels=["toll", "toll "])
    assert (project.name, project.slug, project.role_of(cast.cleo)) == (
        "Quay Street",
        "quay-street",
        "supervisor",
    )
    assert (project.blind, project.coders_per_document) == (False, 1)
    assert project.guidelines.get().number == 1
    assert Event.objects.filter(object_id=project.pk, op="created", by_id=cast.cleo.pk).count() == 1


def test_an_analyst_creates_no_project(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.create_project(by=cast.ada, name="Quay Street")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Quay Street!", "quay-street"),
        ("مرفأ", "project"),
        ("x" * 70, "x" * 60),
        ("--a--", "a"),
        ("É 2", "2"),
    ],
)
def test_a_name_makes_an_address(name: str, slug: str) -> None:
    assert actions.slug_of(name) == slug


@pytest.mark.parametrize("slug", ["Quay", "a b", "-a", "a-", "a--b", "a\n", "a/b", "x" * 61, "\x00", "é"])
def test_a_bad_address_is_refused(cast: Cast, slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.create_project(by=cast.cleo, name="Quay", slug=slug)
    assert refused.value.field == "slug"


def test_an_address_is_given_once(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        actions.create_project(by=cast.cleo, name="Another", slug="mill-lane")
    assert refused.value.code == "slug_taken"
    with pytest.raises(Conflict):
        actions.change_project(by=cast.cleo, project=cast.project, slug="elsewhere")


WRONG: list[tuple[str, Any]] = [
    ("name", ""), ("name", "  "), ("name", "\x00"), ("name", "\ud800"), ("name", "n" * 201), ("name", 7),
    ("coders_per_document", 0), ("coders_per_document", -1), ("coders_per_document", 40_000),
    ("coders_per_document", None), ("blind", None), ("blind", "perhaps"),
    ("labels", ["l" * 61]), ("labels", ["\ud800"]), ("labels", [3]),
]  # fmt: skip


def test_a_bad_value_is_refused_by_its_field(cast: Cast, subtests: pytest.Subtests) -> None:
    for field, value in WRONG:
        with subtests.test(field, value=repr(value)[:40]):
            with pytest.raises(Invalid) as refused:
                actions.change_project(by=cast.cleo, project=cast.project, **{field: value})
            assert refused.value.field == field
            assert reread(cast).version == cast.project.version


@pytest.mark.parametrize("field", ["updated_at", "id", "created_at", "memberships", "anything"])
def test_nothing_else_of_a_project_can_be_changed(cast: Cast, field: str) -> None:
    with pytest.raises(Invalid):
        actions.change_project(by=cast.cleo, project=cast.project, **{field: 5})


def test_a_change_raises_the_version_and_leaves_an_event(cast: Cast) -> None:
    changed = actions.change_project(
        by=cast.cleo, project=cast.project, name="Mill Road", coders_per_document=2
    )
    assert (changed.version, reread(cast).name) == (cast.project.version + 1, "Mill Road")
    event = Event.objects.get(object_id=changed.pk, op="updated")
    assert event.data["before"] == {"name": "Mill Lane", "coders_per_document": 1}


def test_a_change_to_what_is_there_changes_nothing(cast: Cast) -> None:
    assert actions.change_project(by=cast.cleo, project=cast.project, name="Mill Lane").version == 1
    assert not Event.objects.filter(object_id=cast.project.pk, op="updated").exists()


def test_two_changes_by_readers_of_one_version_both_stand_unless_they_ask(cast: Cast) -> None:
    first, second = reread(cast), reread(cast)
    actions.change_project(by=cast.cleo, project=first, name="Mill Road")
    actions.change_project(by=cast.cleo, project=second, labels=["toll"])
    assert (reread(cast).name, reread(cast).labels, reread(cast).version) == ("Mill Road", ["toll"], 3)
    with pytest.raises(Stale):
        actions.change_project(by=cast.cleo, project=second, name="Mill Street", version=1)


def test_only_a_supervisor_of_this_project_changes_it(cast: Cast) -> None:
    for user in (cast.ada, cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            assigning.change_project(by=user, project=cast.project, blind=True)
        with pytest.raises(Forbidden):
            actions.add_guideline(by=user, project=cast.project, text="Anything goes.")
        with pytest.raises(Forbidden):
            assigning.set_member(by=user, project=cast.project, username="eve", role="supervisor")
        with pytest.raises(Forbidden):
            assigning.remove_member(by=user, membership=cast.project.memberships.get(user=cast.ben))


def test_members_alone_see_a_project(cast: Cast) -> None:
    seen = {user.username: set(Project.objects.visible_to(user)) for user in (cast.ada, cast.dan, cast.eve)}
    assert seen == {"ada": {cast.project}, "dan": {cast.project}, "eve": {cast.other}}


# --- members


def test_a_new_member_may_be_a_new_user(cast: Cast) -> None:
    membership, is_new = actions.set_member(
        by=cast.cleo, project=cast.project, username="gus", role="client", email="gus@example.org"
    )
    assert (is_new, membership.user.email, membership.role) == (True, "gus@example.org", "client")


def test_a_member_who_exists_is_found_in_any_case_and_keeps_his_address(cast: Cast) -> None:
    _, is_new = actions.set_member(
        by=cast.cleo, project=cast.project, username="Eve", role="client", email="x@y.org"
    )
    cast.eve.refresh_from_db()
    assert (is_new, cast.eve.email) == (False, "")


@pytest.mark.parametrize("role", ["", "admin", "Supervisor", None])
def test_an_unknown_role_is_refused(cast: Cast, role: Any) -> None:
    with pytest.raises(Invalid):
        actions.set_member(by=cast.cleo, project=cast.project, username="gus", role=role)
    assert not User.objects.filter(username="gus").exists()


def test_the_last_supervisor_stays(cast: Cast) -> None:
    with pytest.raises(Conflict):
        assigning.set_member(by=cast.cleo, project=cast.project, username="cleo", role="analyst")
    with pytest.raises(Conflict):
        assigning.remove_member(by=cast.cleo, membership=cast.project.memberships.get(user=cast.cleo))
    assert cast.project.memberships.get(user=cast.cleo).role == "supervisor"


def test_one_of_two_supervisors_may_go(cast: Cast) -> None:
    assigning.set_member(by=cast.cleo, project=cast.project, username="ben", role="supervisor")
    assigning.remove_member(by=cast.cleo, membership=cast.project.memberships.get(user=cast.cleo))
    assert reread(cast).role_of(cast.cleo) is None


def test_members_come_and_go_with_events(cast: Cast) -> None:
    assigning.set_member(by=cast.cleo, project=cast.project, username="eve", role="client")
    assigning.set_member(by=cast.cleo, project=cast.project, username="eve", role="analyst")
    assigning.remove_member(by=cast.cleo, membership=cast.project.memberships.get(user=cast.eve))
    events = Event.objects.filter(project_id=cast.project.pk, kind="member", object_id=cast.eve.pk)
    assert list(events.values_list("op", flat=True)) == ["created", "updated", "retracted"]


@pytest.mark.django_db(transaction=True)
def test_two_supervisors_who_remove_each_other_at_once_leave_one() -> None:
    cast = make_cast()
    actions.set_member(by=None, project=cast.project, username="ben", role="supervisor")

    def removes(by: User, whom: User) -> None:
        assigning.remove_member(by=by, membership=Membership.objects.get(project=cast.project, user=whom))

    _, two = overlapping(lambda: removes(cast.ben, cast.cleo), lambda: removes(cast.cleo, cast.ben))
    assert isinstance(two, Conflict)
    assert cast.project.memberships.filter(role="supervisor").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_supervisors_who_demote_each_other_at_once_leave_one() -> None:
    cast = make_cast()
    actions.set_member(by=None, project=cast.project, username="ben", role="supervisor")

    def demotes(by: User, name: str) -> None:
        actions.set_member(by=by, project=reread(cast), username=name, role="client")

    _, two = overlapping(lambda: demotes(cast.ben, "cleo"), lambda: demotes(cast.cleo, "ben"))
    assert isinstance(two, Conflict)
    assert cast.project.memberships.filter(role="supervisor").count() == 1


# --- guidelines


def test_a_changed_guideline_is_a_new_version(cast: Cast) -> None:
    actions.add_guideline(by=cast.cleo, project=cast.project, text="Second.")
    third = assigning.change_project(by=cast.cleo, project=reread(cast), guideline="Third.")
    assert list(third.guidelines.values_list("number", flat=True)) == [3, 2, 1]
    assert third.guidelines.get(number=2).text == "Second."


def test_the_same_guideline_makes_no_version(cast: Cast) -> None:
    text = cast.project.guidelines.get().text
    assigning.change_project(by=cast.cleo, project=cast.project, guideline=text)
    assert cast.project.guidelines.count() == 1


@pytest.mark.parametrize("text", ["", " \n", "\x00", "\ud800", "x" * 200_001])
def test_a_guideline_without_words_or_without_end_is_refused(cast: Cast, text: str) -> None:
    with pytest.raises(Invalid):
        actions.add_guideline(by=cast.cleo, project=cast.project, text=text)


@pytest.mark.django_db(transaction=True)
def test_two_guidelines_at_once_get_two_numbers() -> None:
    cast = make_cast()
    one, two = overlapping(
        lambda: actions.add_guideline(by=cast.cleo, project=cast.project, text="One."),
        lambda: actions.add_guideline(by=cast.cleo, project=cast.project, text="Two."),
    )
    assert (one.number, two.number) == (2, 3)


# --- blindness


def test_blindness_is_turned_on_at_any_time_and_off_when_no_document_is_open(cast: Cast) -> None:
    blind = assigning.change_project(by=cast.cleo, project=cast.project, blind=True)
    with pytest.raises(Conflict) as refused:
        assigning.change_project(by=cast.cleo, project=blind, blind=False)
    assert refused.value.code == "blind"
    cast.hand_in(cast.ada)
    assert assigning.change_project(by=cast.cleo, project=reread(cast), blind=False).blind is False


def test_who_read_the_project_before_it_was_blind_can_not_open_it_either(cast: Cast) -> None:
    before = reread(cast)
    assigning.change_project(by=cast.cleo, project=cast.project, blind=True)
    with pytest.raises(Conflict):
        assigning.change_project(by=cast.cleo, project=before, blind=False)
    assert reread(cast).blind


def test_fewer_coders_complete_what_waited_for_more(cast: Cast) -> None:
    cast.settings(coders_per_document=2)
    cast.tag(cast.ada, "the pump stopped at 04:20")
    assert cast.hand_in(cast.ada).state == "open"
    assigning.change_project(by=cast.cleo, project=cast.project, coders_per_document=1)
    assert fresh(cast.document).state == "in_review"


# --- what the database refuses

BAD_ROWS: dict[str, Any] = {
    "project without a name": {"model": Project, "name": "", "slug": "x"},
    "address twice": {"model": Project, "name": "X", "slug": "mill-lane"},
    "no coders": {"model": Project, "name": "X", "slug": "x", "coders_per_document": 0},
    "unknown role": {"model": Membership, "project": "project", "user": "eve", "role": "king"},
    "two roles": {"model": Membership, "project": "project", "user": "ada", "role": "client"},
    "guideline number twice": {"model": Guideline, "project": "project", "number": 1, "text": "again"},
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_the_database_refuses_a_bad_row(cast: Cast, case: str) -> None:
    columns = {name: getattr(cast, str(value), value) for name, value in BAD_ROWS[case].items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        columns.pop("model").objects.create(**columns)
