"""Users keep their names, tokens keep their secrets."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotator.accounts.actions import create_token, create_user, revoke_token, token_from
from annotator.accounts.models import ApiToken, Session, User
from annotator.accounts.sessions import SessionStore
from annotator.audit.models import Event
from annotator.jobs.tasks import forget_sessions
from annotator.lib.refusals import Invalid, Missing
from tests.at_once import overlapping
from tests.cast import Cast


def test_a_token_is_stored_as_its_hash_alone(cast: Cast) -> None:
    token, secret = create_token(by=cast.ada, name="laptop", scopes=["read"])
    stored = ApiToken.objects.values().get(pk=token.pk)
    assert stored["digest"] == hashlib.sha256(secret.encode()).hexdigest()
    assert not any(secret in str(value) for value in stored.values())
    assert secret.startswith(stored["start"])
    assert secret not in str(Event.objects.filter(object_id=token.pk).values())


def test_a_live_token_is_found_with_its_user(cast: Cast) -> None:
    token, secret = create_token(by=cast.ada, name="laptop", scopes=["write", "read"])
    found = token_from(secret)
    assert found is not None
    assert (found, found.user, found.scopes) == (token, cast.ada, ["read", "write"])


def test_the_use_of_a_token_is_noted(cast: Cast) -> None:
    token, secret = create_token(by=cast.ada, name="laptop", scopes=["read"])
    token_from(secret)
    token.refresh_from_db()
    assert token.last_used_at is not None


@pytest.mark.parametrize("secret", ["", "ann_", "ann_nobody", "\x00", "🙂"])
def test_no_token_is_found_for_a_wrong_secret(cast: Cast, secret: str) -> None:
    create_token(by=cast.ada, name="laptop", scopes=["read"])
    assert token_from(secret) is None


def test_a_revoked_token_opens_nothing_and_stays_revoked(cast: Cast) -> None:
    token, secret = create_token(by=cast.ada, name="laptop", scopes=["read"])
    revoke_token(by=cast.ada, token=token)
    revoke_token(by=cast.ada, token=token)
    assert token_from(secret) is None
    assert Event.objects.filter(object_id=token.pk, op="retracted").count() == 1


def test_nobody_revokes_someone_elses_token(cast: Cast) -> None:
    token, secret = create_token(by=cast.ada, name="laptop", scopes=["read"])
    with pytest.raises(Missing):
        revoke_token(by=cast.cleo, token=token)
    assert token_from(secret) == token


def test_an_expired_token_opens_nothing(cast: Cast) -> None:
    soon = timezone.now() + timedelta(hours=1)
    token, secret = create_token(by=cast.ada, name="laptop", scopes=["read"], expires_at=soon)
    assert token_from(secret) == token
    assert list(ApiToken.objects.live(at=soon)) == []
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())
    assert token_from(secret) is None


def test_the_token_of_an_inactive_user_opens_nothing(cast: Cast) -> None:
    _, secret = create_token(by=cast.ada, name="laptop", scopes=["read"])
    User.objects.filter(pk=cast.ada.pk).update(is_active=False)
    assert token_from(secret) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["read", "root"]},
        {"name": "n" * 101},
        {"name": "\ud800"},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
)
def test_a_wrong_token_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        create_token(**{"by": cast.ada, "name": "laptop", "scopes": ["read"], **wrong})
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("name", ["ada", "Ada", "ADA", "ａｄａ"])
def test_a_username_is_never_given_twice_in_any_case_or_width(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid, match="taken"):
        create_user(by=None, username=name)


def test_the_name_of_an_inactive_user_is_not_given_again(cast: Cast) -> None:
    User.objects.filter(pk=cast.ada.pk).update(is_active=False)
    with pytest.raises(Invalid):
        create_user(by=None, username="Ada")


@pytest.mark.parametrize("name", ["..", "", " ", "a b", "a/b", "x" * 151, "ﷺ" * 20, "\x00", "\ud800", "a\n"])
def test_a_bad_username_is_refused(db: None, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_user(by=None, username=name)
    assert refused.value.field == "username"


@pytest.mark.parametrize("email", ["nobody", f"{'x' * 250}@example.org", "a@b\x00", "\ud800@example.org"])
def test_a_bad_email_address_is_refused(db: None, email: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_user(by=None, username="gus", email=email)
    assert refused.value.field == "email"


def test_who_has_no_password_can_not_sign_in_with_an_empty_one(db: None) -> None:
    user = create_user(by=None, username="gus")
    assert not user.has_usable_password()
    assert not user.check_password("")


def test_the_database_refuses_a_name_in_another_case(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ADA")


def test_the_database_refuses_an_unknown_scope(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.create(user=cast.ada, name="x", start="x", digest="x", scopes=["root"])


def test_sessions_that_have_ended_by_time_are_forgotten(cast: Cast) -> None:
    for days in (-1, 1):
        session = SessionStore()
        session.set_expiry(timezone.now() + timedelta(days=days))
        session.save()
    forget_sessions()
    assert [row.expire_date > timezone.now() for row in Session.objects.all()] == [True]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_create_a_user_at_once_one_is_told_that_the_name_is_taken() -> None:
    one, two = overlapping(
        lambda: create_user(by=None, username="gus"), lambda: create_user(by=None, username="Gus")
    )
    assert isinstance(one, User)
    assert isinstance(two, Invalid)
    assert two.code == "taken"
