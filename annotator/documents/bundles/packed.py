"""A zip, whoever made it: nothing in it is believed, and nothing is written to a path that it names.

Refused whole: what is no zip or a damaged one; a list of more than MOST entries, or of more than DIRECTORY bytes, which
is then not read; more than UNPACKED times what an import may have, once unpacked. Refused one by one: an entry that is
encrypted, a link, a second one of its name, packed in another way than `deflate`, packed more than RATIO times, or
whose path leads out of the zip. Left out without a word: folders, and what macOS adds.

What an entry unpacks to is never more than the size that it declares, which `zipfile` holds it to.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, cast

from django.conf import settings

from annotator.documents.bundles.item import PIECE, Item, Open, refused
from annotator.lib.refusals import Invalid

MOST, DIRECTORY = 20_000, 4_000_000
RATIO, NO_BOMB = 200, 1_000_000  # what unpacks to less than this is none, whatever its ratio
UNPACKED = 10
WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
# What `zipfile` raises for bytes that are not what they should be.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, struct.error, ValueError, OSError)


def from_zip(file: IO[bytes], name: str, inner: Callable[[Open, str], Iterator[Item]]) -> Iterator[Item]:
    """The items of each entry, as `inner` finds them. Raises Invalid where the whole is refused."""
    with _damage_told():
        archive = zipfile.ZipFile(cast("IO[bytes]", _Pieces(file)))
    entries = [entry for entry in archive.infolist() if not _left_out(entry)]
    _check_size(entries)
    seen: set[str] = set()
    for entry in entries:
        at = f"{name}/{entry.filename}"
        try:
            _check(entry, seen)
        except Invalid as refusal:
            yield refused(at, None, refusal)
        else:
            yield from inner(partial(_open, archive, entry), at)
        seen.add(entry.filename)


def _left_out(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    return entry.is_dir() or "__MACOSX" in path.parts or path.name == ".DS_Store"


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST:
        raise Invalid("zip", f"It has more than {MOST} entries: make several of it.")
    if sum(entry.file_size for entry in entries) > UNPACKED * settings.MAX_IMPORT_BYTES:
        limit = UNPACKED * settings.MAX_IMPORT_BYTES / 1_000_000
        raise Invalid("zip", f"It unpacks to more than {limit:g} MB: make several of it.")


def _check(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ":")[0]:
        raise Invalid("path", "Its path leads out of the zip.")
    if entry.filename in seen:
        raise Invalid("doubled", "The zip has an entry of this name already.")
    if entry.flag_bits & ENCRYPTED:
        raise Invalid("encrypted", "It is encrypted: pack it without a password.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Invalid("link", "It is a link to another file.")
    if entry.compress_type not in WAYS:
        raise Invalid("packing", "It is packed in another way than “deflate”.")
    if entry.file_size > max(NO_BOMB, RATIO * entry.compress_size):
        raise Invalid("bomb", f"It is packed more than {RATIO} times, as no text is.")


def _open(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    return io.BufferedReader(_Entry(archive, entry), PIECE)


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise Invalid("zip", "This is no zip, or it is damaged.") from error


class _Entry(io.RawIOBase):
    """The bytes of an entry. Raises Invalid where they can not be unpacked."""

    def __init__(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        with _damage_told():
            self._bytes = archive.open(entry)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _damage_told():
            found = self._bytes.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


class _Pieces:
    """A file that is not read in large pieces: `zipfile` takes the whole list of entries into memory, whatever its
    size, and makes ten times as much of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(DIRECTORY + 1 if size < 0 else min(size, DIRECTORY + 1))
        if len(found) > DIRECTORY:
            raise Invalid("zip", f"It has more than {MOST} entries: make several of it.")
        return found
