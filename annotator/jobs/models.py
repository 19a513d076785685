"""Background work that outlives worker and broker: the row is the truth, the broker only a bell."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.accounts.models import User
from annotator.audit.rows import Row
from annotator.projects.models import Project

LEASE = timedelta(seconds=15)  # how long a worker may be silent before its job is given to another
MOST_TRIES = 5  # then the job fails: what killed so many workers would kill the next


class JobState(models.TextChoices):
    QUEUED = "queued"  # waits for a worker
    RUNNING = "running"  # a worker holds the claim and renews its lease
    DONE = "done"
    FAILED = "failed"  # will not be tried again; `report` says why
    CANCELLED = "cancelled"  # by a person, before it was done


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        """Of the projects one is a member of: one's own jobs, and all where one is supervisor."""
        role = Q(project__memberships__role="supervisor")
        return self.filter(Q(created_by=user) | role, project__memberships__user=user)


class Job(Row):
    """One piece of long work with its progress."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=20, help_text="which work: `annotator.jobs.work` lists them")
    subject = models.UUIDField(help_text="what it works on: a release, or the project it imports into")
    state = models.CharField(max_length=9, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0, help_text="rows done")
    total = models.PositiveIntegerField(default=0, help_text="rows to do; 0: not known yet")
    report = models.JSONField(default=list, help_text="lines for the person who started it")
    result = models.JSONField(default=dict)
    claim = models.UUIDField(null=True, help_text="token of the worker that holds it: only its writes count")
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, help_text="when the broker was last told")
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(state__in=["queued", "running"]), name="job_waiting")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(claim__isnull=False, lease_until__isnull=False),
                name="running_job_is_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Piece(Row):
    """Some bytes of a file that an import is made of: kept until its job has ended, in order and without gaps."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="pieces")
    file = models.PositiveIntegerField(help_text="which of its files, from 0")
    name = models.CharField(max_length=255, help_text="of the file, as the uploader named it")
    number = models.PositiveIntegerField(help_text="which piece of the file, from 0")
    content = models.BinaryField()

    class Meta:
        ordering = ["job", "file", "number"]
        constraints = [models.UniqueConstraint(fields=["job", "file", "number"], name="one_piece_a_place")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
