"""The other documents of a project, to cite a passage of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotator.documents.models import Document
from annotator.web.scope import document_of, user_of

SHOWN = 20


@require_GET
def citable(request: HttpRequest, key: UUID) -> HttpResponse:
    """Those whose title holds the words that were typed, newest first, as a fragment."""
    user, document = user_of(request), document_of(request, key)
    seen = (
        Document.objects.visible_to(user).live().filter(project=document.project_id).exclude(pk=document.pk)
    )
    for word in request.GET.get("q", "").replace("\0", "").split()[:10]:
        seen = seen.filter(title__icontains=word)
    found = seen.only("title", "published_at", "source__name").select_related("source").order_by("-id")
    return render(request, "fragments/documents_to_cite.html", {"documents": found[:SHOWN]})
