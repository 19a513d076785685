"""Search over the texts and the tags of a project."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.documents.search import Query, planned_anew
from annotator.web import finding
from annotator.web.finding import Asked
from annotator.web.scope import project_for, user_of


@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    user, project, asked = user_of(request), project_for(request, slug), Asked.of(request.GET)
    query = Query.of(asked.words)
    context = {"project": project, "asked": asked, "query": query, **finding.choices(user, project)}
    if query or asked.narrowed:
        find = finding.tags_found if asked.where == "tags" else finding.documents_found
        with planned_anew():
            hits, after = find(user, project, asked, query)
            context |= {
                "hits": hits,
                "next_page": after,
                "document_count": finding.counted([finding.documents_of(user, project, asked, query)]),
                "tag_count": finding.counted(finding.tags_of(user, project, asked, query)),
            }
    return render(request, "pages/search.html", context)
