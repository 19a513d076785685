"""Writes to users and tokens."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from annotator.accounts.models import ApiToken, Scope, User
from annotator.audit.models import Op
from annotator.audit.record import action, record
from annotator.audit.rows import Shape
from annotator.lib.refusals import Invalid, Missing
from annotator.lib.words import words

TOKEN_START = "ann_"  # noqa: S105  by it secret scanners know our tokens


@action
def create_user(*, by: User | None, username: str, email: str = "", password: str | None = None) -> User:
    """A new user; without a password he sets one by a link. Raises Invalid for a bad or taken name."""
    user = User(
        username=User.normalize_username(words("username", username, 150)),
        email=User.objects.normalize_email(words("email", email, 254).strip()),
    )
    if user.username and not user.username.strip("."):
        raise Invalid("username", "A username of dots alone has no address.", field="username")
    user.set_password(password)
    try:
        user.clean_fields(exclude=["id", "password"])
        with transaction.atomic():
            user.save()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(field, " ".join(messages), field=field) from error
    except IntegrityError as error:
        raise Invalid("taken", "This username is taken.", field="username") from error
    record(by=by.pk if by else None, project=None, kind="user", op=Op.CREATED, object_id=user.pk)
    return user


def digest_of(token: str) -> str:
    """What is stored of a token: its SHA-256. A token is 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


@action
def create_token(
    *,
    by: User,
    name: str,
    scopes: Collection[str],
    project: UUID | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A token of `by` himself; returns the row and the secret, which is stored nowhere."""
    if not scopes or not set(scopes) <= set(Scope.values):
        raise Invalid("scopes", f"Choose one or more of {', '.join(Scope.values)}.", field="scopes")
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid("expires_at", "The expiry lies in the past.", field="expires_at")
    secret = TOKEN_START + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by, name=words("name", name, 100).strip() or "token", start=secret[:10], digest=digest_of(secret),
        scopes=[scope for scope in Scope.values if scope in scopes], project_id=project, expires_at=expires_at,
    )  # fmt: skip
    record(by=by.pk, project=None, kind="token", op=Op.CREATED, object_id=token.pk, scopes=token.scopes)
    return token, secret


@action
def revoke_token(*, by: User, token: ApiToken) -> None:
    """Shut a token of `by` for ever; doing it twice changes nothing. Raises Missing for someone else's."""
    if token.user_id != by.pk:
        raise Missing("not_found", "There is no such token.")
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record(by=by.pk, project=None, kind="token", op=Op.RETRACTED, object_id=token.pk)


def token_from(secret: str) -> ApiToken | None:
    """The live token with this secret, its user loaded; notes the use, at most once a minute."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_TOKEN_FROM, {"digest": digest_of(secret), "now": now})
        row = cursor.fetchone()
    if row is None:
        return None
    token, left = _TOKEN.take(row)
    token.user, _ = _USER.take(left)
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


_TOKEN, _USER = Shape(ApiToken, "t"), Shape(User, "u")
# The rule is `ApiTokenQuerySet.live`; tests hold the two together.
_TOKEN_FROM = f"""
SELECT {_TOKEN.columns}, {_USER.columns} FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id
WHERE t.digest = %(digest)s AND t.revoked_at IS NULL AND u.is_active
    AND (t.expires_at IS NULL OR t.expires_at > %(now)s)
"""  # noqa: S608  column names alone
