"""The fixed cast and what they need: written with the actions that the program itself uses."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.accounts.models import User
    from annotator.annotations.models import Tag
    from annotator.documents.models import Document
    from annotator.projects.models import Project

PASSWORD = "a long walk by the canal"
TEXT = (
    "Mill Lane pump house\n\n"
    "The water board said the pump stopped at 04:20. Two neighbours heard a bang an hour earlier 👩‍👩‍👧.\n"
    "Someone may have cut the cable. The board denies that there was a bang.\n\n"
    "قال مهندس إن المضخة توقفت مرتين.\n"
)


@dataclass
class Cast:
    """People, Ada's project and its first document; `other` is Eve's project."""

    ada: "User"
    ben: "User"
    cleo: "User"
    dan: "User"
    eve: "User"
    project: "Project"
    other: "Project"
    document: "Document"

    def text(self, name: str = "", text: str = TEXT) -> "Document":
        """One more document of the project."""
        return capture(self.cleo, self.project, f"{name}\n{text}" if name else text)

    def tag(
        self, by: "User", quote: str, status: str = "sourced", document: "Document | None" = None, **more: Any
    ) -> "Tag":
        """Tag the first place of `quote`."""
        from annotator.annotations import actions

        document = fresh(document or self.document)
        start = document.text.index(quote)
        return actions.tag(
            by=by, document=document, start=start, end=start + len(quote), exact=quote, status=status, **more
        )[0]

    def hand_in(self, *analysts: "User", document: "Document | None" = None) -> "Document":
        """Hand in for each; returns the document as it is then."""
        from annotator.review import actions

        for analyst in analysts:
            actions.hand_in(by=analyst, document=fresh(document or self.document))
        return fresh(document or self.document)

    def settings(self, **columns: Any) -> None:
        """Change the project directly: what stands before a test begins."""
        type(self.project).objects.filter(pk=self.project.pk).update(**columns)
        self.project.refresh_from_db()


def fresh(document: "Document") -> "Document":
    """The document as it is in the database now, its project with no role remembered."""
    return type(document).objects.select_related("project", "source").get(pk=document.pk)


def capture(by: "User", project: "Project", text: str, **more: Any) -> "Document":
    from annotator.documents import actions

    return actions.capture(by=by, project=project, content=text.encode(), **more)[0]


def make_cast() -> Cast:
    from annotator.accounts.models import User
    from annotator.projects import actions
    from annotator.projects.models import Project

    # The hash of a password costs what it should; a test that signs in by hand sets one itself.
    people = {name: User.objects.create_user(name) for name in ("ada", "ben", "cleo", "dan", "eve")}
    project = actions.create_project(by=None, name="Mill Lane")
    other = actions.create_project(by=None, name="Elsewhere")
    roles = {"ada": "analyst", "ben": "analyst", "cleo": "supervisor", "dan": "client"}
    for name, role in roles.items():
        actions.set_member(by=None, project=project, username=name, role=role)
    actions.set_member(by=None, project=other, username="eve", role="supervisor")
    project, other = Project.objects.get(pk=project.pk), Project.objects.get(pk=other.pk)
    document = capture(people["cleo"], project, TEXT, title="Mill Lane pump house")
    return Cast(**people, project=project, other=other, document=fresh(document))
