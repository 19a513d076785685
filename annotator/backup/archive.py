"""The file of a backup: a zip of parts, and as its last entry a manifest with the SHA-256 of each.

`database.dump` comes first, as pg_dump wrote it (its custom format); `storage/...` are files as they lie in storage,
`demo.json` the log-ins of the demo project, where there is one. A zip can be written to a pipe, says at its end whether
it is whole, and can be looked into with any tool.
"""

import contextlib
import hashlib
import json
import struct
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, BinaryIO, TypedDict

from annotator.backup.telling import BackupError, Teller

PROGRAM, FORMAT = "annotator", 1
DATABASE, STORAGE, DEMO, MANIFEST = "database.dump", "storage/", "demo.json", "manifest.json"
BLOCK = 1_048_576
# What reading a zip can end with when some of its bytes are others.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Part(TypedDict):
    """What the manifest says of a part."""

    name: str
    size: int
    sha256: str


class Writer(contextlib.AbstractContextManager["Writer"]):
    """Writes parts one after the other, in constant memory, to a file or a pipe; broken off, it writes no end."""

    def __init__(self, out: BinaryIO, teller: Teller) -> None:
        self.zip, self.teller = zipfile.ZipFile(out, "w", allowZip64=True), teller
        self.parts: list[Part] = []

    def add(self, name: str, blocks: Iterable[bytes], *, packed: bool = False) -> Part:
        """Write one part; `packed` ones are small already."""
        digest, size = hashlib.sha256(), 0
        with self.zip.open(_entry(name, packed), "w", force_zip64=True) as out:
            for block in blocks:
                out.write(block)
                digest.update(block)
                size += len(block)
                self.teller.count(len(block))
        self.parts.append(Part(name=name, size=size, sha256=digest.hexdigest()))
        return self.parts[-1]

    def finish(self, about: dict[str, Any]) -> None:
        """Write the manifest: what is `about` the whole, and the parts."""
        whole = {"program": PROGRAM, "format": FORMAT, **about, "parts": self.parts}
        self.zip.writestr(_entry(MANIFEST), json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
        self.zip.close()

    def __exit__(self, *_: object) -> None:
        self.zip.fp = None  # else it would write its end when it is forgotten


def _entry(name: str, packed: bool = False) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, time.gmtime()[:6])
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


class Archive:
    """A backup that is read. BackupError where the file is none, is of a later form, or is cut short."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        try:
            self.zip = zipfile.ZipFile(file)
        except BROKEN:
            raise BackupError(self._what_it_is(file)) from None
        self.manifest = self._manifest()
        self.parts: list[Part] = self.manifest["parts"]

    def _what_it_is(self, file: BinaryIO) -> str:
        """A file cut short has the beginning of a backup and not its end."""
        file.seek(0)
        head = file.read(30 + len(DATABASE))
        if head.startswith(b"PK\3\4") and head.endswith(DATABASE.encode()):
            return f"{self.name} is damaged: its end is missing. Nothing is changed."
        return f"{self.name} is not a backup."

    def _manifest(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self.zip.read(MANIFEST))
        except BROKEN:
            raise BackupError(f"{self.name} is not a backup, or is damaged: it has no {MANIFEST}.") from None
        if not isinstance(found, dict) or found.get("program") != PROGRAM:
            raise BackupError(f"{self.name} is not a backup: its {MANIFEST} is of something else.")
        if found.get("format") != FORMAT:
            raise BackupError(
                f"{self.name} was made by another version ({found.get('code_version')}), in a form that this one does "
                "not know: restore it with that version."
            )
        if not _sound(found):
            raise self._damaged(MANIFEST)
        return found

    def check(self, teller: Teller) -> None:
        """Read every part and compare it with the manifest. BackupError names the first that is not what it was."""
        names = [part["name"] for part in self.parts]
        if sorted(self.zip.namelist()) != sorted([*names, MANIFEST]) or names[:1] != [DATABASE]:
            raise self._damaged(MANIFEST)
        for part in self.parts:
            if not _safe(part["name"]):
                raise self._damaged(part["name"])
            for block in self.blocks(part):
                teller.count(len(block))

    def blocks(self, part: Part) -> Iterator[bytes]:
        """A part's bytes. BackupError at the end where they are not what the manifest says."""
        digest = hashlib.sha256()
        try:
            with self.zip.open(part["name"]) as content:
                while block := content.read(BLOCK):
                    digest.update(block)
                    yield block
        except BROKEN:
            raise self._damaged(part["name"]) from None
        if digest.hexdigest() != part["sha256"]:
            raise self._damaged(part["name"])

    def files(self) -> Sequence[tuple[PurePosixPath, Part]]:
        """The parts of the storage, each with its path there."""
        found = [part for part in self.parts if part["name"].startswith(STORAGE)]
        return [(PurePosixPath(part["name"].removeprefix(STORAGE)), part) for part in found]

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part["name"] == name), None)

    def _damaged(self, part: str) -> BackupError:
        return BackupError(f"{self.name} is damaged: {part} is not what it was. Nothing is changed.")


def _sound(manifest: dict[str, Any]) -> bool:
    """Whether a manifest of this form has all that a restore reads."""
    try:
        parts = [(str(part["name"]), part["size"] + 0, str(part["sha256"])) for part in manifest["parts"]]
        numbers = [number + 0 for number in manifest["counts"].values()]
        words = [name.split(".", 1)[1] for name in manifest["migrations"]]
    except (KeyError, TypeError, AttributeError, IndexError):
        return False
    return bool(parts and numbers and words and {"code_version", "made_at"} <= set(manifest))


def _safe(name: str) -> bool:
    """Whether the name leads to where parts may be written, and nowhere else."""
    if name in {DATABASE, DEMO}:
        return True
    words = name.split("/")
    return name.startswith(STORAGE) and not {"", ".", ".."} & set(words) and "\0" not in name
