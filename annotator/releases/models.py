"""Releases: datasets that never change. A trigger refuses every change of a published one, whoever asks."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.accounts.models import User
from annotator.audit.rows import Row
from annotator.projects.models import Project

USER = settings.AUTH_USER_MODEL


class ReleaseState(models.TextChoices):
    BUILDING = "building"  # its job is at work; nothing to download yet
    PUBLISHED = "published"  # complete and immutable
    FAILED = "failed"  # its job ended without a dataset; the number stays used


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: User) -> Self:
        """Supervisors see every release, other members the published ones. In a blind project that is no leak: a
        release holds tags of complete documents only."""
        member = Q(project__memberships__user=user)
        supervisor = Q(project__memberships__role="supervisor")
        return self.filter(member & (supervisor | Q(state=ReleaseState.PUBLISHED)))


class Release(Row):
    """An immutable, numbered dataset of a project, with manifest and checksums."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField(help_text="1, 2, 3 ... in its project")
    title = models.CharField(max_length=200, blank=True)
    formats = ArrayField(models.CharField(max_length=20))
    only_decided = models.BooleanField(default=True, help_text="keep only tags of decided items")
    state = models.CharField(max_length=9, choices=ReleaseState, default=ReleaseState.BUILDING)
    folder = models.CharField(max_length=200, blank=True, help_text="where its files lie in the storage")
    manifest = models.JSONField(null=True, help_text="counts, versions, SHA-256 and size of each file")
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_release_a_number"),
            models.CheckConstraint(condition=Q(state__in=ReleaseState.values), name="release_state_known"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(manifest__isnull=False, published_at__isnull=False),
                name="published_release_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} release {self.number}"
