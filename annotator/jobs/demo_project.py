"""The demo project, written with the actions that people use: its content is in `demo/`."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from annotator.accounts.actions import create_token, create_user
from annotator.accounts.models import Scope, User
from annotator.accounts.passwords import set_password
from annotator.annotations.actions import tag as put_tag
from annotator.audit.record import action
from annotator.documents.actions import capture
from annotator.documents.extraction import media_type_of
from annotator.documents.models import Document
from annotator.permissions import SCOPES, Role
from annotator.projects.actions import create_project, set_member
from annotator.projects.models import Project
from annotator.review.actions import hand_in

FOLDER = Path(__file__).with_name("demo")

Logins = dict[str, Any]


def content() -> dict[str, Any]:
    """What `demo/demo.json` says: the project, its members, documents and tags."""
    found: dict[str, Any] = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))
    return found


def stands_in_the_way() -> bool:
    """Whether the project, or someone of its people, is here already: then nothing is loaded."""
    demo = content()
    names = [*(member["username"] for member in demo["members"]), *demo["strangers"]]
    return (
        Project.objects.filter(slug=demo["project"]["slug"]).exists()
        or User.objects.filter(username__in=names).exists()
    )


@action
def load(*, keep: Callable[[Logins], None]) -> None:
    """Write all of the demo, or nothing. `keep` gets the log-ins just before the commit: they exist nowhere else."""
    demo = content()
    project = create_project(by=None, **demo["project"])
    users = {
        member["username"]: set_member(by=None, project=project, **member)[0].user
        for member in demo["members"]
    }
    logins = {
        member["username"]: {
            "role": member["role"],
            **_secrets(users[member["username"]], SCOPES[member["role"]]),
        }
        for member in demo["members"]
    }
    # Not a member: with this log-in one sees that the project can not be seen.
    strangers = {
        name: _secrets(create_user(by=None, username=name), {Scope.READ}) for name in demo["strangers"]
    }
    supervisor = next(users[name] for name, login in logins.items() if login["role"] == Role.SUPERVISOR)
    documents = {entry["file"]: _capture(supervisor, project, **entry) for entry in demo["documents"]}
    for entry in demo["tags"]:
        _tag(users[entry["analyst"]], documents[entry["document"]], entry)
    for entry in demo["handed_in"]:
        hand_in(by=users[entry["analyst"]], document=_fresh(documents[entry["document"]]))
    keep({"project": project.slug, "users": logins, "strangers": strangers})


def _secrets(user: User, scopes: frozenset[str] | set[str]) -> dict[str, str]:
    password = secrets.token_urlsafe(12)
    set_password(by=None, user=user, password=password)
    return {"password": password, "token": create_token(by=user, name="demo", scopes=scopes)[1]}


def _capture(by: User, project: Project, *, file: str, published_at: str, **metadata: Any) -> Document:
    document, _ = capture(
        by=by,
        project=project,
        content=(FOLDER / "documents" / file).read_bytes(),
        media_type=media_type_of(file),
        filename=file,
        published_at=datetime.fromisoformat(published_at),
        **metadata,
    )
    return document


def _tag(by: User, document: Document, entry: dict[str, Any]) -> None:
    details = {name: entry[name] for name in ("status", "note", "attribution", "modality") if name in entry}
    evidence = [
        {"stance": cited["stance"], **_place(document, cited["quote"])} for cited in entry.get("evidence", [])
    ]
    put_tag(
        by=by, document=_fresh(document), evidence=evidence, **_place(document, entry["quote"]), **details
    )


def _place(document: Document, quote: str) -> dict[str, Any]:
    start = document.text.index(quote)
    return {"start": start, "end": start + len(quote), "exact": quote}


def _fresh(document: Document) -> Document:
    """The document as the transaction has made it, with a project that remembers nobody's role."""
    return Document.objects.select_related("project").get(pk=document.pk)
