"""`manage.py demo`: load the demo project once, and keep its log-ins where only the operator can read them."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from annotator.accounts.actions import token_from
from annotator.jobs import demo_project
from annotator.jobs.shell import ShellCommand


class Command(ShellCommand):
    """The log-ins are written beside their place before the commit and renamed after it: killed at any moment, the
    next run finds either no demo, or its log-ins."""

    help = "Loads the demo project into the embedded database, unless it is there; log-ins: demo.json in the home."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("The demo project is for the embedded database only: DATABASE_URL is set.")
        file = Path(settings.HOME) / "demo.json"
        draft = file.with_name("demo.json.new")
        if demo_project.stands_in_the_way():
            _recover(draft, file)
            _renew_url(draft, file)
            self.stdout.write("The demo project is there, or was: nothing is loaded.")
            return
        demo_project.load(keep=lambda logins: _write(draft, {"url": settings.PUBLIC_URL, **logins}))
        _put(draft, file)
        self.stdout.write(f"The demo project is loaded; its log-ins are in {file}.")


def _recover(draft: Path, file: Path) -> None:
    """Take the log-ins of a run that was killed after its commit."""
    logins = _read(draft)
    if logins and all(token_from(user["token"]) for user in logins["users"].values()):
        _put(draft, file)
    draft.unlink(missing_ok=True)


def _renew_url(draft: Path, file: Path) -> None:
    """Another port, or another address, since the log-ins were written."""
    logins = _read(file)
    if logins and logins["url"] != settings.PUBLIC_URL:
        _write(draft, {**logins, "url": settings.PUBLIC_URL})
        _put(draft, file)


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and {"url", "users"} <= set(found) else None


def _write(file: Path, logins: dict[str, Any]) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(logins, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())


def _put(draft: Path, file: Path) -> None:
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
