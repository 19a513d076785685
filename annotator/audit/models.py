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


ON_TAGS = models.Q(kind__in=["tag", "comment"])


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
            models.Index(fields=["object_id", "at"], name="event_of_object"),
            # What happened last to the tags of a document, to all of them and to one person's.
            models.Index(KT("data__document"), "change", name="event_on_document", condition=ON_TAGS),
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
