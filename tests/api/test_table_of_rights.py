"""Who gets what from every operation: a table that names all of them, and no other.

Each example of the API is sent by each of the people, to an open project and to the same project made blind. The status
is what the table says, and every answer, a refusal too, is one that the schema knows.
"""

from typing import Any

import pytest
from django.test import Client

from annotator.api import examples
from tests.api.contract import conforms, operations
from tests.api.prepared import Prepared, undone
from tests.api.program import SCOPES, Program, problem
from tests.api.test_examples import real, send, typed, written

# Ada began the document and wrote its tag and its comment; Ben is an analyst beside her, Cleo supervises, Dan is a
# client, Eve supervises another project. After the bar: Ada, Ben and Dan in the same project, blind, where it differs.
TABLE = {
    "me": "200 200 200 200 200",
    "tokens": "200 200 200 200 200",
    "token_create": "201 201 201 201 404",
    "token": "200 404 404 404 404",
    "token_revoke": "204 404 404 404 404",
    "projects": "200 200 200 200 200",
    "project_create": "403 403 201 403 201",
    "project": "200 200 200 200 404",
    "project_change": "403 403 200 403 404",
    "members": "200 200 200 200 404",
    "member": "200 200 200 200 404",
    "member_set": "403 403 201 403 404",
    "member_remove": "403 403 204 403 404",
    "documents": "200 200 200 200 404",
    "document_create": "201 201 201 403 404",
    "document": "200 200 200 200 404",
    "document_change": "403 403 200 403 404",
    "document_withdraw": "403 403 204 403 404",
    "document_restore": "404 404 200 404 404",
    "text": "200 200 200 200 404",
    "import_create": "202 202 202 403 404",
    "sources": "200 200 200 200 404",
    "source_create": "403 403 201 403 404",
    "source": "200 200 200 200 404",
    "source_change": "403 403 200 403 404",
    "changes": "200 200 200 200 404",
    "original": "200 200 200 200 404",
    "passages": "200 200 200 200 404",
    "hand_in": "200 200 403 403 404",
    "reopen": "200 409 403 403 404",
    "annotations": "200 200 200 200 404",
    "tags": "200 200 200 200 404",
    "tag_create": "201 201 201 403 404",
    "tags_create": "201 201 201 403 404",
    "tag": "200 200 200 200 404 | 200 404 404",
    "tag_put": "201 201 201 403 404",
    "tag_change": "200 403 403 403 404 | 200 404 404",
    "tag_retract": "204 403 403 403 404 | 204 404 404",
    "tag_restore": "200 403 403 403 404 | 200 404 404",
    "comments": "200 200 200 200 404 | 200 404 404",
    "comment_create": "201 201 201 403 404 | 201 404 404",
    "comment": "200 200 200 200 404 | 200 404 404",
    "comment_retract": "204 403 403 403 404 | 204 404 404",
    "assignments": "200 200 200 200 404",
    "assign": "403 403 201 403 404",
    "assignment": "200 200 200 200 404 | 404 200 404",
    "unassign": "403 403 204 403 404 | 404 403 404",
    "assignment_next": "200 200 403 403 404",
    "review_items": "200 200 200 200 404",
    "review_item": "200 200 200 200 404",
    "decide": "403 403 200 403 404",
    "reopen_item": "403 403 200 403 404",
    "releases": "200 200 200 200 404",
    "release_create": "403 403 202 403 404",
    "release": "200 200 200 200 404",
    "release_file": "200 200 200 200 404",
    "job": "404 404 200 404 404",
    "job_cancel": "404 404 200 404 404",
}
PEOPLE = ("ada", "ben", "cleo", "dan", "eve")
# What an analyst or a client of another project may do, unlike its supervisor.
ONLY_SUPERVISORS = {"project_create"}


class Browser(Program):
    """The session of a person: no token, so no scopes."""

    def __init__(self, user: Any) -> None:
        self.client = Client()
        self.client.force_login(user, backend="annotator.accounts.sessions.Backend")


class Nobody(Program):
    """No token and no session."""

    def __init__(self) -> None:
        self.client = Client()


def ask(prepared: Prepared, name: str, program: Program) -> Any:
    """The answer to the example of an operation, sent by this program; what it wrote is undone."""
    example, known = examples.REQUESTS[name], operations()[name]
    with undone():
        if example.after:
            assert send(prepared, example.after).status_code < 300
        required = known.declared.if_match and known.declared.if_match.required
        headers = {"if_match": "*"} if required else {}
        address = real(prepared, examples.address(known.path, name))
        answer = program.send(known.verb, address, *written(prepared, example), **headers, **typed(example))
        conforms(name, answer)
    return answer


def expected(name: str) -> dict[bool, dict[str, int]]:
    """The statuses by person, in the open project and in the blind one."""
    usual, _, special = TABLE[name].partition(" | ")
    row = dict(zip(PEOPLE, map(int, usual.split()), strict=True))
    blind = dict(zip(("ada", "ben", "dan"), map(int, special.split()), strict=True)) if special else {}
    return {False: row, True: row | blind}


def test_the_table_names_every_operation_and_no_other() -> None:
    assert set(TABLE) == set(operations())


@pytest.mark.parametrize("name", list(TABLE))
def test_each_gets_what_the_table_says(prepared: Prepared, name: str) -> None:
    for blind, row in expected(name).items():
        make(prepared, blind=blind)
        found = {who: ask(prepared, name, prepared.programs[who]).status_code for who in PEOPLE}
        assert found == row, ("blind" if blind else "open", name)


@pytest.mark.parametrize("name", list(TABLE))
def test_who_is_nobody_a_stranger_or_lacks_the_scope_gets_nothing(prepared: Prepared, name: str) -> None:
    problem(ask(prepared, name, Nobody()), 401)
    scope = operations()[name].declared.scope
    lacking = Program(prepared.cast.cleo, tuple(one for one in SCOPES if one != scope))
    problem(ask(prepared, name, lacking), 403, "scope")
    row = expected(name)[False]
    assert ask(prepared, name, Browser(prepared.cast.ada)).status_code == row["ada"]
    for role, program in strangers(prepared).items():
        wanted = 403 if name in ONLY_SUPERVISORS else row["eve"]
        assert ask(prepared, name, program).status_code == wanted, role


def strangers(prepared: Prepared) -> dict[str, Program]:
    """Members of the other project, with every scope."""
    from annotator.accounts.models import User
    from annotator.projects.actions import set_member

    found = {}
    for role in ("analyst", "client"):
        user = User.objects.create_user(f"a_{role}_elsewhere")
        set_member(by=None, project=prepared.cast.other, username=user.username, role=role)
        found[role] = Program(user)
    return found


def make(prepared: Prepared, *, blind: bool) -> None:
    type(prepared.cast.project).objects.filter(pk=prepared.cast.project.pk).update(blind=blind)
