"""What every page's menu counts: mentions that the reader has not opened."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from annotator.annotations.models import Mention


def unseen_mentions(request: HttpRequest) -> dict[str, Any]:
    """For templates; asked for only where it is shown."""
    return {"unseen_mentions": SimpleLazyObject(lambda: _count(request))}


def _count(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return Mention.objects.visible_to(user).unseen().count()
