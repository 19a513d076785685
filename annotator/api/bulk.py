"""Many tags in one request, all or none; a refusal says which one it is about."""

from typing import Any

from annotator.accounts.models import User
from annotator.annotations import actions as annotations
from annotator.annotations.models import Tag
from annotator.api import placing
from annotator.api.problems import Problem, error_of
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Invalid, Missing, Refusal
from annotator.permissions import check_can_tag

MOST = 1000
OF_ONE = {"place_taken", "key_used"}  # conflicts of one tag; the others are the document's


def tag_all(*, by: User, document: Document, given: Any) -> list[Tag]:
    """The tags, in the order given. Problem 422 names the one that was refused."""
    if not isinstance(given, list):
        detail = "The body must be a list of tags."
        raise Problem(400, detail, [{"field": "", "code": "type", "detail": detail}])
    if not 1 <= len(given) <= MOST:
        raise Invalid("length", f"Send 1 to {MOST} tags at once.")
    check_can_tag(by, document.project)
    items = [_arguments(document, one, index) for index, one in enumerate(given)]
    try:
        return annotations.tag_many(by=by, document=document, items=items)
    except (Invalid, Missing, Conflict) as refusal:
        if isinstance(refusal, Conflict) and refusal.code not in OF_ONE:
            refusal.extra.pop("index", None)
            raise
        if "tag" in refusal.extra and not Tag.objects.filter(pk=refusal.extra["tag"]).exists():
            del refusal.extra["tag"]  # one of the list, which is not there
        raise Problem(422, refusal.detail, [error_of(refusal)]) from refusal


def _arguments(document: Document, one: Any, index: int) -> dict[str, Any]:
    try:
        found = placing.object_of(one, placing.CREATE)
        key = placing.key_of(found["id"]) if found.get("id") is not None else None
        return {**placing.arguments(document, found), "key": key}
    except Problem as problem:
        raise Problem(
            problem.status, problem.detail, [{**e, "index": index} for e in problem.errors]
        ) from problem
    except Refusal as refusal:
        refusal.extra["index"] = index
        raise
