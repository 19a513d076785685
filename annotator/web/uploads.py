"""What became of each file that was sent: new, there already, or refused with a reason."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from annotator.accounts.models import User
from annotator.documents.actions import capture
from annotator.documents.extraction import media_type_of
from annotator.documents.models import Document
from annotator.lib.refusals import Invalid, TooLarge
from annotator.projects.models import Project


class Outcome(NamedTuple):
    """`document` is there unless the file was refused; `hidden` says that it was withdrawn and can not be opened."""

    name: str
    document: Document | None = None
    is_new: bool = False
    why: str = ""
    hidden: bool = False


def captured(user: User, project: Project, files: "Iterable[UploadedFile[bytes]]") -> list[Outcome]:
    """Capture each file by itself: one that is refused stops no other."""
    return [_captured(user, project, file) for file in files]


def _captured(user: User, project: Project, file: "UploadedFile[bytes]") -> Outcome:
    name = file.name or "file"
    try:
        content = file.read(settings.MAX_DOCUMENT_BYTES + 1)  # one more is enough to be refused
        document, is_new = capture(
            by=user, project=project, content=content, media_type=media_type_of(name), filename=name
        )
    except (Invalid, TooLarge) as refusal:
        return Outcome(name, why=refusal.detail)
    return Outcome(name, document, is_new, hidden=not seen_by(user, document))


def seen_by(user: User, document: Document) -> bool:
    """Whether `user` can open the document: the bytes may have been captured before and withdrawn since."""
    return document.withdrawn_at is None or Document.objects.visible_to(user).filter(pk=document.pk).exists()
