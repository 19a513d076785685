"""The file of a backup: what was written is read, and what is not what was written is refused."""

import io
import json
import os
import threading
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from annotator.backup.archive import DATABASE, FORMAT, MANIFEST, PROGRAM, Archive, Writer
from annotator.backup.telling import BackupError, Teller

PARTS = {
    DATABASE: [b"PGDMP", bytes(range(256)) * 9],
    "storage/releases/a/b/documents.jsonl": [b'{"text": "It rained."}\n' * 40],
    "storage/releases/a/b/empty.jsonl": [],
    "demo.json": [b"{}"],
}
ABOUT = {
    "code_version": "0.1.0",
    "made_at": "2026-05-04T10:00:00Z",
    "migrations": ["audit.0001_tables"],
    "counts": {"users": 2},
}


def write(out: BinaryIO, about: dict[str, Any] = ABOUT) -> None:
    writer = Writer(out, Teller())
    for name, blocks in PARTS.items():
        writer.add(name, blocks, packed=name == DATABASE)
    writer.finish(about)


@pytest.fixture(scope="module")
def whole() -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def read(content: bytes) -> dict[str, bytes]:
    """Every part, checked."""
    archive = Archive(io.BytesIO(content), "FILE")
    archive.check(Teller())
    return {part["name"]: b"".join(archive.blocks(part)) for part in archive.parts}


def refusal(content: bytes) -> str:
    with pytest.raises(BackupError) as refused:
        read(content)
    return str(refused.value)


def test_what_was_written_is_read(whole: bytes) -> None:
    assert read(whole) == {name: b"".join(blocks) for name, blocks in PARTS.items()}
    assert Archive(io.BytesIO(whole), "FILE").manifest["counts"] == {"users": 2}


def test_it_can_be_written_to_a_pipe(whole: bytes) -> None:
    inner, outer = os.pipe()
    received: list[bytes] = []
    with os.fdopen(inner, "rb") as source, os.fdopen(outer, "wb") as sink:
        reader = threading.Thread(target=lambda: received.append(source.read()))
        reader.start()
        write(sink)
        sink.close()
        reader.join()
    assert read(received[0]) == read(whole)


def test_one_other_byte_anywhere_is_refused_or_changes_nothing(whole: bytes) -> None:
    sound, refused = read(whole), 0
    for at in range(0, len(whole), 7):
        other = whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :]
        try:
            assert read(other) == sound, at
        except BackupError:
            refused += 1
    assert refused > len(whole) / 7 / 2


@pytest.mark.parametrize("missing", [1, 30, 700])
def test_a_backup_cut_short_is_refused(whole: bytes, missing: int) -> None:
    assert "damaged: its end is missing" in refusal(whole[:-missing])


def test_what_is_something_else_is_refused(whole: bytes) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr(MANIFEST, json.dumps({"files": []}))
    for content in (b"", b"PK", b"It rained on Mill Lane.\n" * 100, other.getvalue()):
        assert "is not a backup" in refusal(content)


@pytest.mark.parametrize(
    "name", ["storage/../../away", "storage//root", "/etc/away", "other.txt", "storage/./a"]
)
def test_a_part_that_leads_elsewhere_is_refused(name: str) -> None:
    out = io.BytesIO()
    writer = Writer(out, Teller())
    writer.add(DATABASE, [b"PGDMP"])
    writer.add(name, [b"x"])
    writer.finish(ABOUT)
    assert "is damaged" in refusal(out.getvalue())


def test_a_part_more_or_less_than_the_manifest_names_is_refused(whole: bytes) -> None:
    out = io.BytesIO(whole)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("storage/releases/a/b/more.csv", "x")
    assert "is damaged" in refusal(out.getvalue())


@pytest.mark.parametrize("lost", list(ABOUT))
def test_a_manifest_that_lacks_something_is_refused(lost: str) -> None:
    out = io.BytesIO()
    write(out, {key: value for key, value in ABOUT.items() if key != lost})
    assert f"{MANIFEST} is not what it was" in refusal(out.getvalue())


def test_a_later_form_is_refused_with_the_version_that_made_it() -> None:
    out = io.BytesIO()
    write(out, {**ABOUT, "program": PROGRAM, "format": FORMAT + 1, "code_version": "9.4"})
    assert "another version (9.4)" in refusal(out.getvalue())


def test_the_file_is_an_ordinary_zip(whole: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert (tmp_path / "demo.json").read_bytes() == b"{}"
    assert json.loads((tmp_path / MANIFEST).read_text())["program"] == "annotator"
