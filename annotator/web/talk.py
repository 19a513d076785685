"""What is said about tags, as pages show it: threads of one level, with those in bold whom they mention."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Prefetch
from django.utils.safestring import SafeString, mark_safe

from annotator.accounts.models import User
from annotator.annotations.commenting import names_in, readers
from annotator.annotations.models import Comment, Mention, Tag
from annotator.documents.models import Document, DocumentState
from annotator.permissions import can_comment

PEOPLE = 200  # offered after an @; others can be written out


class Said(NamedTuple):
    """One comment, its words as HTML, and what answers it."""

    comment: Comment
    words: SafeString
    mine: bool
    replies: list["Said"]


class Talk(NamedTuple):
    """All that is said on one tag, as far as the reader may know of it, and whom he can mention."""

    tag: Tag
    said: list[Said]
    can_comment: bool
    people: Sequence[User]

    @property
    def size(self) -> int:
        every = [one for top in self.said for one in (top, *top.replies)]
        return sum(one.comment.retracted_at is None for one in every)


def talks(user: User, document: Document, tags: Iterable[Tag]) -> list[Talk]:
    """What is said on `tags` of `document`, which `user` may see; as many queries for one as for many."""
    tags = list(tags)
    said = _said(user, tags)
    closed = document.withdrawn_at is not None or document.state == DocumentState.SUPERSEDED
    writes = not closed and can_comment(user, document.project)
    people = list(readers(document, tags)[:PEOPLE]) if writes else []
    return [Talk(tag, said.get(tag.pk, []), writes, people) for tag in tags]


def counts_of(user: User, tags: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many comments `user` can read on each tag that has any."""
    comments = Comment.objects.visible_to(user).live().filter(tag__in=list(tags))
    return dict(comments.order_by().values_list("tag").annotate(Count("pk")))


def _said(user: User, tags: list[Tag]) -> dict[UUID, list[Said]]:
    """The threads by tag. What someone else retracted is there only where something answers it."""
    mentions = Prefetch("mentions", Mention.objects.select_related("user"))
    rows = Comment.objects.visible_to(user).filter(tag__in=tags).select_related("by")
    every = [Said(row, _words(row), row.by_id == user.pk, []) for row in rows.prefetch_related(mentions)]
    threads = {one.comment.pk: one for one in every if one.comment.reply_to_id is None}
    for one in every:
        above = threads.get(one.comment.reply_to_id or one.comment.pk)
        if above is not None and above is not one and _shown(one):
            above.replies.append(one)
    found: dict[UUID, list[Said]] = {}
    for one in threads.values():
        if one.replies or _shown(one):
            found.setdefault(one.comment.tag_id, []).append(one)
    return found


def _shown(said: Said) -> bool:
    return said.mine or said.comment.retracted_at is None


def _words(comment: Comment) -> SafeString:
    names = {mention.user.username.lower() for mention in comment.mentions.all()}
    return mark_safe("".join(_marked(comment.text, names)))  # noqa: S308  escaped in _marked


def _marked(text: str, names: set[str]) -> Iterator[str]:
    at = 0
    for start, end, name in names_in(text):
        if name in names and start >= at:
            yield f'{escape(text[at:start])}<b class="at">{escape(text[start:end])}</b>'
            at = end
    yield escape(text[at:])
