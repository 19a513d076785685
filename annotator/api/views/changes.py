"""The changes of a project: what a mirror reads to miss nothing."""

from collections.abc import Iterable

from django.http import HttpResponse
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from annotator.accounts.models import ApiToken, User
from annotator.api import headers, lookups, shown, waiting
from annotator.api.authentication import UNKNOWN
from annotator.api.operations import operation
from annotator.api.problems import Problem
from annotator.api.renderers import encode
from annotator.api.resource import JSON, Resource
from annotator.api.serializers.changes import ChangesOut, ChangesQuery
from annotator.audit import feed
from annotator.audit.feed import Change
from annotator.audit.shifts import Reader


class Changes(Resource):
    @operation(
        "What happened since a cursor, in commit-safe order; `Prefer: wait=20` waits for something",
        name="changes",
        query=ChangesQuery,
        answers={200: ChangesOut},
        more=(headers.WAIT,),
        also=(410,),
        etag=False,
    )
    def get(self, request: Request, project: str) -> HttpResponse:
        seconds, self.after = waiting.wished(request), self.query.get("after", "")
        changes, honoured = waiting.until_any(
            lambda: self.read(project), again=self.check_token, seconds=seconds
        )
        answer = HttpResponse(_page(changes, self.after), content_type=JSON)
        if seconds and honoured:
            answer["Preference-Applied"] = f"wait={seconds}"
        return answer

    def read(self, key: str) -> list[Change]:
        """What there is after the place that was reached. The project is looked up each time: who waits may cease to be
        a member, or become another one."""
        project = lookups.project(self.request, key)
        reader = Reader(self.user.pk, project.role_of(self.user) or "")
        try:
            changes, self.after = feed.read(
                project=project.pk, reader=reader, after=self.after, limit=self.query["limit"],
                show=lambda kind, keys, live: shown.show(self.request, project, kind, keys, live=live),
            )  # fmt: skip
        except ValueError as wrong:
            raise _problem(400, "cursor", str(wrong)) from wrong
        except feed.OtherHistoryError as gone:
            raise _problem(410, "history", str(gone)) from gone
        return changes

    def check_token(self) -> None:
        """Raise unless the token still opens the door for who has waited with it."""
        if self.token and not ApiToken.objects.live().filter(pk=self.token.pk).exists():
            raise AuthenticationFailed(UNKNOWN)


def _problem(status: int, code: str, detail: str) -> Problem:
    return Problem(status, detail, [{"field": "after", "code": code, "detail": detail}])


def _page(changes: list[Change], after: str) -> bytes:
    names = _names({change.by for change in changes if change.by})
    lines = (_line(change, names.get(change.by, "null")) for change in changes)
    return b'{"results":[' + b",".join(lines) + b'],"next":"' + after.encode() + b'"}'


def _line(change: Change, by: str) -> bytes:
    """One change as JSON. Written out, since there are a thousand on a page: all but names are plain letters."""
    when = f'"cursor":"{change.cursor}","at":"{change.at}","by":{by}'
    about = f'"kind":"{change.kind}","op":"{change.op}","id":"{change.id}"'
    data = f'{{"id":"{change.id}"}}'.encode() if change.data is None else change.data
    return b'{%b,"data":%b}' % (f"{when},{about}".encode(), data)


def _names(keys: Iterable[str]) -> dict[str | None, str]:
    """The names of users as JSON."""
    found = User.objects.filter(pk__in=keys).values_list("pk", "username")
    return {str(key): encode(name).decode() for key, name in found}
