"""Each kind of damage to a release is found and named."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.releases.verify import verify
from tests.cast import Cast
from tests.releases.reading import Make, folder


@pytest.fixture
def place(cast: Cast, make: Make, tmp_path: Path) -> Path:
    """A release's folder with two tags, free to be damaged."""
    cast.tag(cast.ada, "the pump stopped at 04:20")
    cast.tag(cast.ben, "Two neighbours heard a bang an hour earlier 👩‍👩‍👧", status="speculative")
    cast.hand_in(cast.ada, cast.ben)
    return Path(shutil.copytree(folder(make(only_decided=False)), tmp_path / "release"))


def replace(file: Path, old: str, new: str) -> None:
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new), encoding="utf-8")


def seal(place: Path) -> None:
    """Bring manifest and checksums into agreement with what the files are now, as a careful forger would."""
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    for facts in manifest["files"]:
        content = (place / facts["name"]).read_bytes()
        facts |= {
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "lines": content.count(b"\n"),
        }
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    names = [facts["name"] for facts in manifest["files"]] + ["manifest.json"]
    lines = [f"{hashlib.sha256((place / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (place / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def test_a_whole_release_has_no_fault_as_folder_and_as_zip(place: Path, tmp_path: Path) -> None:
    assert verify(place) == []
    assert verify(Path(shutil.make_archive(str(tmp_path / "flat"), "zip", place))) == []
    within = shutil.make_archive(str(tmp_path / "deep"), "zip", tmp_path, "release")
    assert verify(Path(within)) == []


def test_sealing_alone_is_no_damage(place: Path) -> None:
    seal(place)
    assert verify(place) == []


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed byte": (lambda p: replace(p / "annotations.jsonl", "04:20", "05:20"), "annotations.jsonl is not"),
    "a missing file": (lambda p: (p / "annotations.csv").unlink(), "annotations.csv is missing"),
    "a file too many": (lambda p: (p / "extra.txt").touch(), "extra.txt does not belong"),
    "no manifest": (lambda p: (p / "manifest.json").unlink(), "manifest.json is missing"),
    "a broken manifest": (lambda p: (p / "manifest.json").write_text("{"), "manifest.json is missing or can not"),
    "no checksums": (lambda p: (p / "SHA256SUMS").unlink(), "SHA256SUMS is missing"),
    "a changed manifest": (lambda p: replace(p / "manifest.json", '"title": ""', '"title": "x"'), "manifest.json is"),
    "an unlisted file": (
        lambda p: replace(p / "SHA256SUMS", "decisions.jsonl", "others.jsonl"),
        "decisions.jsonl does not belong",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found(place: Path, name: str) -> None:
    damage, words = DAMAGE[name]
    damage(place)
    assert any(words in fault for fault in verify(place)), verify(place)


FORGERY: dict[str, tuple[Callable[[Path], object], str]] = {
    "another quote": (lambda p: replace(p / "annotations.jsonl", "at 04:20", "at 05:20"), "annotations.jsonl, an"),
    "another quote in the table": (
        lambda p: replace(p / "annotations.csv", "at 04:20", "at 05:20"),
        "annotations.csv, annotation",
    ),
    "another place": (lambda p: replace(p / "annotations.jsonl", '"start" : ', '"start" : 1'), "annotations.jsonl, an"),
    "another text": (lambda p: replace(p / "documents.jsonl", "cut the cable", "cut the rope"), "the text is not what"),
    "no documents": (lambda p: (p / "documents.jsonl").write_text(""), "is not in documents.jsonl"),
    "another status": (lambda p: replace(p / "annotations.jsonl", '"sourced"', '"disputed"'), "annotations sourced"),
    "no annotations": (lambda p: (p / "annotations.jsonl").write_text(""), "holds 0 annotations, not 2"),
    "no JSON": (lambda p: (p / "annotations.jsonl").write_text("{\n"), "can not be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERY)
def test_what_agrees_with_its_checksums_but_not_with_its_text_is_found(place: Path, name: str) -> None:
    forge, words = FORGERY[name]
    forge(place)
    seal(place)
    assert any(words in fault for fault in verify(place)), verify(place)


def test_a_place_that_is_no_release_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    for place in (tmp_path / "nowhere", tmp_path / "text.zip", tmp_path):
        assert verify(place)


def test_it_must_have_the_manifest_that_was_published(place: Path) -> None:
    published = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert verify(place, expected=published) == []
    assert verify(place, expected={**published, "number": 9}) == [
        "manifest.json is not the one that was published."
    ]
