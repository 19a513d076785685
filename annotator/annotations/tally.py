"""How many live tags a project has, kept and never counted anew: `total` and `modified` of an annotation container.

A tag of a complete document is counted in the row of the whole project, one of an open document in its analyst's own.
So a reader's number is a sum over at most one row an analyst, and of a blind project the rows of others are left out:
nothing that he may not see moves what he is told.

The database keeps both tables by one trigger on events (migration `kept_tally`), which runs while the project's change
counter is locked, so that no two writers count at once. Nothing else writes them; `manage.py verify` counts anew.
"""

from datetime import datetime
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Max, Q, Sum

from annotator.accounts.models import User
from annotator.audit.rows import Row
from annotator.documents.models import Document
from annotator.permissions import Role
from annotator.projects.models import Project


class Counting(models.TextChoices):
    """In which row the tags of a document are counted."""

    OPEN = "open"  # each in its analyst's
    COMPLETE = "complete"  # in the project's
    CLOSED = "closed"  # in none: withdrawn or superseded


class Counted(models.Model):
    """How the tags of a document are counted now; a document without a row is counted as open."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="+")
    counting = models.CharField(max_length=8, choices=Counting)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(counting__in=Counting.values), name="counting_known")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.counting}"


class TallyQuerySet(models.QuerySet["Tally"]):
    def visible_to(self, user: User, project: Project) -> Self:
        """The rows whose sum is what `project`'s member `user` sees live: the rule of `Tag.objects.visible_to`."""
        rows = self.filter(project=project)
        if not project.blind or project.role_of(user) == Role.SUPERVISOR:
            return rows
        return rows.filter(Q(analyst=None) | Q(analyst=user))


class Tally(Row):
    """Live tags of a project: of its complete documents (no analyst), and each analyst's of its open ones."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="tallies")
    analyst = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    live = models.IntegerField(default=0)
    moved_at = models.DateTimeField(
        help_text="when a tag that it counts was last made, changed or taken away"
    )

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "analyst"], nulls_distinct=False, name="one_tally_an_analyst"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id}, {self.analyst_id}: {self.live}"


class Total(NamedTuple):
    """How many live tags a reader sees in a project, and when the last of them was made, changed or taken away."""

    live: int
    moved_at: datetime | None


def total_for(user: User, project: Project) -> Total:
    """One query, however many tags there are."""
    found = Tally.objects.visible_to(user, project).aggregate(live=Sum("live"), moved_at=Max("moved_at"))
    return Total(found["live"] or 0, found["moved_at"])
