"""One example of every operation, as it is sent, and what the program answered to it.

The requests stand here by the name of their operation. The answers are in `answers.json`, recorded by the tests that
send every example to a prepared project (`make schema`): they are what the program said, with ids, times and secrets
made the same each time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ANSWERS = Path(__file__).with_name("answers.json")
CODES = Path(__file__).with_name("codes.json")


def key(number: int) -> str:
    """An id of the examples; `number` tells them apart."""
    return f"019c7a00-0000-7000-8000-{number:012d}"


# What stands in the addresses and bodies of the examples, by the name of its parameter.
KEYS = {
    "project": "mill-lane", "username": "dan", "name": "annotations.jsonl", "document": key(1), "tag": key(2),
    "comment": key(3), "assignment": key(4), "item": key(5), "release": key(6), "job": key(7), "token": key(8),
    "accepted": key(9), "source": key(10),
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A request: who of the project sends it, and what: JSON, or a list of objects as the lines of the type `media`.

    `after` names the example that has to be sent before it.
    """

    by: str = "ada"
    body: Any = None
    media: str = ""
    query: Mapping[str, Any] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    after: str = ""

    @property
    def shown(self) -> Any:
        """What the schema shows of the body: of lines the first, as it describes one."""
        return self.body[0] if self.media else self.body


_HEARD = {"start": 70, "end": 113, "exact": "Two neighbours heard a bang an hour earlier"}
_CUT = {"start": 121, "end": 152, "exact": "Someone may have cut the cable."}
_DENIAL = {"start": 153, "end": 192, "exact": "The board denies that there was a bang."}

REQUESTS: dict[str, Example] = {
    "me": Example(),
    "tokens": Example(),
    "token_create": Example(body={"name": "nightly pull", "scopes": ["read"], "project": "mill-lane"}),
    "token": Example(),
    "token_revoke": Example(),
    "projects": Example(query={"limit": 2}),
    "project_create": Example(
        by="cleo", body={"name": "Kiln Road", "blind": True, "coders_per_document": 2, "labels": ["kiln"]}
    ),
    "project": Example(),
    "project_change": Example(by="cleo", body={"labels": ["pump", "cable"]}),
    "members": Example(query={"limit": 2}),
    "member": Example(),
    "member_set": Example(
        by="cleo", path={"username": "fay"}, body={"role": "analyst", "email": "fay@example.org"}
    ),
    "member_remove": Example(by="cleo"),
    "documents": Example(query={"q": "pump", "limit": 1}),
    "document_create": Example(
        body={
            "title": "Kiln Road", "text": "A kiln burned down on Monday, the warden said.", "language": "en",
            "source": "The Ledger", "url": "https://ledger.example/kiln-road", "published_at": "2026-05-04T07:30:00Z",
        }
    ),
    "import_create": Example(
        media="application/x-ndjson",
        body=[
            {"title": "Lock Street", "text": "The lock is shut until May, the canal office says."},
            {"title": "Weir", "text": "Nobody has seen the weir keeper since Sunday."},
        ],
    ),
    "sources": Example(query={"q": "canal", "limit": 1}),
    "source_create": Example(by="cleo", body={"name": "The Ledger", "reliability": "B"}),
    "source": Example(),
    "source_change": Example(by="cleo", body={"reliability": "F"}),
    "changes": Example(by="dan", query={"limit": 7}),
    "document": Example(),
    "document_change": Example(by="cleo", body={"title": "The pump at Mill Lane", "genre": "report"}),
    "document_withdraw": Example(by="cleo"),
    "document_restore": Example(by="cleo", after="document_withdraw"),
    "text": Example(),
    "original": Example(),
    "passages": Example(),
    "hand_in": Example(body={}),
    "reopen": Example(after="hand_in"),
    "annotations": Example(by="dan", query={"status": "disputed", "offsets": "utf16", "limit": 1}),
    "tags": Example(query={"analyst": "ada", "limit": 1}),
    "tag_create": Example(
        body={
            **_CUT, "status": "speculative", "modality": "hedged", "note": "by whom?", "labels": ["cable"],
            "attribution": {"kind": "none"}, "confidence": "low",
        }
    ),
    "tags_create": Example(
        body=[{**_CUT, "status": "speculative"}, {**_DENIAL, "status": "sourced", "attribution": {"kind": "named"}}]
    ),
    "tag": Example(query={"offsets": "utf8"}),
    "tag_put": Example(
        path={"tag": key(20)},
        body={
            "document": KEYS["document"], **_DENIAL, "status": "disputed", "credibility": 3,
            "evidence": [{"stance": "contradicts", **_HEARD}],
        },
    ),
    "tag_change": Example(body={"status": "disputed", "note": "the neighbours say otherwise"}),
    "tag_retract": Example(),
    "tag_restore": Example(after="tag_retract"),
    "comments": Example(),
    "comment_create": Example(body={"text": "Is that the board's own log, @ben?"}),
    "comment": Example(),
    "comment_retract": Example(),
    "assignments": Example(by="cleo", query={"analyst": "ben"}),
    "assign": Example(by="cleo", body={"documents": [KEYS["document"]], "analysts": ["ada", "ben"]}),
    "assignment": Example(by="cleo"),
    "unassign": Example(by="cleo"),
    "assignment_next": Example(),
    "review_items": Example(by="cleo", query={"state": "open", "disagreement": True}),
    "review_item": Example(by="cleo"),
    "decide": Example(by="cleo", body={"accept": KEYS["accepted"], "reason": "The text names nobody."}),
    "reopen_item": Example(by="cleo", after="decide"),
    "releases": Example(by="dan", query={"limit": 1}),
    "release_create": Example(by="cleo", body={"title": "First", "formats": ["jsonl", "csv"], "only_decided": True}),
    "release": Example(by="dan"),
    "release_file": Example(by="dan"),
    "job": Example(by="cleo"),
    "job_cancel": Example(by="cleo"),
}  # fmt: skip


@cache
def answers() -> dict[str, Any]:
    """What was answered to each example: `status`, `headers`, and the `body` where it is JSON or text."""
    found: dict[str, Any] = json.loads(ANSWERS.read_text("utf-8"))
    return found


@cache
def codes() -> list[list[Any]]:
    """The codes of refusals, gathered from the rooms: status, code, and a sentence as it is said."""
    found: list[list[Any]] = json.loads(CODES.read_text("utf-8"))
    return found


def address(path: str, name: str) -> str:
    """The address of an example, its query included; `path` has its parameters in braces."""
    example = REQUESTS[name]
    query = {
        one: str(value).lower() if isinstance(value, bool) else value for one, value in example.query.items()
    }
    return path.format(**{**KEYS, **example.path}) + (f"?{urlencode(query)}" if query else "")
