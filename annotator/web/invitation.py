"""The link by which a new user sets the first password: good once, for as long as PASSWORD_RESET_TIMEOUT says."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from annotator.accounts.models import User
from annotator.permissions import Role
from annotator.projects.models import Membership


def invitation(user: User) -> str:
    """An absolute address; whoever has it can set the password, so it is shown to one person, once."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return str(get_adapter().get_reset_password_from_key_url(key))


def may_be_invited_by(supervisor: User, guest: User) -> bool:
    """True while the guest has no password, and for who supervises every project the guest is in.

    A link opens all that its user may see, so it is nobody else's to make.
    """
    supervised = Membership.objects.filter(user=supervisor, role=Role.SUPERVISOR).values("project")
    elsewhere = guest.memberships.exclude(project__in=supervised)
    return guest.is_active and not guest.is_staff and not guest.has_usable_password() and not elsewhere.exists()
