"""The shell's commands: what they write where, and how they end."""

import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from annotator.accounts.actions import token_from
from annotator.accounts.models import User
from annotator.annotations.models import Span
from annotator.documents.models import Document
from annotator.projects.models import Project
from annotator.releases.files import path_of
from annotator.releases.models import Release
from annotator.releases.verify import verify
from tests.cast import PASSWORD, Cast


def said(*words: object) -> tuple[str, str]:
    """What a command writes to stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    call_command(*map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_member_creates_what_is_missing_and_prints_the_token_alone(db: None) -> None:
    out, err = said("member", "River Watch", "fay", "--role", "supervisor", "--token")
    token = token_from(out.removesuffix("\n"))
    assert token is not None
    assert (token.user.username, token.scopes) == ("fay", ["read", "write", "review", "manage"])
    project = Project.objects.get()
    assert (project.slug, project.memberships.get().role) == ("river-watch", "supervisor")
    assert "fay is supervisor of River Watch (river-watch)" in err


@pytest.mark.parametrize("name", ["river-watch", "River Watch"])
def test_member_finds_a_project_by_address_and_by_name(db: None, name: str) -> None:
    said("member", "River Watch", "fay", "--role", "supervisor")
    said("member", name, "gus", "--role", "client")
    assert Project.objects.get().memberships.count() == 2


def test_a_tokens_scopes_are_those_of_the_role(db: None) -> None:
    for role, scopes in (("client", ["read"]), ("analyst", ["read", "write"])):
        token = token_from(said("member", "p", f"a-{role}", "--role", role, "--token")[0].strip())
        assert token is not None
        assert token.scopes == scopes


def test_member_reads_a_password(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    out, _ = said("member", "p", "fay", "--role", "analyst", "--password-stdin")
    assert out == ""
    assert User.objects.get().check_password(PASSWORD)


def test_member_refuses_a_weak_password_and_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1234\n"))
    with pytest.raises(CommandError, match="too short"):
        said("member", "p", "fay", "--role", "analyst", "--password-stdin")
    assert not User.objects.exists()
    assert not Project.objects.exists()


def test_the_last_supervisor_stays(cast: Cast) -> None:
    with pytest.raises(CommandError, match="supervisor"):
        said("member", cast.project.slug, "cleo", "--role", "client")


def test_capture_imports_files_and_names_each_that_it_refuses(cast: Cast, tmp_path: Path) -> None:
    good, empty, strange = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.exe"
    good.write_text("It rained on Mill Lane.", encoding="utf-8")
    empty.touch()
    strange.write_text("x")
    out, err = io.StringIO(), io.StringIO()
    files = [str(file) for file in (good, empty, strange, tmp_path / "nowhere.md", good)]
    with pytest.raises(SystemExit) as ended:
        call_command("capture", cast.project.slug, *files, stdout=out, stderr=err)
    assert ended.value.code == 1
    assert [line.partition(": ")[0] for line in err.getvalue().splitlines()] == files[1:4]
    first, again = out.getvalue().splitlines()
    document = Document.objects.get(original__filename="a.txt")
    assert first == f"{document.pk} a"
    assert "known already" in again
    assert document.created_by == cast.cleo


def test_capture_takes_the_rows_of_tables_and_what_is_in_a_zip(cast: Cast, tmp_path: Path) -> None:
    table, pack = tmp_path / "a.csv", tmp_path / "b.zip"
    table.write_text("title,text\nRain,It rained on Mill Lane.\nNothing,\n", encoding="utf-8")
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("notes/c.txt", "It rained on Mill Lane.")
        archive.writestr("d.exe", "x")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("capture", cast.project.slug, str(table), str(pack), stdout=out, stderr=err)
    assert ended.value.code == 1
    document = Document.objects.get(title="Rain")
    assert out.getvalue() == f"{document.pk} Rain\n{document.pk} Rain (known already)\n"
    first, second = err.getvalue().splitlines()
    assert first == f"{table}:3: Give either text or html."
    assert second.startswith(f"{pack}/d.exe: Files of kind “.exe” are not accepted")


def test_capture_needs_a_project_with_a_supervisor(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no project"):
        said("capture", "nowhere", tmp_path / "a.txt")
    said("member", "p", "fay", "--role", "analyst")
    with pytest.raises(CommandError, match="no supervisor"):
        said("capture", "p", tmp_path / "a.txt")


@pytest.mark.django_db(transaction=True)
def test_release_writes_a_sound_dataset_without_a_worker(cast: Cast, tmp_path: Path) -> None:
    cast.tag(cast.ada, "cut the cable")
    out, _ = said("release", cast.project.slug, "--all", "--format", "jsonl", "--out", tmp_path / "data")
    assert out == f"Release 1 of Mill Lane: {tmp_path / 'data'}\n"
    assert verify(tmp_path / "data") == []
    assert not (tmp_path / "data" / "annotations.csv").exists()
    assert Release.objects.get().created_by == cast.cleo
    assert "as it should be" in said("verify", "--release", tmp_path / "data")[0]


@pytest.mark.django_db(transaction=True)
def test_release_writes_into_no_folder_that_holds_something(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(CommandError, match="not an empty folder"):
        said("release", cast.project.slug, "--out", tmp_path)
    assert not Release.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_release_that_can_not_be_written_says_so(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"Release 1 is made, but its files can not be written to .*file"):
        said("release", cast.project.slug, "--out", tmp_path / "file" / "data")


def test_odd_arguments_end_with_a_sentence(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("capture", cast.project.slug, str(pipe), stderr=err)
    assert "This is a pipe" in err.getvalue()
    for words in (["member", "\udcff", "fay", "--role", "client"], ["capture", "\udcff", str(pipe)]):
        with pytest.raises(CommandError, match="UTF-8"):
            said(*words)
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(CommandError, match="stdin"):
        said("member", "p", "fay", "--role", "client", "--password-stdin")


@pytest.mark.django_db(transaction=True)
def test_a_release_that_fails_says_why(cast: Cast, tmp_path: Path) -> None:
    tag = cast.tag(cast.ada, "cut the cable")
    Span.objects.filter(pk=tag.span_id).update(exact="cut the cablE")
    with pytest.raises(CommandError, match=str(cast.document.pk)):
        said("release", cast.project.slug, "--all", "--out", tmp_path / "data")
    assert not (tmp_path / "data").exists()


def faults() -> str:
    """What `verify` names, when it finds something."""
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", stderr=err)
    assert ended.value.code == 1
    return err.getvalue()


@pytest.mark.django_db(transaction=True)
def test_verify_finds_nothing_in_a_sound_install_and_each_damage(cast: Cast, tmp_path: Path) -> None:
    tag = cast.tag(cast.ada, "cut the cable")
    said("release", cast.project.slug, "--all", "--out", tmp_path / "data")
    assert said("verify") == ("All is as it should be.\n", "")
    file = path_of(Release.objects.get().folder) / "documents.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"cable", b"cabin"))
    assert "Release 1 of mill-lane: documents.jsonl" in faults()
    file.write_bytes(whole)
    Span.objects.filter(pk=tag.span_id).update(exact="cut the cablE")
    assert f"Document {cast.document.pk}" in faults()
    shutil.rmtree(file.parent)
    assert "its files are missing" in faults()


@pytest.mark.django_db(transaction=True)
def test_verify_finds_a_text_and_an_original_that_are_not_what_their_hashes_say(cast: Cast) -> None:
    with connection.cursor() as cursor:
        # As a disk or an operator might: past the triggers that guard the rows.
        cursor.execute("ALTER TABLE documents_document DISABLE TRIGGER document_text_frozen")
        cursor.execute("ALTER TABLE documents_original DISABLE TRIGGER original_frozen")
        cursor.execute("UPDATE documents_document SET text = replace(text, 'pump', 'lamp')")
        cursor.execute("UPDATE documents_original SET content = 'other'")
        cursor.execute("ALTER TABLE documents_document ENABLE TRIGGER document_text_frozen")
        cursor.execute("ALTER TABLE documents_original ENABLE TRIGGER original_frozen")
    named = faults()
    assert f"Document {cast.document.pk}" in named
    assert f"Original {cast.document.original_id}" in named


def test_verify_finds_a_gap_in_the_history(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_changecounter SET value = value + 1 WHERE project_id = %s", [cast.project.pk]
        )
    assert f"Project {cast.project.pk}: its history" in faults()


def test_verify_of_a_release_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({}))
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", release=tmp_path, stderr=err)
    assert "manifest.json" in err.getvalue()
