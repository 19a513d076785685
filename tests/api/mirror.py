"""A reader of the feed who keeps what it tells, and what the API's own lists show to the same reader."""

from collections.abc import Iterator
from typing import Any

from tests.api.program import Program

type Rows = dict[tuple[str, str], dict[str, Any]]

LISTS = {
    "tag": "annotations", "document": "documents", "assignment": "assignments", "review_item": "review-items",
    "member": "members", "release": "releases", "source": "sources",
}  # fmt: skip


class Mirror:
    """What a reader has been told so far, by kind and id; he comes and goes, and keeps his cursor alone."""

    def __init__(self, program: Program, project: str) -> None:
        self.program, self.project = program, f"projects/{project}/"
        self.after = ""
        self.rows: Rows = {}
        self.seen: set[str] = set()
        self.changes: list[dict[str, Any]] = []

    def page(self, limit: int = 1000, **headers: str) -> list[dict[str, Any]]:
        """One page, taken over. No cursor ever comes twice."""
        after = f"&after={self.after}" if self.after else ""
        answer = self.program.get(f"{self.project}changes/?limit={limit}{after}", **headers)
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        for change in found["results"]:
            assert change["cursor"] not in self.seen, change
            self.seen.add(change["cursor"])
            self._take(change)
        if found["results"]:
            assert found["results"][-1]["cursor"] in {found["next"], *self.seen}
        self.after = found["next"]
        self.changes += found["results"]
        return list(found["results"])

    def pull(self, limit: int = 1000) -> "Mirror":
        """All that has happened since."""
        while self.page(limit):
            pass
        return self

    def _take(self, change: dict[str, Any]) -> None:
        at = change["kind"], change["id"]
        if change["op"] == "retracted":
            assert change["data"] == {"id": change["id"]}
            self.rows.pop(at, None)
        else:
            assert change["data"]["id"] == change["id"]
            known = self.rows.get(at, {})
            assert change["data"].get("version", 1) >= known.get("version", 1), "an older state came later"
            self.rows[at] = change["data"]

    def of(self, kind: str) -> set[str]:
        return {key for known, key in self.rows if known == kind}


def listed(program: Program, project: str) -> Rows:
    """The same by the lists of the API, comments tag by tag."""
    from annotator.annotations.models import Comment

    at = f"projects/{project}/"
    found: Rows = {
        (kind, row["id"]): row for kind, name in LISTS.items() for row in walked(program, f"{at}{name}/")
    }  # fmt: skip
    discussed = {str(key) for key in Comment.objects.values_list("tag", flat=True)}
    for state in ("submitted", "retracted"):
        for tag in walked(program, f"{at}annotations/?state={state}"):
            if tag["id"] in discussed:
                rows = walked(program, f"tags/{tag['id']}/comments/")
                found |= {("comment", row["id"]): row for row in rows}
    return found


def walked(program: Program, address: str) -> Iterator[dict[str, Any]]:
    """All rows of a list, page by page."""
    after: str | None = f"{address}{'&' if '?' in address else '?'}limit=1000"
    while after:
        answer = program.get(after)
        if answer.status_code == 404:
            return
        page = answer.json()
        yield from page["results"]
        after = page["next"]


def bare(row: dict[str, Any]) -> dict[str, Any]:
    """Without what a row repeats of others: a new title is a change of the document alone, and what happens to a tag is
    told of the tag, not of the item that it is in."""
    document = row["document"]["id"] if isinstance(row.get("document"), dict) else row.get("document")
    return {**row, "document": document, "tags": [tag["id"] for tag in row.get("tags", [])]}


def same(mirror: Mirror, program: Program) -> None:
    """What the mirror holds is what the lists show: the same rows, as they are now."""
    wanted = listed(program, mirror.project.split("/")[1])
    assert mirror.rows.keys() == wanted.keys(), (
        f"too much: {mirror.rows.keys() - wanted.keys()}, missing: {wanted.keys() - mirror.rows.keys()}"
    )
    differing = {
        at: {
            name: (mirror.rows[at].get(name), value)
            for name, value in row.items()
            if unlike(mirror.rows[at], row, name)
        }
        for at, row in wanted.items()
        if bare(mirror.rows[at]) != bare(row)
    }
    assert not differing, differing


def unlike(told: dict[str, Any], row: dict[str, Any], name: str) -> bool:
    return bool(bare(told).get(name) != bare(row).get(name))
