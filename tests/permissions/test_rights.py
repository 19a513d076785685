"""Who may do what, as a table."""

import pytest

from annotator import permissions
from annotator.accounts.models import Scope
from annotator.lib.refusals import Forbidden
from annotator.permissions import ROLES, SCOPES, can_create_projects, check_can_create_projects, scopes_of
from tests.cast import Cast

# right: ada (analyst), cleo (supervisor), dan (client), eve (a stranger here)
TABLE = {
    "read": "yes yes yes no",
    "capture": "yes yes no no",
    "tag": "yes yes no no",
    "comment": "yes yes no no",
    "hand_in": "yes no no no",
    "hand_in_for_others": "no yes no no",
    "assign": "no yes no no",
    "edit_document": "no yes no no",
    "edit_source": "no yes no no",
    "decide": "no yes no no",
    "release": "no yes no no",
    "manage": "no yes no no",
}


def test_the_table_names_every_right() -> None:
    assert set(TABLE) == set(ROLES)


def test_each_role_has_its_rights_and_no_other(cast: Cast) -> None:
    people = (cast.ada, cast.cleo, cast.dan, cast.eve)
    for right, row in TABLE.items():
        can = getattr(permissions, f"can_{right}")
        assert [can(user, cast.project) for user in people] == [word == "yes" for word in row.split()], right


def test_the_check_refuses_exactly_whom_its_twin_denies(cast: Cast) -> None:
    for right in ROLES:
        can, check = getattr(permissions, f"can_{right}"), getattr(permissions, f"check_can_{right}")
        for user in (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eve):
            if can(user, cast.project):
                check(user, cast.project)
                continue
            with pytest.raises(Forbidden) as refused:
                check(user, cast.project)
            assert refused.value.code == f"may_not_{right}"


def test_staff_have_no_right_in_a_project_they_are_no_member_of(cast: Cast) -> None:
    cast.eve.is_staff = True
    cast.eve.save()
    assert not any(getattr(permissions, f"can_{right}")(cast.eve, cast.project) for right in ROLES)


def test_supervisors_and_staff_may_create_projects(cast: Cast) -> None:
    assert [can_create_projects(user) for user in (cast.ada, cast.cleo, cast.dan, cast.eve)] == [
        False, True, False, True,
    ]  # fmt: skip
    with pytest.raises(Forbidden):
        check_can_create_projects(cast.ada)
    cast.ada.is_staff = True
    check_can_create_projects(cast.ada)


def test_a_token_can_do_what_the_role_allows(cast: Cast) -> None:
    assert {
        "client": {"read"}, "analyst": {"read", "write"}, "supervisor": {"read", "write", "review", "manage"},
    } == SCOPES  # fmt: skip
    assert scopes_of(cast.dan) == {"read"}
    assert scopes_of(cast.ada) == {"read", "write"}
    assert scopes_of(cast.cleo) == set(Scope.values)


def test_staff_have_every_scope_and_who_is_nowhere_a_member_none(cast: Cast) -> None:
    cast.ada.memberships.all().delete()
    assert scopes_of(cast.ada) == set()
    cast.ada.is_staff = True
    assert scopes_of(cast.ada) == set(Scope.values)
