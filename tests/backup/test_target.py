"""Where a backup goes: there when it is whole, closed to others, never in the place of another file."""

import os
import stat
from pathlib import Path

import pytest

from annotator.backup.target import opened, written
from annotator.backup.telling import BackupError


def keep(file: Path, *, force: bool = False) -> None:
    with written(file, force=force) as out:
        out.write(b"whole")


def test_it_is_for_its_owner_alone_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keep(tmp_path / "a.backup")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.backup").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.backup"]


def test_a_file_that_is_there_stays_unless_told_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    file.write_bytes(b"older")
    with pytest.raises(BackupError, match="exists already"):
        keep(file)
    assert file.read_bytes() == b"older"
    keep(file, force=True)
    assert file.read_bytes() == b"whole"


def test_a_file_that_comes_meanwhile_stays_too(tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    with pytest.raises(BackupError, match="exists already"), written(file, force=False):
        file.write_bytes(b"another's")
    assert file.read_bytes() == b"another's"
    assert [path.name for path in tmp_path.iterdir()] == ["a.backup"]


def test_what_breaks_off_leaves_nothing_and_touches_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    file.write_bytes(b"older")
    with pytest.raises(ZeroDivisionError), written(file, force=True) as out:
        out.write(b"%d" % (1 // 0))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.backup", b"older")]


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    sentence = r"a\.backup can not be written: No space left on device"
    with pytest.raises(BackupError, match=sentence), written(tmp_path / "a.backup", force=False):
        Path("/dev/full").write_bytes(b"x")
    assert list(tmp_path.iterdir()) == []


def test_odd_places_are_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="is a folder"):
        keep(tmp_path, force=True)
    with pytest.raises(BackupError, match="can not be written: No such file or directory"):
        keep(tmp_path / "nowhere" / "a.backup")
    with pytest.raises(BackupError, match="There is no file"):
        opened(tmp_path / "nowhere.backup")
    with pytest.raises(BackupError, match="can not be read"):
        opened(tmp_path)
