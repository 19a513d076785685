"""A password given by the operator at the shell; people change their own on the sign-in pages."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from annotator.accounts.models import User
from annotator.audit.models import Op
from annotator.audit.record import action, record
from annotator.lib.refusals import Invalid


@action
def set_password(*, by: User | None, user: User, password: str) -> None:
    """Give `user` this password. Raises Invalid where it is too easy to guess."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("password", " ".join(error.messages), field="password") from error
    user.set_password(password)
    user.save(update_fields=["password"])
    record(
        by=by.pk if by else None, project=None, kind="user", op=Op.UPDATED, object_id=user.pk, fields=["password"]
    )  # fmt: skip
