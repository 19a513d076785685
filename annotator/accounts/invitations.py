"""The one-time link by which a new user sets his first password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from annotator.accounts.models import User


def link_for(user: User) -> str:
    """An absolute address, good for PASSWORD_RESET_TIMEOUT and until a password is set."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return str(get_adapter().get_reset_password_from_key_url(key))
