"""Where a release's files lie, what is noted of each, and how a published one is opened."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO, TypedDict

from django.core.files.storage import default_storage

from annotator.lib.refusals import Missing
from annotator.releases.models import Release, ReleaseState

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
DOCUMENTS, DECISIONS = "documents.jsonl", "decisions.jsonl"
BLOCK = 1_048_576


class FileFacts(TypedDict):
    """What a manifest says of a file; `lines` counts line feeds."""

    name: str
    sha256: str
    size: int
    lines: int


def facts_of(file: Path) -> FileFacts:
    """Read the file once, in constant memory."""
    digest, size, lines = hashlib.sha256(), 0, 0
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            digest.update(block)
            size += len(block)
            lines += block.count(b"\n")
    return FileFacts(name=file.name, sha256=digest.hexdigest(), size=size, lines=lines)


def folder_of(release: Release, attempt: str) -> str:
    """The storage name of the folder of one try: two workers never write the same file."""
    return f"releases/{release.pk}/{attempt}"


def path_of(folder: str) -> Path:
    """A storage folder on this machine."""
    return Path(default_storage.path(folder))


def harden(folder: Path) -> None:
    """Have the files on the disk, not only on their way there: what is published must outlive a power cut."""
    for path in [*sorted(folder.iterdir()), folder, folder.parent, folder.parent.parent]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(folder: str) -> None:
    """Remove one try's folder."""
    shutil.rmtree(path_of(folder), ignore_errors=True)


def discard(release: Release, *, keep: str = "") -> None:
    """Remove what the tries of a release left, but the folder named `keep`."""
    for path in path_of(f"releases/{release.pk}").glob("*"):
        if not keep or path != path_of(keep):
            shutil.rmtree(path, ignore_errors=True)


def names_of(release: Release) -> list[str]:
    """The files of a published release; none of any other."""
    if release.state != ReleaseState.PUBLISHED or release.manifest is None:
        return []
    return [*(file["name"] for file in release.manifest["files"]), MANIFEST, SUMS]


def open_file(release: Release, name: str) -> BinaryIO:
    """A published release's file, for reading from any place. Raises Missing for a name it does not have."""
    if name not in names_of(release):
        raise Missing("not_found", "This release has no such file.")
    return (path_of(release.folder) / name).open("rb")
