"""The whole way by the API alone: from a pasted text to a dataset in the client's hands."""

import json
import uuid

import pytest

from annotator.jobs import tasks
from tests.api.program import Program, passage
from tests.cast import Cast

TEXT = "Kiln Road\n\nThe kiln was cold by noon, the foreman said. A neighbour saw smoke at two 👩‍👩‍👧.\n"


@pytest.mark.django_db(transaction=True)
def test_from_a_text_to_a_dataset(
    cast: Cast, ada: Program, ben: Program, cleo: Program, dan: Program
) -> None:
    project = f"projects/{cast.project.slug}/"
    cleo.patch(project, {"blind": True, "coders_per_document": 2}, if_match=cleo.etag(project))
    document = cleo.post(project + "documents/", {"text": TEXT, "title": "Kiln Road"}).json()
    at = f"documents/{document['id']}/"
    cleo.post(project + "assignments/", {"documents": [document["id"]], "analysts": ["ada", "ben"]})
    cast.document.text = dan.get(at + "text").content.decode()
    claim = passage(cast.document, "The kiln was cold by noon")
    for coder, status in ((ada, "sourced"), (ben, "disputed")):
        body = {**claim, "status": status, "document": document["id"]}
        assert coder.put(f"tags/{uuid.uuid4()}/", body).status_code == 201
        coder.post(at + "handin/")
    item = cleo.get(project + "review-items/?disagreement=true").json()["results"][0]
    one = f"review-items/{item['id']}/"
    ruling = {"accept": next(tag["id"] for tag in item["tags"] if tag["status"] == "disputed")}
    assert cleo.put(one + "decision/", ruling, if_match=cleo.etag(one)).status_code == 200
    asked = cleo.post(project + "releases/", {"title": "First", "formats": ["jsonl", "csv"]})
    tasks.perform(uuid.UUID(asked.json()["id"]))
    release = dan.get(cleo.get(asked["Location"]).json()["result"]["release"]).json()
    files = {file["name"]: file["url"] for file in release["files"]}
    rows = [json.loads(line) for line in b"".join(dan.get(files["annotations.jsonl"])).splitlines()]
    assert {row["decision"]["status"] for row in rows} == {"disputed"}
    assert {row["span"]["exact"] for row in rows} == {"The kiln was cold by noon"}
    pulled = b"".join(
        dan.get(project + "annotations/?decided=true", accept="application/x-ndjson")
    ).splitlines()
    assert json.loads(pulled[-1]) == {"end": True, "count": len(rows)}
