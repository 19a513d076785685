"""The first run of an empty install: one person opens it and becomes the supervisor of its first project.

Whoever comes first must not be a stranger, so the page asks for a code that only the operator reads, in what the
server prints. It is derived from the secret key: nothing is stored, every process knows it, and it opens nothing any
more once there is a user, as users are never deleted. It is asked for on a laptop too: a request from loopback may be
another user of the machine, or have come through a proxy.
"""

import base64
import textwrap
from typing import Any

from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from annotator.accounts.actions import create_user
from annotator.accounts.models import User
from annotator.accounts.passwords import set_password
from annotator.audit.record import action
from annotator.lib.refusals import Conflict, Forbidden, Invalid
from annotator.lib.words import words
from annotator.projects.actions import create_project
from annotator.projects.models import Project

_LOCK = 7_305_801_442  # any number: it names this lock in the database


def is_open() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def code() -> str:
    """The code of this install: 80 bits as four groups of letters and digits."""
    digest = salted_hmac("annotator.first_run", "code", algorithm="sha256").digest()
    return "-".join(textwrap.wrap(base64.b32encode(digest[:10]).decode(), 4))


@action
def open_install(
    *,
    given: str,
    username: str,
    name: str = "",
    email: str = "",
    password: str,
    project: str,
    **settings: Any,
) -> tuple[User, Project]:
    """The first user, who runs the install, and his project; `settings` are the project's. Of two at once one waits for
    the other and is refused. Raises Forbidden for a wrong code, Conflict where there is a user, Invalid for the rest.
    """
    if not constant_time_compare("".join(given.split()).upper(), code()):
        raise Forbidden("code", "This is not the code that the server printed at its start.", field="code")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if not is_open():
        raise Conflict("opened", "Someone has opened this install already: sign in.")
    user = create_user(by=None, username=username, email=email)
    user.first_name, user.is_staff = words("name", name, 150).strip(), True
    user.save(update_fields=["first_name", "is_staff"])
    set_password(by=user, user=user, password=password)
    try:
        return user, create_project(by=user, name=project, **settings)
    except Invalid as refusal:
        field = "project" if refusal.field in {"name", "slug"} else refusal.field
        raise Invalid(refusal.code, refusal.detail, field=field) from refusal
