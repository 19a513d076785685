"""What is known about a document: edit it, withdraw the document, restore it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotator.documents import actions
from annotator.permissions import check_can_edit_document
from annotator.web.answers import accepted, page, pressed, see_other
from annotator.web.forms import DocumentForm
from annotator.web.scope import document_of, user_of


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    check_can_edit_document(user, document.project)
    form = DocumentForm(request.POST or None, instance=document)
    if request.method == "POST" and accepted(
        form, lambda values: actions.describe(by=user, document=document, **values)
    ):
        return see_other(request, "workbench", document.pk, said=_("Saved."))
    context = {"document": document, "project": document.project, "form": form}
    return page(request, "pages/document.html", context, form)


@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    return pressed(
        request, lambda: actions.withdraw(by=user, document=document), "project", document.project.slug,
        said=_("Withdrawn: “%(title)s”. You find it under “Withdrawn”.") % {"title": document.title},
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    user, document = user_of(request), document_of(request, key)
    return pressed(
        request, lambda: actions.restore(by=user, document=document), "project", document.project.slug,
        said=_("Restored: “%(title)s”.") % {"title": document.title},
    )  # fmt: skip
