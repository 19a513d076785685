"""The folder of the sockets: short, stable, and ours alone."""

import os
from pathlib import Path

import pytest

from annotator.local import paths

LONGEST_SOCKET = 100  # bytes; Linux allows 107, macOS 103


def test_sockets_have_short_paths_however_deep_the_home_is(home: Path) -> None:
    assert len(str(home)) > 150
    assert len(os.fsencode(paths.run_dir(home) / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET


def test_the_folder_is_closed_and_the_same_again_and_another_for_another_home(tmp_path: Path) -> None:
    first = paths.run_dir(tmp_path / "one", tmp=tmp_path)
    assert first.stat().st_mode & 0o777 == 0o700
    assert paths.run_dir(tmp_path / "x" / ".." / "one", tmp=tmp_path) == first
    assert paths.run_dir(tmp_path / "two", tmp=tmp_path) != first


def test_a_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    paths.run_dir(tmp_path / "home", tmp=tmp_path).chmod(0o755)
    with pytest.raises(paths.UnsafeFolderError, match="open to other users"):
        paths.run_dir(tmp_path / "home", tmp=tmp_path)


def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    folder = paths.run_dir(tmp_path / "home", tmp=tmp_path)
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(paths.UnsafeFolderError, match="not a folder"):
        paths.run_dir(tmp_path / "home", tmp=tmp_path)


def test_a_folder_of_someone_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = paths.run_dir(tmp_path / "home", tmp=tmp_path)
    other = os.getuid() + 1
    mine.rename(mine.with_name(mine.name.replace(f"-{os.getuid()}-", f"-{other}-")))
    monkeypatch.setattr(os, "getuid", lambda: other)
    with pytest.raises(paths.UnsafeFolderError, match="belongs to another user"):
        paths.run_dir(tmp_path / "home", tmp=tmp_path)


def test_addresses_name_the_folder_and_win_over_the_environment(home: Path) -> None:
    folder = str(paths.run_dir(home)).replace("/", "%2F")
    assert paths.database_url(home) == f"postgresql://annotator@/annotator?host={folder}&port=5432"
    assert paths.database_url(home, paths.OWNER).startswith("postgresql://annotator_owner@/")
    assert paths.broker_url(home) == f"redis+socket://{paths.run_dir(home)}/valkey.sock"
