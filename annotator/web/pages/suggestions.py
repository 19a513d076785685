"""Sentences worth checking, for the workbench: asked for after the page has come, made anew each time, never stored."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from annotator.suggestions import RULES, Suggestion, suggest
from annotator.web.scope import document_of

LONGEST = 400_000  # code points that are read of a text: about a third of a second
_WORDS = {rule.name: rule.words for rule in RULES}


@require_safe
@cache_control(private=True, max_age=600)
def suggestions(request: HttpRequest, key: UUID) -> HttpResponse:
    """Places in code points, in reading order, each with its claim and the words that say why; 404 where off."""
    document = document_of(request, key)
    if not document.project.suggests:
        raise Http404("Suggestions are off in this project.")
    passages = document.passages.values_list("start", "end")
    found = suggest(document.text[:LONGEST], document.language, passages)
    return JsonResponse({"suggestions": [wire(one) for one in found]})


def wire(one: Suggestion) -> dict[str, Any]:
    start, end = one.claim
    return {
        "start": one.start,
        "end": one.end,
        "claim": {"start": start, "end": end},
        "why": ", ".join(gettext(_WORDS[name]) for name in one.why),
    }
