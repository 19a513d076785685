"""The addresses of the pages. All but `open_page` ask for a sign-in first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from annotator.web.pages import (
    bulk,
    citing,
    closed,
    comments,
    dashboard,
    document,
    first_run,
    guideline,
    health,
    home,
    live,
    members,
    mentions,
    origin,
    project,
    project_review,
    queue,
    releases,
    review,
    search,
    settings,
    suggestions,
    tags,
    tokens,
    upload,
    workbench,
)

type View = Callable[..., HttpResponseBase]


def page(route: str, view: View, name: str) -> URLPattern:
    """A page for people who are signed in."""
    return path(route, login_required(view), name=name)


def open_page(route: str, view: View, name: str) -> URLPattern:
    """A page that looks after its own door."""
    return path(route, view, name=name)


PROJECT, DOCUMENT = "projects/<slug:slug>/", "documents/<uuid:key>/"

urlpatterns = [
    open_page("", first_run.unless_empty(login_required(home.projects)), "projects"),
    open_page("first-run/", first_run.first_run, "first_run"),
    page(PROJECT, project.project, "project"),
    page(PROJECT + "search/", search.search, "search"),
    page(PROJECT + "upload/", upload.upload, "upload"),
    page(PROJECT + "paste/", upload.paste, "paste"),
    page(PROJECT + "next/", queue.next_document, "next_document"),
    page(PROJECT + "decided/", queue.decided, "decided"),
    page(PROJECT + "assign/", bulk.assign, "assign"),
    page(PROJECT + "unassign/", bulk.unassign, "bulk_unassign"),
    page(PROJECT + "withdraw/", bulk.withdraw, "bulk_withdraw"),
    page(PROJECT + "restore/", bulk.restore, "bulk_restore"),
    page(PROJECT + "assignments/<uuid:key>/remove/", project.unassign, "unassign"),
    page(PROJECT + "assignments/<uuid:key>/handin/", project.hand_in_for, "hand_in_for"),
    page(PROJECT + "review/", project_review.project_review, "project_review"),
    page(PROJECT + "releases/", releases.releases, "releases"),
    page(PROJECT + "releases/<int:number>/progress/", releases.progress, "release_progress"),
    page(PROJECT + "releases/<int:number>/cancel/", releases.cancel, "release_cancel"),
    page(PROJECT + "releases/<int:number>/files/<str:name>", releases.download, "release_file"),
    page(PROJECT + "members/", members.members, "members"),
    page(PROJECT + "members/<str:username>/role/", members.change_role, "member_role"),
    page(PROJECT + "members/<str:username>/remove/", members.remove, "member_remove"),
    page(PROJECT + "members/<str:username>/link/", members.new_link, "member_link"),
    page(PROJECT + "dashboard/", dashboard.dashboard, "dashboard"),
    page(PROJECT + "guideline/", guideline.guideline, "guideline"),
    page(PROJECT + "settings/", settings.project_settings, "project_settings"),
    page(DOCUMENT, workbench.workbench, "workbench"),
    page(DOCUMENT + "cards/", workbench.cards, "cards"),
    page(DOCUMENT + "suggestions/", suggestions.suggestions, "suggestions"),
    page(DOCUMENT + "handin/", queue.hand_in, "hand_in"),
    page(DOCUMENT + "reopen/", queue.reopen, "reopen"),
    page(DOCUMENT + "loose-ends/", queue.loose_ends, "loose_ends"),
    page(DOCUMENT + "others/", comments.others, "others"),
    page(DOCUMENT + "live/", live.live, "live"),
    page(DOCUMENT + "tags/<uuid:tag>/", tags.put_tag, "tag"),
    page(DOCUMENT + "tags/<uuid:tag>/retract/", tags.retract, "tag_retract"),
    page(DOCUMENT + "tags/<uuid:tag>/restore/", tags.restore, "tag_restore"),
    page(DOCUMENT + "tags/<uuid:tag>/comments/", comments.talk, "comments"),
    page(DOCUMENT + "tags/<uuid:tag>/comments/<uuid:comment>/", comments.put_comment, "comment"),
    page(DOCUMENT + "tags/<uuid:tag>/comments/<uuid:comment>/retract/", comments.retract, "comment_retract"),
    page(DOCUMENT + "tags/<uuid:tag>/comments/<uuid:comment>/restore/", comments.restore, "comment_restore"),
    page(DOCUMENT + "edit/", document.edit, "document_edit"),
    page(DOCUMENT + "origin/", origin.origin, "document_origin"),
    page(DOCUMENT + "citable/", citing.citable, "citable"),
    page(DOCUMENT + "withdraw/", document.withdraw, "document_withdraw"),
    page(DOCUMENT + "restore/", document.restore, "document_restore"),
    page(DOCUMENT + "review/", review.review, "review"),
    page(DOCUMENT + "review/settle/", review.settle, "review_settle"),
    page(DOCUMENT + "review/<uuid:item>/decide/", review.decide, "decide"),
    page(DOCUMENT + "review/<uuid:item>/reopen/", review.reopen_item, "reopen_item"),
    page("mentions/", mentions.mentions, "mentions"),
    page("mentions/seen/", mentions.see_all, "mentions_seen"),
    page("mentions/<uuid:key>/", mentions.open_mention, "mention_open"),
    page("tokens/", tokens.tokens, "tokens"),
    page("tokens/<uuid:key>/revoke/", tokens.revoke, "token_revoke"),
    open_page("language/", require_POST(set_language), "set_language"),
    open_page("health/live", health.live, "health_live"),
    open_page("health/ready", health.ready, "health_ready"),
    open_page("metrics", health.metrics, "metrics"),
    # Of the sign-in library, not used here.
    page("accounts/email/", closed.closed, "closed_email"),
    page("accounts/confirm-email/", closed.closed, "closed_confirm"),
    page("accounts/confirm-email/<path:key>/", closed.closed, "closed_confirm_key"),
    page("accounts/login/code/confirm/", closed.closed, "closed_code"),
]
