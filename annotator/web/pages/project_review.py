"""What awaits review in a project, and what is decided."""

from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.accounts.models import User
from annotator.documents.models import Document, DocumentState
from annotator.permissions import can_decide
from annotator.projects.models import Project
from annotator.review.models import ItemState
from annotator.web.scope import project_for, user_of

PAGE = 50


@require_safe
def project_review(request: HttpRequest, slug: str) -> HttpResponse:
    user, project = user_of(request), project_for(request, slug)
    state = DocumentState.DECIDED if request.GET.get("state") == "decided" else DocumentState.IN_REVIEW
    documents, after = complete(user, project, state, request.GET.get("after", ""))
    context = {"project": project, "documents": documents, "next_page": after, "state": state}
    return render(request, "pages/project_review.html", context | {"can_decide": can_decide(user, project)})


def complete(user: User, project: Project, state: str, after: str) -> tuple[list[Document], str]:
    """Complete documents in this state, each with its counts of items; nothing here is hidden from members."""
    items = {
        "items": Count("review_items"),
        "waiting": Count("review_items", filter=Q(review_items__state=ItemState.OPEN)),
        "disagreed": Count(
            "review_items", filter=Q(review_items__state=ItemState.OPEN, review_items__agreed=False)
        ),
    }
    documents = Document.objects.visible_to(user).live().filter(project=project, state=state)
    try:
        documents = documents.filter(pk__gt=UUID(after)) if after else documents
    except ValueError as error:
        raise Http404("There is no such place in the list.") from error
    found = list(
        documents.defer("text").select_related("source").order_by("id").annotate(**items)[: PAGE + 1]
    )
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""
