"""Who published a document, and when: asked once, in its header, of who may say so."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from annotator.accounts.models import User
from annotator.documents import actions
from annotator.documents.models import Document
from annotator.permissions import can_edit_document, check_can_edit_document
from annotator.web.answers import pressed, see_other
from annotator.web.forms import OriginForm
from annotator.web.scope import document_of, user_of


def may_be_asked(user: User, document: Document) -> bool:
    """Whether the page asks `user`: something is missing, nobody was asked, and he may say it."""
    missing = document.source_id is None or document.published_at is None
    return missing and not document.origin_asked and can_edit_document(user, document.project)


@require_POST
def origin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what is known; “Not known” keeps that there is no more to know."""
    user, document = user_of(request), document_of(request, key)
    check_can_edit_document(user, document.project)
    form = OriginForm({} if "unknown" in request.POST else request.POST)
    if not form.is_valid():
        messages.error(request, gettext("That is no date."))
        return see_other(request, "workbench", document.pk)
    return pressed(
        request,
        lambda: actions.describe(by=user, document=document, origin_asked=True, **form.known()),
        "workbench", document.pk, said=gettext("Saved.") if form.known() else "",
    )  # fmt: skip
