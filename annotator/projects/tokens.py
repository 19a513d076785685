"""Who may have which token: never more than one's role, and a program never more than its own token."""

from collections.abc import Collection
from datetime import datetime

from annotator.accounts import actions as accounts
from annotator.accounts.models import ApiToken, User
from annotator.audit.record import action
from annotator.lib.refusals import Forbidden, Missing
from annotator.permissions import SCOPES, scopes_of
from annotator.projects.models import Project


@action
def issue_token(
    *,
    by: User,
    name: str,
    scopes: Collection[str],
    project: Project | None = None,
    expires_at: datetime | None = None,
    under: ApiToken | None = None,
) -> tuple[ApiToken, str]:
    """A token of `by` himself and its secret. `under` is the token that asks, none for a person at a page.

    Raises Forbidden for more scopes than the role allows, in the project where there is one, and for more scopes,
    projects or life than `under` has.
    """
    allowed = scopes_of(by)
    if project is not None and not by.is_staff:
        allowed = SCOPES.get(project.role_of(by) or "", frozenset())
    if not set(scopes) <= allowed:
        raise Forbidden("scopes", f"Your role allows: {', '.join(sorted(allowed))}.", field="scopes")
    if under is not None:
        _check_within(under, scopes, project, expires_at)
    key = project.pk if project else None
    return accounts.create_token(by=by, name=name, scopes=scopes, project=key, expires_at=expires_at)


@action
def revoke_token(*, by: User, token: ApiToken, under: ApiToken | None = None) -> None:
    """Shut a token of `by` for ever. A program may shut its own, and those that can do no more than its own."""
    if token.user_id != by.pk:
        raise Missing("not_found", "There is no such token.")
    if under is not None and under != token and not is_within(token, under):
        raise Forbidden("more_than_own", "This token can do more than the one you use.")
    accounts.revoke_token(by=by, token=token)


def is_within(token: ApiToken, under: ApiToken) -> bool:
    """`token` has no scope, project or life that `under` has not."""
    lives = under.expires_at is None or (
        token.expires_at is not None and token.expires_at <= under.expires_at
    )
    opens = under.project_id in {None, token.project_id}
    return lives and opens and set(token.scopes) <= set(under.scopes)


def _check_within(
    under: ApiToken, scopes: Collection[str], project: Project | None, expires_at: datetime | None
) -> None:
    wanted = ApiToken(scopes=list(scopes), project_id=project.pk if project else None, expires_at=expires_at)
    if not is_within(wanted, under):
        raise Forbidden(
            "more_than_own", "A token can not make one with more scopes, projects or life than its own."
        )
