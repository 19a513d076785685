"""Who is signed in, asked by every page: Django's database sessions and users, read by two written-out statements."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from annotator.accounts.models import User
from annotator.audit.rows import Shape

_USER = Shape(User, "u")
_FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_WHO = f"SELECT {_USER.columns} FROM accounts_user u WHERE u.id = %s AND u.is_active"  # noqa: S608  column names


class SessionStore(db.SessionStore):
    """Django's own store in all but how a session is found."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_FIND, (self.session_key, timezone.now()))
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's back end: a name or an e-mail address, and a password."""

    def get_user(self, user_id: UUID) -> User | None:
        with connection.cursor() as cursor:
            cursor.execute(_WHO, (user_id,))
            row = cursor.fetchone()
        return _USER.take(row)[0] if row else None
