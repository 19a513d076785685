"""Spans, tags, evidence and comments."""

from enum import Enum
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact

from annotator.accounts.models import User
from annotator.annotations import search
from annotator.annotations.tally import Counted, Tally  # noqa: F401  rows with a topic of their own
from annotator.audit.rows import Row
from annotator.documents.models import Document, DocumentState
from annotator.documents.search import Query, condition
from annotator.permissions import Role
from annotator.projects.models import Membership, Project

USER = settings.AUTH_USER_MODEL


class Span(Row):
    """A place in a Document, marked by one person. Never shared: a shared row would tell that someone marked it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="spans")
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="spans")
    start = models.PositiveIntegerField(help_text="first code point")
    end = models.PositiveIntegerField(help_text="code point after the last")
    exact = models.TextField(help_text="the quote: text[start:end]")
    prefix = models.TextField(blank=True, help_text="up to 32 code points before")
    suffix = models.TextField(blank=True, help_text="up to 32 code points after")

    class Meta:
        indexes = [
            GistIndex(F("document"), Func("start", "end", function="int4range"), name="span_by_place"),
            GinIndex(fields=["exact"], name="quote_of_span", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "made_by", "start", "end"], name="one_span_a_place_and_person"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="span_not_empty"),
            models.CheckConstraint(
                condition=Exact(Length("exact"), F("end") - F("start")), name="quote_is_as_long_as_span"
            ),
        ]

    def __str__(self) -> str:
        return f"[{self.start}, {self.end})"


class Status(models.TextChoices):
    """What a claim rests on in its document. None of the three means true."""

    SOURCED = "sourced"  # the document says where it comes from
    DISPUTED = "disputed"  # the document carries an account that can not be true together with it
    SPECULATIVE = (
        "speculative"  # supposed, forecast, conditional, or nothing in the document stands behind it
    )


class TagState(models.TextChoices):
    SUBMITTED = "submitted"  # live: counted, reviewed, released
    RETRACTED = "retracted"  # withdrawn by its analyst; can be restored


class Attribution(models.TextChoices):
    """Whom the document names as the origin of a claim."""

    NONE = "none"  # looked for and not there; not the same as not filled in
    ANONYMOUS = "anonymous"  # someone without a name, or a collective
    NAMED = "named"  # a person or institution by name
    DOCUMENT = "document"  # a paper, record, image or data set


class Modality(models.TextChoices):
    """How firmly the text puts a claim."""

    ASSERTED = "asserted"  # stated flatly
    HEDGED = "hedged"  # may, is thought, reportedly
    PREDICTED = "predicted"  # will, is bound to
    HYPOTHETICAL = "hypothetical"  # if, would


class Confidence(models.TextChoices):
    """The analyst's confidence in his judgement; never in one sentence with a likelihood."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Likelihood(models.TextChoices):
    """The words of ICD 203 for how likely the claimed thing is."""

    ALMOST_NO_CHANCE = "almost no chance"  # 1 to 5 %
    VERY_UNLIKELY = "very unlikely"  # 5 to 20 %
    UNLIKELY = "unlikely"  # 20 to 45 %
    EVEN = "roughly even chance"  # 45 to 55 %
    LIKELY = "likely"  # 55 to 80 %
    VERY_LIKELY = "very likely"  # 80 to 95 %
    ALMOST_CERTAIN = "almost certain"  # 95 to 99 %


class TagQuerySet(models.QuerySet["Tag"]):
    def live(self) -> Self:
        """Tags that count: submitted, on a document that was not withdrawn or superseded."""
        documents = Q(document__withdrawn_at=None) & ~Q(document__state=DocumentState.SUPERSEDED)
        return self.filter(documents, state=TagState.SUBMITTED)

    def visible_to(self, user: User) -> Self:
        """What `user` may know of. In a blind project others' tags are hidden from analysts and clients until the
        document is complete, and withdrawn documents take theirs along; supervisors see all. Everything that shows or
        counts tags starts here."""
        member = Q(document__project__memberships__user=user)
        supervisor = Q(document__project__memberships__role="supervisor")
        open_to_all = Q(document__project__blind=False) | ~Q(document__state=DocumentState.OPEN)
        shown = Q(document__withdrawn_at=None) & (Q(analyst=user) | open_to_all)
        return self.filter(member & (supervisor | shown))

    def visible_in(self, project: Project, reader: User) -> Self:
        """`visible_to(reader)` in a project that was loaded for him: the same rule without its joins."""
        tags, role = self.filter(project=project), project.role_of(reader)
        if role is None:
            return tags.none()
        if role == Role.SUPERVISOR:
            return tags
        tags = tags.filter(document__withdrawn_at=None)
        return (
            tags.filter(Q(analyst=reader) | ~Q(document__state=DocumentState.OPEN)) if project.blind else tags
        )

    def matching(self, query: Query) -> Self:
        """Tags whose quote or note holds what was asked for, or that carry it as a label."""
        return self.filter(condition(query, search.held(Tag.objects.order_by())))

    def parts_matching(self, query: Query) -> "list[Self]":
        """What `matching` finds, in parts that lists walk: see `search`."""
        return search.parts(self, query)

    def unexplained(self) -> Self:
        """Disputed without a passage that contradicts, speculative without a modality."""
        passages = Evidence.objects.filter(
            tag=OuterRef("pk"), stance=Stance.CONTRADICTS, span__isnull=False, withdrawn_at=None
        )
        disputed = Q(status=Status.DISPUTED) & ~Q(Exists(passages))
        return self.filter(disputed | Q(status=Status.SPECULATIVE, modality=None))

    def live_on(self, document: Document, reader: User) -> Self:
        """`visible_to(reader).live()` on a document that was loaded for him: the same rule without its joins."""
        tags = self.filter(document=document.pk, state=TagState.SUBMITTED)
        seen = sight(document, reader)
        if seen is Sight.NOTHING:
            return tags.none()
        return tags if seen is Sight.ALL else tags.filter(analyst=reader)


class Sight(Enum):
    """How much a reader may see of what is tagged in one document."""

    NOTHING = 0
    OWN = 1  # a blind project's analyst or client, before the document is complete
    ALL = 2


def sight(document: Document, reader: User) -> Sight:
    """The rule of `visible_to` for the live tags of a document that was loaded for `reader`."""
    role = document.project.role_of(reader)
    if role is None or document.withdrawn_at is not None or document.state == DocumentState.SUPERSEDED:
        return Sight.NOTHING
    open_to_all = role == Role.SUPERVISOR or not document.project.blind or document.complete
    return Sight.ALL if open_to_all else Sight.OWN


class Tag(Row):
    """One analyst's judgement on one Span: a status, a note and optional details. A null detail was not filled in."""

    span = models.ForeignKey(Span, models.PROTECT, related_name="tags")
    document = models.ForeignKey(Document, models.PROTECT, related_name="tags", db_index=False)
    # Lists walk a project in the order of ids; through its documents they would have to walk all projects or sort.
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="+", db_constraint=False, db_index=False, editable=False,
        help_text="its document's, kept by a trigger",
    )  # fmt: skip
    analyst = models.ForeignKey(USER, models.PROTECT, related_name="tags", db_index=False)
    status = models.CharField(max_length=11, choices=Status)
    note = models.TextField(blank=True, max_length=5000)
    labels = ArrayField(models.CharField(max_length=search.LABEL_LENGTH), default=list)
    attribution_kind = models.CharField(max_length=9, choices=Attribution, null=True)  # noqa: DJ001
    attribution_to = models.CharField(max_length=300, blank=True, help_text="the first speaker")
    attribution_via = models.CharField(max_length=300, blank=True, help_text="who passed it on")
    modality = models.CharField(max_length=12, choices=Modality, null=True)  # noqa: DJ001
    credibility = models.PositiveSmallIntegerField(
        null=True, help_text="NATO 1-6; 6: can not be judged, no worst grade"
    )
    confidence = models.CharField(max_length=8, choices=Confidence, null=True)  # noqa: DJ001
    likelihood = models.CharField(max_length=20, choices=Likelihood, null=True)  # noqa: DJ001
    facts = models.JSONField(default=list, help_text="figures, dates and places as written and as ranges")
    state = models.CharField(max_length=9, choices=TagState, default=TagState.SUBMITTED)
    decided = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="its item of review is: kept by the decision",
    )
    guideline = models.PositiveIntegerField(help_text="number of the guideline it was made by")
    derived_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    first_sent = models.CharField(
        max_length=64, help_text="SHA-256 of what it was created from: knows a repeat"
    )
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    cites: "list[Evidence] | None" = None  # known of a tag that was just made

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["document", "state", "id"], name="tag_of_document"),
            # Lists walk it; what they filter by stands in it, so that what is passed over is not read from the table.
            models.Index(
                fields=["project", "state", "id", "status", "analyst", "decided", "created_at", "updated_at"],
                include=["document"],
                name="tag_of_project",
            ),
            models.Index(fields=["project", "updated_at"], name="tag_by_update"),  # what is new since
            models.Index(fields=["analyst", "document"], name="tag_of_analyst"),
            models.Index(  # one's counts, which every answer to a write carries
                fields=["document", "analyst", "status"],
                condition=Q(state="submitted"),
                name="live_tag_by_status",
            ),
            GinIndex(fields=["note"], name="note_of_tag", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["labels"], name="labels_of_tag"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["span"], condition=Q(state="submitted"), name="one_live_tag_a_span"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="tag_status_known"),
            models.CheckConstraint(condition=Q(state__in=TagState.values), name="tag_state_known"),
            models.CheckConstraint(
                condition=Q(attribution_kind=None) | Q(attribution_kind__in=Attribution.values),
                name="attribution_known",
            ),
            models.CheckConstraint(
                condition=Q(modality=None) | Q(modality__in=Modality.values), name="modality_known"
            ),
            models.CheckConstraint(
                condition=Q(credibility=None) | Q(credibility__range=(1, 6)), name="credibility_1_to_6"
            ),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__in=Confidence.values), name="confidence_known"
            ),
            models.CheckConstraint(
                condition=Q(likelihood=None) | Q(likelihood__in=Likelihood.values), name="likelihood_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.span}"


class Stance(models.TextChoices):
    """What cited evidence does to the claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class Evidence(Row):
    """A passage of a document, or a web address, that a Tag cites."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="evidence")
    stance = models.CharField(max_length=11, choices=Stance)
    span = models.ForeignKey(Span, models.PROTECT, null=True, related_name="cited_in")
    url = models.URLField(max_length=2000, blank=True)
    withdrawn_at = models.DateTimeField(null=True, help_text="when the tag stopped citing it")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(span=None) ^ Q(url=""), name="evidence_is_span_or_url"),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="stance_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stance} {self.url or self.span}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def live(self) -> Self:
        return self.filter(retracted_at=None)

    def visible_to(self, user: User) -> Self:
        """What is said on tags that `user` may know of, by people he may know of: in a blind project, before the
        document is complete, an analyst reads on his own tags himself and the supervisors, and no one else."""
        project = OuterRef("tag__document__project")
        reader = Exists(Membership.objects.filter(project=project, user=user, role=Role.SUPERVISOR))
        open_to_all = Q(tag__document__project__blind=False) | ~Q(tag__document__state=DocumentState.OPEN)
        tags = Tag.objects.visible_to(user)
        return self.filter(Q(by=user) | open_to_all | reader | Q(as_supervisor=True), tag__in=tags)


class Comment(Row):
    """What a member says about a Tag, to those who see it. Its words never change: it is retracted or restored."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="comments")
    by = models.ForeignKey(USER, models.PROTECT, related_name="comments")
    text = models.TextField(max_length=5000, help_text="@username mentions a member")
    at = models.DateTimeField(db_default=Now())
    reply_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replies", help_text="the comment that it answers"
    )
    as_supervisor = models.BooleanField(
        default=False, db_default=False, help_text="its author was a supervisor when he said it"
    )
    retracted_at = models.DateTimeField(null=True, help_text="when its author took it back")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["tag", "at"], name="comment_of_tag")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(condition=~Q(reply_to=F("id")), name="comment_answers_another"),
        ]

    def __str__(self) -> str:
        return f"comment on {self.tag_id}"


class MentionQuerySet(models.QuerySet["Mention"]):
    def visible_to(self, user: User) -> Self:
        """Where `user` was mentioned, in what he may still read."""
        return self.filter(user=user, comment__in=Comment.objects.visible_to(user).live())

    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Mention(Row):
    """A member named in a Comment that he may read."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions")
    user = models.ForeignKey(USER, models.PROTECT, related_name="mentions")
    seen_at = models.DateTimeField(null=True, help_text="when he opened it")

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="one_mention_a_comment")]
        indexes = [models.Index(fields=["user"], condition=Q(seen_at=None), name="mention_unseen")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.comment_id}"


class Provenance(models.Model):
    """What an annotation that was brought from elsewhere said of itself there. Written once, with its Tag."""

    tag = models.OneToOneField(Tag, models.PROTECT, primary_key=True, related_name="provenance")
    canonical = models.CharField(max_length=2000, blank=True, help_text="the IRI that it has everywhere")
    via = ArrayField(models.CharField(max_length=2000), default=list, help_text="where it was taken from")
    said = models.JSONField(default=dict, help_text="creator, created ...: as it came")

    def __str__(self) -> str:
        return self.canonical or ", ".join(self.via)
