"""Is a release what it says it is? Judged from its files alone: a folder, or a zip of them."""

import json
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from annotator.releases.files import DECISIONS, DOCUMENTS, MANIFEST, SUMS, facts_of
from annotator.releases.formats import FORMATS
from annotator.releases.formats.places import Place

MOST_FAULTS = 100
_SUM = re.compile(r"([0-9a-f]{64})[ \t][ *]([^/\0]+)\Z")


def verify(place: Path, *, expected: dict[str, Any] | None = None) -> list[str]:
    """What is wrong with the release in the folder or zip at `place`; an empty list means nothing.

    `expected` is the manifest that it must have, where that is known from elsewhere.
    """
    try:
        with _opened(place) as folder:
            faults = []
            for fault in _faults(folder, expected):
                faults.append(fault)
                if len(faults) == MOST_FAULTS:
                    return [*faults, "... and perhaps more."]
            return faults
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        return [f"{place} can not be read: {error}"]


@contextmanager
def _opened(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield place
        return
    with zipfile.ZipFile(place) as archive, tempfile.TemporaryDirectory() as folder:
        for entry in archive.infolist():
            if not entry.is_dir():
                # By its last name only: no entry can be written anywhere else.
                target = Path(folder) / PurePosixPath(entry.filename).name
                if target.exists():
                    message = f"it holds {target.name} twice"
                    raise ValueError(message)
                with archive.open(entry) as packed, target.open("wb") as out:
                    shutil.copyfileobj(packed, out)
        yield Path(folder)


def _faults(folder: Path, expected: dict[str, Any] | None) -> Iterator[str]:
    sums, manifest = _sums(folder), _manifest(folder)
    if sums is None:
        yield f"{SUMS} is missing or can not be read."
    if manifest is None:
        yield f"{MANIFEST} is missing or can not be read."
    if sums is None or manifest is None:
        return
    if expected is not None and manifest != expected:
        yield f"{MANIFEST} is not the one that was published."
    yield from _files(folder, sums, manifest)
    try:
        yield from _content(folder, manifest)
    except (KeyError, TypeError, ValueError, OSError) as error:
        yield f"The content can not be read: {type(error).__name__} {error}"


def _sums(folder: Path) -> dict[str, str] | None:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    found = [_SUM.match(line) for line in lines]
    return {match[2]: match[1] for match in found if match} if all(found) else None


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        return found if {file["name"] for file in found["files"]} and found["counts"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files(folder: Path, sums: dict[str, str], manifest: dict[str, Any]) -> Iterator[str]:
    """Each file against the checksums and the manifest, and both against what is there."""
    noted = {file["name"]: file for file in manifest["files"]}
    there = {path.name for path in folder.iterdir()} - {SUMS}
    yield from (f"{name} is missing." for name in sorted((set(sums) | set(noted)) - there))
    yield from (f"{name} is in {SUMS} or {MANIFEST} only." for name in sorted(set(sums) ^ {*noted, MANIFEST}))
    yield from (f"{name} does not belong to the release." for name in sorted(there - set(sums)))
    for name in sorted(there & set(sums)):
        facts = facts_of(folder / name)
        if facts["sha256"] != sums[name]:
            yield f"{name} is not what {SUMS} says: its SHA-256 is {facts['sha256']}."
        if name in noted and noted[name] != facts:
            yield f"{name} is not what {MANIFEST} says: it has {facts['size']} bytes in {facts['lines']} lines."


def _content(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    texts = Texts(folder / DOCUMENTS)
    yield from texts.faults
    for name in manifest["formats"]:
        number = 0
        for quoted in FORMATS[name].places(folder / FORMATS[name].FILE):
            number += quoted.of.startswith("annotation ")
            yield from _misquoted(FORMATS[name].FILE, quoted, texts)
        if number != manifest["counts"]["annotations"]:
            yield f"{FORMATS[name].FILE} holds {number} annotations, not {manifest['counts']['annotations']}."
    decided = 0
    for quoted in _decisions(folder / DECISIONS):
        decided += 1
        yield from _misquoted(DECISIONS, quoted, texts)
    for noun, number in (("documents", len(texts.begins)), ("items", decided)):
        if number != manifest["counts"][noun]:
            yield f"There are {number} {noun}, not {manifest['counts'][noun]}."
    yield from _statuses(folder, manifest)


def _statuses(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    if "jsonl" in manifest["formats"]:
        with (folder / FORMATS["jsonl"].FILE).open("rb") as lines:
            found = Counter(json.loads(line)["status"] for line in lines)
        for status, number in manifest["counts"]["by_status"].items():
            if found[status] != number:
                yield f"There are {found[status]} annotations {status}, not {number}."


def _decisions(file: Path) -> Iterator[Place]:
    with file.open("rb") as lines:
        for line in lines:
            item = json.loads(line)
            span = item["span"]
            yield Place(f"item {item['id']}", item["document"], span["start"], span["end"], span["exact"])


def _misquoted(file: str, quoted: Place, texts: "Texts") -> Iterator[str]:
    where = f"{file}, {quoted.of}"
    if quoted.document not in texts.begins:
        # What is cited may have been withdrawn since; what is tagged must be there.
        if not quoted.of.startswith("evidence"):
            yield f"{where}: document {quoted.document} is not in {DOCUMENTS}."
    elif not 0 <= quoted.start < quoted.end:
        yield f"{where}: {quoted.start} to {quoted.end} is no place."
    elif texts.of(quoted.document)[quoted.start : quoted.end] != quoted.exact:
        yield f"{where}: the quote is not what stands at {quoted.start} to {quoted.end}."


class Texts:
    """The texts of a release, read when they are asked for; a few are kept."""

    def __init__(self, file: Path) -> None:
        self.file, self.begins, self.faults = file, dict[str, int](), list[str]()
        self.of = lru_cache(maxsize=16)(self._read)
        with file.open("rb") as lines:
            at = 0
            for line in lines:
                document = json.loads(line)
                if sha256(document["text"].encode()).hexdigest() != document["sha256"]:
                    self.faults.append(
                        f"{file.name}, {document['id']}: the text is not what its SHA-256 says."
                    )
                self.begins[document["id"]] = at
                at += len(line)

    def _read(self, key: str) -> str:
        with self.file.open("rb") as lines:
            lines.seek(self.begins[key])
            return str(json.loads(lines.readline())["text"])
