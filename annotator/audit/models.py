"""History: what happened, in an order that never changes."""

from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Now

from annotator.audit.rows import Row


class Op(models.TextChoices):
    """What was done to a row; these words are the feed's."""

    CREATED = "created"
    UPDATED = "updated"
    RETRACTED = "retracted"
    RESTORED = "restored"
    HANDED_IN = "handed_in"
    REOPENED = "reopened"
    DECIDED = "decided"
    SUPERSEDED = "superseded"


class Veil(models.IntegerChoices):
    """How much of the work on a document is withheld, at a moment, from who did not do it and is no supervisor."""

    NONE = 0  # nothing: the document is complete
    ITEMS = 1  # its review items: the document is open
    WORK = 2  # and its tags, comments, assignments and hand-ins: it is open in a blind project


# From which veil on an event is told to its owner and to supervisors alone; of other kinds everyone is told.
UNDER = {"tag": Veil.WORK, "comment": Veil.WORK, "assignment": Veil.WORK, "review_item": Veil.ITEMS}

ON_TAGS = models.Q(kind__in=["tag", "comment"])
ON_WORK = models.Q(kind__in=list(UNDER))


class Event(Row):
    """One thing that happened. Holds ids, offsets and fields, never a document's text.

    Rows are only ever added; triggers refuse UPDATE, DELETE and TRUNCATE (migration `append_only`).
    """

    project_id = models.UUIDField(null=True, help_text="the project it happened in, if any")
    change = models.BigIntegerField(
        null=True, help_text="its place in that project's feed, 1, 2, 3 ... without gaps"
    )
    at = models.DateTimeField(db_default=Now(), help_text="when its action was about to commit")
    by_id = models.UUIDField(null=True, help_text="the user who did it; empty for the program itself")
    kind = models.CharField(max_length=20, help_text="the resource: document, tag, review_item ...")
    op = models.CharField(max_length=12, choices=Op)
    object_id = models.UUIDField(help_text="the row it happened to")
    data = models.JSONField(default=dict, help_text="fields before and after")
    owner_id = models.UUIDField(null=True, help_text="whose work it is about: told of it under every veil")
    veil = models.PositiveSmallIntegerField(
        choices=Veil, default=Veil.NONE, db_default=Veil.NONE, help_text="over its document, at that moment"
    )
    hidden = models.BooleanField(
        default=False, db_default=False, help_text="told to its owner and to supervisors alone"
    )

    class Meta:
        ordering = ["project_id", "change"]
        constraints = [
            models.UniqueConstraint(fields=["project_id", "change"], name="one_event_a_change"),
            models.CheckConstraint(condition=models.Q(op__in=Op.values), name="event_op_known"),
            models.CheckConstraint(
                condition=models.Q(project_id__isnull=True, change__isnull=True)
                | models.Q(project_id__isnull=False, change__gt=0),
                name="event_has_change_in_project",
            ),
        ]
        indexes = [
            models.Index(fields=["object_id", "change"], name="event_of_object"),
            # The feed of who is no supervisor: what everyone is told, and what he alone is.
            models.Index(
                fields=["project_id", "change"], name="event_told", condition=models.Q(hidden=False)
            ),
            models.Index(
                fields=["project_id", "owner_id", "change"],
                name="event_hidden",
                condition=models.Q(hidden=True),
            ),
            # What happened last to the work on a document, to all of it and to one person's.
            models.Index(KT("data__document"), "change", name="event_on_document", condition=ON_WORK),
            models.Index(KT("data__document"), "by_id", "change", name="event_by_person", condition=ON_TAGS),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.op}"


class ChangeCounter(models.Model):
    """How many changes a project has had; its row is the lock that puts them in order."""

    project_id = models.UUIDField(primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.project_id}: {self.value}"
