"""Blind means that nothing at all moves: every address read before and after others worked is the same, byte by byte.

Walked from the table of addresses, so a new one is read too.
"""

import json
from typing import Any

import pytest

from annotator.api import examples
from tests.api.contract import body_of, described, operations
from tests.api.prepared import Prepared
from tests.api.program import place
from tests.api.test_examples import real
from tests.api.test_table_of_rights import make

NDJSON = "application/x-ndjson"
# Ways of asking that an example does not show: each filter that could tell of another's work.
ASKED = {
    "annotations": ("?analyst=ada", "?state=retracted", "?label=pump", "?q=note", "?decided=false"),
    "tags": ("?analyst=ada", "?state=retracted"),
    "documents": ("?assigned_to=ada", "?state=open", "?state=in_review"),
    "assignments": ("?analyst=ada",),
    "review_items": ("?state=open", "?disagreement=true"),
}


def seen(prepared: Prepared, who: str) -> dict[str, tuple[int, str, bytes]]:
    """What every GET answers to a person: by address and media type, its status, ETag and body."""
    found = {}
    for name, known in operations().items():
        if known.verb != "get" or name in {"tokens", "token"}:  # a token notes when it was used
            continue
        path = real(prepared, known.path.format(**examples.KEYS))
        streams = NDJSON in described(name)["responses"]["200"]["content"]
        for query in ("", *ASKED.get(name, ())):
            for kind in ("*/*", *([NDJSON] if streams else [])):
                answer = prepared.programs[who].get(path + query, accept=kind)
                found[f"{path}{query} {kind}"] = (
                    answer.status_code, answer.headers.get("ETag", ""), body_of(answer),
                )  # fmt: skip
    return found


def work(prepared: Prepared) -> None:
    """Ada tags, changes, comments, retracts and restores, fails at a place that is taken, and hands in."""
    ada, keys, document = prepared.programs["ada"], prepared.keys, prepared.cast.document
    tags, at = f"documents/{document.pk}/tags/", f"tags/{keys['tag']}/"
    made = ada.post(tags, place(document, "an hour earlier", note="not yet heard of", labels=["pump"]))
    assert made.status_code == 201
    assert ada.post(tags, place(document, "an hour earlier")).status_code == 409
    assert ada.patch(at, {"note": "a second thought"}, if_match=ada.etag(at)).status_code == 200
    assert ada.post(at + "comments/", {"text": "A word for @cleo"}).status_code == 201
    assert ada.delete(at, if_match=ada.etag(at)).status_code == 204
    assert ada.post(at + "restore/").status_code == 200
    assert ada.post(f"documents/{document.pk}/handin/").status_code == 200


@pytest.mark.parametrize("who", ["ben", "dan"])
def test_in_a_blind_project_nothing_moves_by_the_work_of_another(prepared: Prepared, who: str) -> None:
    make(prepared, blind=True)
    before = seen(prepared, who)
    work(prepared)
    after = seen(prepared, who)
    assert [address for address in before if before[address] != after[address]] == []
    # The release was made before the project was blind.
    bodies = b"".join(body for at, (_, _, body) in after.items() if "/releases/" not in at)
    for word in ("not yet heard of", "a second thought", prepared.keys["tag"], prepared.keys["comment"]):
        assert word.encode() not in bodies, word


@pytest.mark.parametrize("who", ["ben", "dan"])
def test_when_the_document_is_complete_it_is_seen(prepared: Prepared, who: str) -> None:
    make(prepared, blind=True)
    work(prepared)
    assert prepared.programs["ben"].post(f"documents/{prepared.keys['document']}/handin/").status_code == 200
    bodies = b"".join(body for _, _, body in seen(prepared, who).values())
    for word in ("not yet heard of", "a second thought", prepared.keys["tag"], prepared.keys["comment"]):
        assert word.encode() in bodies, word


def test_a_write_of_his_own_tells_him_nothing_either(prepared: Prepared) -> None:
    """Ben's answers to every write are the same whether Ada worked there or not, but for ids and times of his own."""
    make(prepared, blind=True)
    path = f"documents/{prepared.cast.document.pk}/tags/"
    ben, taken = prepared.programs["ben"], place(prepared.cast.document, "the pump stopped")
    answer = ben.post(path, taken)
    assert answer.status_code == 201
    assert answer.json()["analyst"] == "ben"
    unknown = {**taken, "document": prepared.keys["document"]}
    refused: Any = ben.put(f"tags/{prepared.keys['tag']}/", unknown)
    assert (refused.status_code, "ada" in json.dumps(refused.json())) == (404, False)
