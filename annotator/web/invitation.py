"""Who may hand a new user his link again."""

from annotator.accounts.models import User
from annotator.permissions import Role
from annotator.projects.models import Membership


def may_be_invited_by(supervisor: User, guest: User) -> bool:
    """True while the guest has no password, and for who supervises every project the guest is in.

    A link opens all that its user may see, so it is nobody else's to make.
    """
    supervised = Membership.objects.filter(user=supervisor, role=Role.SUPERVISOR).values("project")
    elsewhere = guest.memberships.exclude(project__in=supervised)
    return (
        guest.is_active and not guest.is_staff and not guest.has_usable_password() and not elsewhere.exists()
    )
