"""Documents: frozen texts, the bytes they came from, who published them and who is to code them."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length, Now
from django.db.models.lookups import Exact

from annotator.accounts.models import User
from annotator.audit.rows import Row, Shape
from annotator.documents.search import Query, condition, in_document
from annotator.projects.models import Project

USER = settings.AUTH_USER_MODEL


class Reliability(models.TextChoices):
    """How far a Source can be relied on (Admiralty), judged apart from what it says. F is not the worst: it is none."""

    A = "A"  # completely reliable: no doubt of it, and it was always right
    B = "B"  # usually reliable: small doubts, mostly right
    C = "C"  # fairly reliable: doubts, but it was right before
    D = "D"  # not usually reliable: strong doubts, though it was right at times
    E = "E"  # unreliable: it was wrong again and again
    F = "F"  # can not be judged: nothing is known to judge it by


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: User) -> Self:
        """Sources of the user's projects: they hold nothing of anyone's coding."""
        return self.filter(project__memberships__user=user)


class Source(Row):
    """Who published: an outlet, an agency, a person."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="sources")
    name = models.CharField(max_length=200)
    reliability = models.CharField(  # noqa: DJ001
        max_length=1, choices=Reliability, null=True, help_text="null: nobody has graded it yet"
    )
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="one_source_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="source_has_name"),
            models.CheckConstraint(
                condition=Q(reliability=None) | Q(reliability__in=Reliability.values),
                name="source_reliability_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Original(Row):
    """The bytes as captured, and how the text was made from them. In the database, so that nothing is half-stored."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="originals")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, help_text="of the bytes, hexadecimal")
    media_type = models.CharField(max_length=60)
    filename = models.CharField(max_length=255, blank=True, help_text="as the uploader named it")
    url = models.URLField(max_length=2000, blank=True, help_text="where it was captured from")
    extractor = models.CharField(max_length=60, help_text="what made the text of it, with its version")
    captured_by = models.ForeignKey(USER, models.PROTECT, related_name="+", null=True)
    captured_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "sha256"], name="same_bytes_once_a_project")
        ]

    def __str__(self) -> str:
        return self.filename or self.sha256


class DocumentState(models.TextChoices):
    """Where a document is on its way; `annotator.review.states` holds the transitions."""

    OPEN = "open"  # being coded
    IN_REVIEW = "in_review"  # complete: all coders have handed in; not all items are decided
    DECIDED = "decided"  # every item is decided
    SUPERSEDED = "superseded"  # a corrected text has taken its place


class Direction(models.TextChoices):
    LTR = "ltr"
    RTL = "rtl"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> Self:
        """Documents of the user's projects; withdrawn ones only for supervisors, who can restore them."""
        mine = Q(project__memberships__user=user)
        return self.filter(mine & (Q(withdrawn_at=None) | Q(project__memberships__role="supervisor")))

    def live(self) -> Self:
        """Neither withdrawn nor superseded: what lists show."""
        return self.filter(withdrawn_at=None).exclude(state=DocumentState.SUPERSEDED)

    def matching(self, query: Query) -> Self:
        """Documents whose title or text holds what was asked for; all of them where nothing was."""
        return self.filter(condition(query, in_document))

    def awaiting(self, user: User) -> Self:
        """Open documents that `user` has still to hand in, or may begin."""
        begun = Assignment.objects.filter(document=OuterRef("pk"), analyst=user, handed_in_at=None)
        return self._open().filter(Exists(begun) | _free_for(user))

    def free_for(self, user: User) -> Self:
        """Open documents that `user` may begin: not limited to others and, in a blind project, with a seat left."""
        return self._open().filter(_free_for(user))

    def _open(self) -> Self:
        """Open documents, each knowing how many `coders` it has."""
        taken = Assignment.objects.filter(document=OuterRef("pk")).order_by().values("document")
        coders = Coalesce(Subquery(taken.annotate(n=models.Count("pk")).values("n")), 0)
        return self.live().filter(state=DocumentState.OPEN).alias(coders=coders)


def _free_for(user: User) -> Q:
    """The rule of `coding.check_may_join` for many documents at once."""
    shut = Assignment.objects.filter(Q(analyst=user) | Q(assigned_by__isnull=False), document=OuterRef("pk"))
    seat = Q(project__blind=False) | Q(coders__lt=F("project__coders_per_document"))
    return ~Q(Exists(shut)) & seat


class Document(Row):
    """One frozen, normalised text of one Original. `text` never changes: offsets into it are law."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="documents")
    original = models.ForeignKey(Original, models.PROTECT, related_name="documents")
    title = models.CharField(max_length=500)
    text = models.TextField(help_text="normalised: no NUL, LF only, NFC")
    sha256 = models.CharField(max_length=64, help_text="of the text in UTF-8, hexadecimal")
    length = models.PositiveIntegerField(help_text="of the text, in code points")
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47; empty: not known")
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.LTR)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, help_text="the origin")
    byline = models.CharField(max_length=300, blank=True, help_text="who wrote it, as printed")
    via = models.CharField(max_length=200, blank=True, help_text="who republished it")
    genre = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_precision = models.CharField(max_length=10, blank=True, help_text="year, month, day or minute")
    origin_asked = models.BooleanField(
        default=False,
        db_default=False,
        help_text="someone was asked who published it and when: once is enough",
    )
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.OPEN)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    created_by = models.ForeignKey(USER, models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["project", "state", "id"], name="document_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Exact(models.F("length"), Length("text")), name="length_is_of_text"
            ),
            models.CheckConstraint(condition=Q(length__gt=0), name="document_has_text"),
            models.CheckConstraint(condition=~Q(title=""), name="document_has_title"),
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="document_state_known"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="direction_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def complete(self) -> bool:
        """All its coders have handed in; what blindness hid is open from here on."""
        return self.state != DocumentState.OPEN


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> Self:
        """All of the user's projects, but in a blind one, until the document is complete, only a supervisor sees more
        than his own."""
        open_to_all = Q(document__project__blind=False) | ~Q(document__state=DocumentState.OPEN)
        role = Q(document__project__memberships__role="supervisor")
        mine = Q(document__project__memberships__user=user)
        return self.filter(mine & (Q(analyst=user) | role | open_to_all), document__withdrawn_at=None)


class Assignment(Row):
    """A Document given to an analyst, or taken by him with a first tag: then he is its coder and nobody assigned it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="assignments")
    analyst = models.ForeignKey(USER, models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(USER, models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(db_default=Now())
    handed_in_at = models.DateTimeField(
        null=True, help_text="when the analyst was done; his tags are shut since"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "analyst"], name="one_assignment_an_analyst")
        ]
        indexes = [models.Index(fields=["analyst", "handed_in_at"], name="assignment_to_do")]

    def __str__(self) -> str:
        return f"{self.document} to {self.analyst}"


class PassageKind(models.TextChoices):
    """Why a passage is not to be read as text of its own."""

    REPEAT = "repeat"  # stands earlier in the same document
    FURNITURE = "furniture"  # belongs to the page around the text


class Passage(Row):
    """A range of a Document found at capture; its text stays as it is. `annotator.documents.passages` finds them."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField(help_text="first code point")
    end = models.PositiveIntegerField(help_text="code point after the last")
    kind = models.CharField(max_length=9, choices=PassageKind)
    of_start = models.PositiveIntegerField(null=True, help_text="of a repeat: where the first copy starts")
    of_end = models.PositiveIntegerField(null=True, help_text="of a repeat: where the first copy ends")
    why = models.CharField(max_length=100, help_text="in words for a reader")

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["document", "start"], name="one_passage_a_start"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="passage_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=PassageKind.values), name="passage_kind_known"),
            models.CheckConstraint(condition=~Q(why=""), name="passage_says_why"),
            models.CheckConstraint(
                condition=Q(kind="furniture", of_start=None, of_end=None)
                | Q(
                    kind="repeat", of_end__gt=models.F("of_start"), of_end__lte=models.F("start"),
                    of_start__isnull=False, of_end__isnull=False,
                ),
                name="repeat_says_of_what",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} [{self.start}, {self.end})"

    @property
    def of(self) -> tuple[int, int] | None:
        """Of a repeat, the place of the first copy."""
        return None if self.of_start is None or self.of_end is None else (self.of_start, self.of_end)


def document_for(user: User, key: UUID, *, text: bool = True) -> "Document | None":
    """The document with this id, if `user` may see it, with its project and his role there, in one query.

    `text=False` leaves the text, which may be megabytes, where it is.
    """
    shape = _WHOLE if text else _WITHOUT_TEXT
    with connection.cursor() as cursor:
        cursor.execute(_DOCUMENT_FOR.format(columns=shape.columns), {"user": user.pk, "key": key})
        row = cursor.fetchone()
    if row is None:
        return None
    found, left = shape.take(row)
    found.project, left = _PROJECT.take(left)
    found.source = _SOURCE.take(left)[0] if found.source_id else None
    found.project.remember_role(user, left[-1])
    return found


_WHOLE, _WITHOUT_TEXT = Shape(Document, "d"), Shape(Document, "d", without={"text"})
_PROJECT, _SOURCE = Shape(Project, "p"), Shape(Source, "s")
# The rule is `DocumentQuerySet.visible_to`; tests hold the two together.
_DOCUMENT_FOR = f"""
SELECT {{columns}}, {_PROJECT.columns}, {_SOURCE.columns}, m.role
FROM documents_document d
    JOIN projects_project p ON p.id = d.project_id
    JOIN projects_membership m ON m.project_id = p.id
    LEFT JOIN documents_source s ON s.id = d.source_id
WHERE d.id = %(key)s AND m.user_id = %(user)s AND (d.withdrawn_at IS NULL OR m.role = 'supervisor')
"""  # noqa: S608  column names alone
