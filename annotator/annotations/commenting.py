"""Writes of comments: say something about a tag, take it back, bring it back; and who is mentioned."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from annotator.accounts.models import User
from annotator.annotations.models import Comment, Mention, Tag
from annotator.audit.models import Op
from annotator.audit.record import action, record
from annotator.documents import coding
from annotator.documents.models import Document
from annotator.lib.refusals import Conflict, Forbidden, Invalid, Missing
from annotator.lib.words import words
from annotator.permissions import Role, check_can_comment

LENGTH = 5000
AT_NAME = re.compile(r"(?<![\w@.+-])@([\w@.+-]+)")
AFTER_NAME = "@.+-"  # may end a username, and ends a sentence more often


@action
def comment(
    *, by: User, tag: Tag, text: str, reply_to: UUID | None = None, key: UUID | None = None
) -> tuple[Comment, bool]:
    """Say `text` about `tag`; returns the comment and whether it is new.

    `reply_to` names a comment on the same tag that answers none itself. `key` is the UUID that the client made, under
    which a repeat changes nothing and revives nothing. Each `@username` of a member who may read it mentions him; any
    other name stays plain text. Raises Invalid, Conflict (key used otherwise, document closed), Forbidden, Missing.
    """
    check_can_comment(by, tag.document.project)
    _check_sees(by, tag)
    text = words("text", text, LENGTH).strip()
    if known := _by_key(key):
        return _repeated(known, by, tag, text, reply_to), False
    coding.check_not_closed(tag.document)
    if not text:
        raise Invalid("empty", "A comment needs words.", field="text")
    answered = _answered(by, tag, reply_to) if reply_to else None
    try:
        with transaction.atomic():
            made = Comment.objects.create(
                **({"pk": key} if key else {}),
                tag=tag,
                by=by,
                text=text,
                reply_to=answered,
                as_supervisor=tag.document.project.role_of(by) == Role.SUPERVISOR,
            )
    except IntegrityError:
        if known := _by_key(key):  # the same request was quicker
            return _repeated(known, by, tag, text, reply_to), False
        raise
    mentioned = list(_named(made.text, readers(tag.document, [tag])).exclude(pk=by.pk))
    Mention.objects.bulk_create([Mention(comment=made, user=user) for user in mentioned])
    _note(by, made, Op.CREATED, mentions=[user.pk for user in mentioned])
    return made, True


@action
def retract_comment(*, by: User, comment: Comment) -> Comment:
    """Take one's own comment back: what answers it stays. A retracted one stays as it is."""
    found = _own(by, comment)
    if found.retracted_at is None:
        found.retracted_at = timezone.now()
        found.save(update_fields=["retracted_at"])
        _note(by, found, Op.RETRACTED)
    return found


@action
def restore_comment(*, by: User, comment: Comment) -> Comment:
    """Bring one's own retracted comment back as it was."""
    found = _own(by, comment)
    if found.retracted_at is not None:
        found.retracted_at = None
        found.save(update_fields=["retracted_at"])
        _note(by, found, Op.RESTORED)
    return found


@action
def see_mentions(*, by: User, mentions: QuerySet[Mention]) -> int:
    """Those of `mentions` that are his count as seen; nobody else learns of it, so history does not either."""
    return mentions.filter(user=by, seen_at=None).update(seen_at=timezone.now())


def check_may_retract(by: User, comment: Comment) -> None:
    """Raise Forbidden unless `by` wrote the comment and may still comment."""
    if comment.by_id != by.pk:
        raise Forbidden("not_yours", "Only who wrote a comment may take it back.")
    check_can_comment(by, comment.tag.document.project)


def readers(document: Document, tags: Iterable[Tag] = ()) -> QuerySet[User]:
    """The members who may read what is said on `tags` of `document`: before a blind document is complete the
    supervisors and the analysts of these tags."""
    member = Q(memberships__project=document.project_id)
    if document.project.blind and not document.complete:
        analysts = [tag.analyst_id for tag in tags]
        member &= Q(memberships__role=Role.SUPERVISOR) | Q(pk__in=analysts)
    return User.objects.filter(member, is_active=True).order_by("username")


def names_in(text: str) -> Iterator[tuple[int, int, str]]:
    """`(start, end, name)` of what may be a username after an @, in lower case; first with, then without what may as
    well end a sentence."""
    for found in AT_NAME.finditer(text):
        for name in dict.fromkeys((found[1], found[1].rstrip(AFTER_NAME))):
            yield found.start(), found.start(1) + len(name), name.lower()


def _named(text: str, members: QuerySet[User]) -> QuerySet[User]:
    """Those of `members` whom `text` mentions; usernames differ in more than their case."""
    return members.alias(name=Lower("username")).filter(name__in={name for *_, name in names_in(text)})


def _answered(by: User, tag: Tag, key: UUID) -> Comment:
    found = Comment.objects.visible_to(by).filter(pk=key, tag=tag).first()
    if found is None:
        raise Invalid("unknown", "There is no such comment on this tag.", field="reply_to")
    if found.reply_to_id is not None:
        raise Invalid("depth", "Answer the comment that begins the thread.", field="reply_to")
    return found


def _check_sees(by: User, tag: Tag) -> None:
    if not Tag.objects.visible_to(by).filter(pk=tag.pk).exists():
        raise Missing("not_found", "There is no such tag.")


def _by_key(key: UUID | None) -> Comment | None:
    return Comment.objects.filter(pk=key).first() if key else None


def _repeated(known: Comment, by: User, tag: Tag, text: str, reply_to: UUID | None) -> Comment:
    if (known.by_id, known.tag_id, known.text, known.reply_to_id) == (by.pk, tag.pk, text, reply_to):
        return known
    if Comment.objects.visible_to(by).filter(pk=known.pk).exists():
        raise Conflict("key_used", "This id is used by another comment.")
    raise Missing("not_found", "There is no such comment.")


def _own(by: User, comment: Comment) -> Comment:
    """The comment, locked, if `by` wrote it and may still write on its document."""
    check_may_retract(by, comment)
    coding.check_not_closed(comment.tag.document)
    locked = Comment.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("tag__document").get(pk=comment.pk)


def _note(by: User, comment: Comment, op: Op, **data: Any) -> None:
    document, analyst = comment.tag.document, comment.tag.analyst_id
    told = (
        analyst if comment.as_supervisor or comment.by_id == analyst else None
    )  # as `Comment.visible_to` has it
    record(
        by=by.pk, project=document.project_id, kind="comment", op=op, object_id=comment.pk,
        owner=told, document=document.pk, tag=comment.tag_id, reply_to=comment.reply_to_id, **data,
    )  # fmt: skip
