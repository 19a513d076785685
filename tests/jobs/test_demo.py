"""The demo is loaded once, whole, and its log-ins are never lost."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotator.accounts.actions import token_from
from annotator.accounts.models import User
from annotator.annotations.models import Tag
from annotator.documents.models import Document, DocumentState
from annotator.jobs import demo_project
from annotator.jobs.management.commands import demo
from annotator.projects.models import Project
from annotator.review.models import ReviewItem


@pytest.fixture
def home(settings: Any, tmp_path: Path, db: None) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def logins(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    return found


def test_the_demo_is_loaded_whole(home: Path) -> None:
    call_command("demo")
    content = demo_project.content()
    assert Document.objects.count() == len(content["documents"]) == 6
    assert Tag.objects.live().count() == len(content["tags"])
    assert Document.objects.filter(state=DocumentState.IN_REVIEW).count() == 1
    assert ReviewItem.objects.awaiting_review().count() == 9


def test_its_log_ins_open_doors_and_only_the_operator_reads_them(home: Path) -> None:
    call_command("demo")
    found = logins(home)
    assert stat.S_IMODE((home / "demo.json").stat().st_mode) == 0o600
    assert {name: user["role"] for name, user in found["users"].items()} == {
        "ada": "analyst", "ben": "analyst", "cleo": "supervisor", "dan": "client",
    }  # fmt: skip
    assert (found["project"], found["url"]) == ("demo", "http://127.0.0.1:8000")
    for name, user in found["users"].items():
        token = token_from(user["token"])
        assert token is not None
        assert token.user.username == name
        assert token.user.check_password(user["password"])


def test_a_second_run_changes_nothing(home: Path) -> None:
    call_command("demo")
    before = (home / "demo.json").read_bytes()
    call_command("demo")
    assert (home / "demo.json").read_bytes() == before
    assert Project.objects.count() == 1


def test_another_address_is_noted(home: Path, settings: Any) -> None:
    call_command("demo")
    before = logins(home)
    settings.PUBLIC_URL = "http://127.0.0.1:8010"
    call_command("demo")
    assert logins(home) == {**before, "url": "http://127.0.0.1:8010"}


def test_killed_before_its_commit_it_begins_anew(home: Path) -> None:
    def killed(found: dict[str, Any]) -> None:
        demo._write(home / "demo.json.new", {"url": "", **found})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo_project.load(keep=killed)
    assert not Project.objects.exists()
    call_command("demo")
    assert all(token_from(user["token"]) for user in logins(home)["users"].values())
    assert not (home / "demo.json.new").exists()


def test_killed_after_its_commit_it_keeps_the_log_ins(home: Path) -> None:
    draft = home / "demo.json.new"
    demo_project.load(keep=lambda found: demo._write(draft, {"url": "http://127.0.0.1:8000", **found}))
    call_command("demo")
    assert all(token_from(user["token"]) for user in logins(home)["users"].values())
    assert not draft.exists()


def test_someone_elses_ada_is_left_alone(home: Path) -> None:
    User.objects.create_user("ada")
    call_command("demo")
    assert not Project.objects.exists()
    assert not (home / "demo.json").exists()


def test_it_is_for_the_embedded_database_only(home: Path, settings: Any) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="embedded"):
        call_command("demo")
    assert not Project.objects.exists()
