"""Projects, members and the guideline they code by."""

import contextlib
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now

from annotator.accounts.models import User
from annotator.audit.rows import Row
from annotator.permissions import Role


class Detail(models.TextChoices):
    """What a tag may carry beside attribution and modality; a project switches on what its analysts are asked for."""

    LABELS = "labels"  # free words
    CREDIBILITY = "credibility"  # of the information, NATO 1-6
    CONFIDENCE = "confidence"  # the analyst's in his judgement
    LIKELIHOOD = "likelihood"  # in the words of ICD 203
    FACTS = "facts"  # figures, dates and places as written


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> Self:
        """Projects that `user` is a member of, each knowing his role in it."""
        return self.filter(memberships__user=user).annotate(role=models.F("memberships__role"))


class Project(Row):
    """A body of documents, the people who code them, and the rules they code by."""

    name = models.CharField(max_length=200)
    slug = models.CharField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", "a-z, 0-9 and -")],
    )
    blind = models.BooleanField(
        default=False, help_text="analysts do not see each other's work before a document is complete"
    )
    coders_per_document = models.PositiveSmallIntegerField(default=1, help_text="how many must hand in")
    labels = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="free words for tags"
    )
    details = ArrayField(
        models.CharField(max_length=11, choices=Detail),
        default=list,
        db_default=[],
        blank=True,
        help_text="details that are asked for; turned off, they are hidden and kept",
    )
    suggestions = models.BooleanField(
        null=True,
        blank=True,
        help_text="whether the workbench suggests sentences worth checking; null: unless the project is blind",
    )
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(coders_per_document__gte=1), name="project_has_coders"),
            models.CheckConstraint(condition=~models.Q(name=""), name="project_has_name"),
            models.CheckConstraint(
                condition=models.Q(details__contained_by=Detail.values), name="project_details_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def suggests(self) -> bool:
        """Whether the workbench suggests sentences worth checking."""
        return not self.blind if self.suggestions is None else self.suggestions

    def role_of(self, user: User) -> str | None:
        """The role of `user` here, or None. One query, asked once a loaded row and user."""
        known: dict[UUID, str | None] = self.__dict__.setdefault("_roles", {})
        if user.pk not in known:
            known[user.pk] = self.memberships.filter(user=user).values_list("role", flat=True).first()
        return known[user.pk]

    def remember_role(self, user: User, role: str) -> None:
        """What a look-up read together with this row, so that it is not asked again."""
        self.__dict__.setdefault("_roles", {})[user.pk] = role


def project_for(user: User, key: str) -> Project | None:
    """The project with this id or slug, if `user` may see it, with his role there, in one query."""
    named = models.Q(slug=key)
    with contextlib.suppress(ValueError):
        named |= models.Q(pk=UUID(key))
    found = Project.objects.visible_to(user).filter(named).first()
    if found is not None:
        found.remember_role(user, found.role)  # type: ignore[attr-defined]
    return found


class Membership(Row):
    """One user's role in one project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["user__username"]
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="one_role_a_member"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"


class Guideline(Row):
    """One version of a project's coding guideline, in Markdown. A change is a new version."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="guidelines")
    number = models.PositiveIntegerField(help_text="1, 2, 3 ...; a tag notes the one it was made by")
    text = models.TextField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["project", "-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_guideline_a_number")]

    def __str__(self) -> str:
        return f"{self.project}, guideline {self.number}"
