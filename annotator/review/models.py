"""Items of review, the decisions on them, and who was sent to which document next."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from annotator.accounts.models import User
from annotator.annotations.models import Status, Tag
from annotator.audit.rows import Row
from annotator.documents.models import Assignment, Document, DocumentState

USER = settings.AUTH_USER_MODEL


class ItemState(models.TextChoices):
    OPEN = "open"  # waits for a supervisor
    DECIDED = "decided"  # has a live Decision; its members never change
    RETRACTED = "retracted"  # its tags were grouped anew; kept for the decisions that it had


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    def visible_to(self, user: User) -> Self:
        """Items of the user's documents; before a document is complete again only its supervisors see them."""
        member = Q(document__project__memberships__user=user)
        supervisor = Q(document__project__memberships__role="supervisor")
        return self.filter(
            member & (supervisor | ~Q(document__state=DocumentState.OPEN)), document__withdrawn_at=None
        ).exclude(Q(document__state=DocumentState.SUPERSEDED) | Q(state=ItemState.RETRACTED))

    def awaiting_review(self) -> Self:
        """Items of complete documents that nobody has decided."""
        return self.filter(
            state=ItemState.OPEN, document__state=DocumentState.IN_REVIEW, document__withdrawn_at=None
        )


class ReviewItem(Row):
    """Tags of one Document that are judged together, at most one per analyst."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="review_items")
    start = models.PositiveIntegerField(help_text="first code point of its first tag")
    end = models.PositiveIntegerField(help_text="code point after the last of its last tag")
    agreed = models.BooleanField(help_text="two or more analysts, one status")
    state = models.CharField(max_length=9, choices=ItemState, default=ItemState.OPEN)
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        ordering = ["document", "start", "end", "id"]
        indexes = [models.Index(fields=["document", "state"], name="item_of_document")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="item_not_empty"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="item_state_known"),
        ]

    def __str__(self) -> str:
        return f"item [{self.start}, {self.end})"


class ItemTag(Row):
    """A Tag's place in a ReviewItem: a tag is judged in one item only."""

    item = models.ForeignKey(ReviewItem, models.CASCADE, related_name="members")
    tag = models.OneToOneField(Tag, models.PROTECT, related_name="membership")

    class Meta:
        ordering = ["item", "id"]

    def __str__(self) -> str:
        return f"{self.tag} in {self.item}"


class Decision(Row):
    """A supervisor's ruling on a ReviewItem: a status, or that there is no claim; with a reason."""

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="decisions")
    status = models.CharField(max_length=11, choices=Status, null=True)  # noqa: DJ001
    accepted = models.ForeignKey(
        Tag, models.PROTECT, null=True, related_name="accepted_in", help_text="its details stand"
    )
    changes = models.JSONField(
        null=True,
        help_text="details that stand otherwise than the accepted tag says, as an annotation shows them",
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.TextField(blank=True, max_length=5000)
    by = models.ForeignKey(USER, models.PROTECT, related_name="decisions")
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, help_text="when the item was reopened")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(withdrawn_at=None), name="one_live_decision_an_item"
            ),
            models.CheckConstraint(
                condition=Q(status=None) | Q(status__in=Status.values), name="decision_status_known"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="decision_not_empty"),
            models.CheckConstraint(
                condition=Q(changes__isnull=True) | Q(accepted__isnull=False), name="changes_beside_accepted"
            ),
        ]

    def __str__(self) -> str:
        return self.status or "no claim"

    @property
    def no_claim(self) -> bool:
        """True where the supervisor ruled that there is no claim here."""
        return self.status is None


class Lease(Row):
    """An Assignment that its analyst was sent to as his next: nobody is sent to the same one twice."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="lease")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.assignment)
