"""What members of a project may come to do, at random: for tests of what readers are told of it."""

import random
from collections.abc import Callable
from typing import Any

from annotator.annotations import actions as tags
from annotator.annotations import commenting
from annotator.annotations.models import Comment, Tag, TagState
from annotator.documents import actions as documents
from annotator.documents.models import Assignment, Document
from annotator.lib.refusals import Refusal
from annotator.projects.models import Membership
from annotator.review import actions as review
from annotator.review import assigning
from annotator.review.models import ReviewItem
from tests.cast import Cast, fresh


class Life:
    """What members of a project may come to do; what a rule refuses does not happen."""

    def __init__(self, cast: Cast, chance: random.Random) -> None:
        self.cast, self.chance = cast, chance
        self.steps: list[Callable[[], Any]] = [
            *[self.tag] * 6, *[self.change] * 2, self.retract, self.restore, *[self.comment] * 2, self.uncomment,
            *[self.hand_in] * 5, self.reopen, *[self.decide] * 3, self.undecide, self.assign, self.unassign,
            self.capture, self.describe, self.withdraw, self.bring_back, self.role, self.leave, self.blind,
            self.coders,
        ]  # fmt: skip

    def step(self) -> str:
        what = self.chance.choice(self.steps)
        try:
            what()
        except Refusal as refusal:
            return f"{what.__name__}: {refusal.code}"
        return what.__name__

    def one(self, rows: Any) -> Any:
        """One of these rows. Raises IndexError where there is none, or where it went meanwhile."""
        keys = rows.order_by("pk").values_list("pk", flat=True)
        count = keys.count()
        found = rows.filter(pk=keys[self.chance.randrange(count) if count else 0]).first()
        if found is None:
            raise IndexError
        return found

    def document(self) -> Document:
        return fresh(self.one(Document.objects.filter(project=self.cast.project)))

    def coder(self) -> Any:
        return self.chance.choice([self.cast.ada, self.cast.ben, self.cast.cleo])

    def tag(self) -> None:
        document = self.document()
        start = self.chance.randrange(0, 60)
        quote = document.text[start : start + 12]
        status = self.chance.choice(["sourced", "disputed", "speculative"])
        tags.tag(by=self.coder(), document=document, start=start, end=start + 12, exact=quote, status=status)

    def own_tag(self, state: TagState = TagState.SUBMITTED) -> Tag:
        found: Tag = self.one(Tag.objects.filter(state=state).select_related("document__project", "analyst"))
        return found

    def change(self) -> None:
        tag = self.own_tag()
        tags.change(by=tag.analyst, tag=tag, note=f"note {self.chance.random()}")

    def retract(self) -> None:
        tag = self.own_tag()
        tags.retract(by=tag.analyst, tag=tag)

    def restore(self) -> None:
        tag = self.own_tag(TagState.RETRACTED)
        tags.restore(by=tag.analyst, tag=tag)

    def comment(self) -> None:
        tag = self.own_tag()
        commenting.comment(by=self.chance.choice([tag.analyst, self.coder()]), tag=tag, text="Which board?")

    def uncomment(self) -> None:
        comment = self.one(Comment.objects.select_related("by", "tag__document__project"))
        act = commenting.restore_comment if comment.retracted_at else commenting.retract_comment
        act(by=comment.by, comment=comment)

    def hand_in(self) -> None:
        review.hand_in(by=self.chance.choice([self.cast.ada, self.cast.ben]), document=self.document())

    def reopen(self) -> None:
        review.reopen(by=self.chance.choice([self.cast.ada, self.cast.ben]), document=self.document())

    def item(self) -> ReviewItem:
        live = ReviewItem.objects.exclude(state="retracted").select_related("document__project")
        found: ReviewItem = self.one(live)
        return found

    def decide(self) -> None:
        review.decide(by=self.cast.cleo, item=self.item(), status="sourced", reason="As the log has it.")

    def undecide(self) -> None:
        review.reopen_item(by=self.cast.cleo, item=self.item())

    def assign(self) -> None:
        analyst = self.chance.choice([self.cast.ada, self.cast.ben])
        assigning.assign(by=self.cast.cleo, documents=[self.document()], analysts=[analyst])

    def unassign(self) -> None:
        found = self.one(Assignment.objects.select_related("document__project"))
        assigning.unassign(by=self.cast.cleo, assignment=found)

    def capture(self) -> None:
        self.cast.text(f"Report {self.chance.random()}")

    def describe(self) -> None:
        title, source = (
            f"Title {self.chance.random()}",
            self.chance.choice(["Canal Post", "Lock Gazette", ""]),
        )
        documents.describe(by=self.cast.cleo, document=self.document(), title=title, source=source)

    def withdraw(self) -> None:
        documents.withdraw(by=self.cast.cleo, document=self.document())

    def bring_back(self) -> None:
        documents.restore(by=self.cast.cleo, document=self.document())

    def role(self) -> None:
        name, role = (
            self.chance.choice(["ada", "ben", "dan"]),
            self.chance.choice(["analyst", "supervisor", "client"]),
        )
        assigning.set_member(by=self.cast.cleo, project=self.project(), username=name, role=role)

    def leave(self) -> None:
        name = self.chance.choice(["ben", "dan"])
        found = self.one(Membership.objects.filter(project=self.cast.project, user__username=name))
        assigning.remove_member(by=self.cast.cleo, membership=found)
        if self.chance.random() < 0.7:
            assigning.set_member(by=self.cast.cleo, project=self.project(), username=name, role=found.role)

    def blind(self) -> None:
        wanted = not self.project().blind
        assigning.change_project(by=self.cast.cleo, project=self.project(), blind=wanted)

    def coders(self) -> None:
        wanted = self.chance.choice([1, 2])
        assigning.change_project(by=self.cast.cleo, project=self.project(), coders_per_document=wanted)

    def project(self) -> Any:
        return type(self.cast.project).objects.get(pk=self.cast.project.pk)
