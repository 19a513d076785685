"""Members of a project."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from annotator.accounts import invitations
from annotator.accounts.models import Scope
from annotator.api import lookups
from annotator.api.operations import IF_MATCH, IF_MATCH_OPTIONAL, operation
from annotator.api.renderers import encode
from annotator.api.resource import Resource, address_of
from annotator.api.serializers.fields import PageQuery, page_of
from annotator.api.serializers.projects import MemberIn, MemberOut, NewMemberOut
from annotator.permissions import check_can_manage
from annotator.projects.models import Membership
from annotator.review import assigning


class Members(Resource):
    @operation("Members", name="members", query=PageQuery, answers={200: page_of(MemberOut)})
    def get(self, request: Request, project: str) -> HttpResponse:
        rows = lookups.project(request, project).memberships.select_related("user")
        return self.page(rows, lambda found: [encode(MemberOut(row).data) for row in found])


class Member(Resource):
    @operation("A member", name="member", answers={200: MemberOut})
    def get(self, request: Request, project: str, username: str) -> HttpResponse:
        found = lookups.member(lookups.project(request, project), username) or lookups.missing()
        return self.single(MemberOut(found).data)

    @operation(
        "Give someone a role; who is not known yet is created and invited by a link",
        name="member_set",
        scope=Scope.MANAGE,
        body=MemberIn,
        answers={200: MemberOut, 201: NewMemberOut},
        if_match=IF_MATCH_OPTIONAL,
    )
    def put(self, request: Request, project: str, username: str) -> HttpResponse:
        found = lookups.project(request, project)
        given = self.body()
        check_can_manage(self.user, found)
        standing = lookups.member(found, username)
        if standing:
            self.matched(MemberOut(standing).data, required=standing.role != given["role"])
        was = standing.role if standing else None
        made, is_new = assigning.set_member(by=self.user, project=found, username=username, was=was, **given)
        made.refresh_from_db()
        address = address_of("member", found.pk, made.user.username)
        if is_new:
            return self.secret(invited(made), location=address)
        status, location = (200, "") if standing else (201, address)
        return self.single(MemberOut(made).data, status, location=location)

    @operation(
        "End a membership; what the member wrote stays",
        name="member_remove",
        scope=Scope.MANAGE,
        answers={204: None},
        if_match=IF_MATCH,
    )
    def delete(self, request: Request, project: str, username: str) -> HttpResponse:
        found = lookups.project(request, project)
        membership = lookups.member(found, username) or lookups.missing()
        check_can_manage(self.user, found)
        self.matched(MemberOut(membership).data)
        assigning.remove_member(by=self.user, membership=membership)
        return HttpResponse(status=204)


def invited(membership: Membership) -> dict[str, object]:
    """A member who is new here, with the link by which he sets his password."""
    until = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    membership.link, membership.link_expires_at = invitations.link_for(membership.user), until  # type: ignore[attr-defined]
    return dict(NewMemberOut(membership).data)
