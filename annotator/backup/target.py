"""Where a backup is written to, and where one is read from."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from annotator.backup.telling import BackupError

PIPE = Path("-")


@contextlib.contextmanager
def written(file: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file, for its owner alone, that is there when it is whole and on the disk; `-` is stdout.

    BackupError where it can not be written, or where there is one already and nobody said that it may go.
    """
    if file == PIPE:
        if sys.stdout.isatty():
            raise BackupError("A backup is not for a terminal: name a file, or send stdout to one.")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with _draft(file, force=force) as draft, draft.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
            _put(draft, file, force=force)
    except OSError as error:
        raise BackupError(f"{error.filename or file} can not be written: {error.strerror}.") from error


@contextlib.contextmanager
def _draft(file: Path, *, force: bool) -> Iterator[Path]:
    """A new file beside its place, gone at the end."""
    _check_free(file, force=force)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.", suffix=".unfinished")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _check_free(file: Path, *, force: bool) -> None:
    if file.is_dir():
        raise BackupError(f"{file} is a folder: name a file.")
    if file.exists() and not force:
        raise BackupError(f"{file} exists already: name another file, or say --force to replace it.")


def _put(draft: Path, file: Path, *, force: bool) -> None:
    """Give it its name; a link, unlike a rename, never takes the place of a file that came meanwhile."""
    try:
        if force:
            draft.replace(file)
        else:
            os.link(draft, file)
    except FileExistsError:
        _check_free(file, force=force)
    except OSError:  # a file system without links
        _check_free(file, force=force)
        draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def opened(file: Path) -> BinaryIO:
    """A backup for reading, from any place in it; what comes by a pipe (`-`) is written to the home first."""
    if file == PIPE:
        return _kept(sys.stdin.buffer)
    try:
        return file.open("rb")
    except FileNotFoundError:
        raise BackupError(f"There is no file {file}.") from None
    except OSError as error:
        raise BackupError(f"{file} can not be read: {error.strerror}.") from error


def _kept(pipe: BinaryIO) -> BinaryIO:
    if pipe.seekable():
        return pipe
    whole = cast(BinaryIO, tempfile.TemporaryFile(dir=settings.HOME))  # noqa: SIM115  the caller's
    shutil.copyfileobj(pipe, whole)
    return whole
