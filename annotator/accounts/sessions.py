"""Who is signed in, asked by every page: Django's database sessions, each read together with its user."""

from typing import Any, cast
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from annotator.accounts.models import Session, User
from annotator.audit.rows import Shape

_USER = Shape(User, "u")
_FIND = f"""
SELECT s.session_data, {_USER.columns}
FROM accounts_session s LEFT JOIN accounts_user u ON u.id = s.user_id AND u.is_active
WHERE s.session_key = %s AND s.expire_date > %s
"""  # noqa: S608  column names alone
_WHO = f"SELECT {_USER.columns} FROM accounts_user u WHERE u.id = %s AND u.is_active"  # noqa: S608  column names


class SessionStore(db.SessionStore):
    """Django's own store in all but how a session is found: `user` is who had signed in and may still, or None."""

    user: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)  # type: ignore[attr-defined]
        return cast(Session, row)

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_FIND, (self.session_key, timezone.now()))
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        found, _ = _USER.take(row[1:])
        self.user = found if found.pk else None
        return self.decode(row[0])


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's back end: a name or an e-mail address, and a password."""

    def get_user(self, user_id: UUID) -> User | None:
        """The user of a session, who came with it; Django holds its hash of his password against his."""
        session = getattr(context.request, "session", None)
        if isinstance(session, SessionStore) and session.user and session.user.pk == user_id:
            return session.user
        with connection.cursor() as cursor:
            cursor.execute(_WHO, (user_id,))
            row = cursor.fetchone()
        return _USER.take(row)[0] if row else None
