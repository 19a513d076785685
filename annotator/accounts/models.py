"""Users and the tokens of their programs."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now, Upper
from django.utils import timezone

from annotator.audit.rows import Row


class User(Row, AbstractUser):
    """A person who signs in. Never deleted, and a username is never given to someone else."""

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Upper("username"), name="username_once_in_any_case")]

    @property
    def shown_name(self) -> str:
        """The full name where there is one, else the username."""
        return self.get_full_name() or self.username


class Session(AbstractBaseSession):
    """Who is signed in by which cookie; beside Django's columns the user, who is read together with it."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"until {self.expire_date}"


class Scope(models.TextChoices):
    """What a token may do; a role allows some of them."""

    READ = "read", "read"
    WRITE = "write", "tag and capture"
    REVIEW = "review", "decide"
    MANAGE = "manage", "manage projects, members and releases"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, at: datetime | None = None) -> "ApiTokenQuerySet":
        """Tokens that open a door now: not revoked, not expired, of an active user."""
        now = at or timezone.now()
        return self.filter(revoked_at=None, user__is_active=True).exclude(expires_at__lte=now)


class ApiToken(Row):
    """The secret of one program, shown once; only its SHA-256 is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100, help_text="what the owner calls it")
    start = models.CharField(
        max_length=12, help_text="its first characters, so that the owner knows which it is"
    )
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the whole token, hexadecimal")
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    # By id alone: accounts stands below projects.
    project_id = models.UUIDField(null=True, help_text="the only project it opens; empty: all of its owner's")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True, help_text="to the minute")
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=Scope.values), name="token_scopes_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}… {self.name}"


class TokenMinute(models.Model):
    """How many requests a token has made in the minute it was last used in; kept where a rate limit is set."""

    token = models.OneToOneField(ApiToken, models.CASCADE, primary_key=True)
    minute = models.DateTimeField(help_text="its beginning")
    requests = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.requests} since {self.minute}"


class KeptAnswer(Row):
    """What the first request under an `Idempotency-Key` was answered: a repeat is answered the same, see `kept`."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    place = models.CharField(max_length=64, help_text="SHA-256 of method and path, hexadecimal")
    key = models.CharField(max_length=255, help_text="what the client calls this request")
    request = models.CharField(max_length=64, help_text="SHA-256 of query and body, hexadecimal")
    at = models.DateTimeField(db_default=Now())
    status = models.PositiveSmallIntegerField(null=True, help_text="empty only before its transaction ends")
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True, help_text="empty where the answer held a secret and was not kept")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key", "place"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
