"""The first user of an install: one only, by the code, with the first project; all or nothing."""

from typing import Any

import pytest

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.lib.refusals import Conflict, Forbidden, Invalid
from annotator.projects import first_run
from annotator.projects.models import Project
from tests.at_once import overlapping, together
from tests.cast import PASSWORD

ASKED = {"username": "fay", "name": "Fay Okoro", "password": PASSWORD, "project": "Mill Lane"}


def opened(**changes: Any) -> tuple[User, Project]:
    return first_run.open_install(**{"given": first_run.code(), **ASKED, **changes})


@pytest.mark.django_db
def test_the_first_user_runs_the_install_and_supervises_the_project() -> None:
    user, project = opened(blind=True, coders_per_document=2)
    assert (user.shown_name, user.is_staff, user.check_password(PASSWORD)) == ("Fay Okoro", True, True)
    assert (project.role_of(user), project.blind, project.coders_per_document) == ("supervisor", True, 2)
    assert set(Event.objects.values_list("kind", flat=True)) >= {"user", "project"}


@pytest.mark.django_db
def test_the_code_is_read_as_people_type_it_and_no_other_is_taken() -> None:
    for wrong in ("", "AAAA-AAAA-AAAA-AAAA", first_run.code()[:-1], "é"):
        with pytest.raises(Forbidden):
            opened(given=wrong)
    assert opened(given=f" {first_run.code().lower()} ")


@pytest.mark.django_db
def test_a_refusal_of_the_project_leaves_no_user_behind() -> None:
    with pytest.raises(Invalid) as refused:
        opened(project="")
    assert refused.value.field == "project"
    with pytest.raises(Invalid):
        opened(password="12345")
    assert first_run.is_open()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_once", [overlapping, together])
def test_of_two_at_once_one_is_refused(at_once: Any) -> None:
    outcomes = at_once(opened, lambda: opened(username="gil", project="Quay"))
    assert sorted(type(outcome) for outcome in outcomes if not isinstance(outcome, tuple)) == [Conflict]
    assert User.objects.count() == Project.objects.count() == 1
    with pytest.raises(Conflict):
        opened(username="hal")
