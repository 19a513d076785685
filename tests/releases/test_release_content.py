"""What is in a release, and what is not."""

import hashlib
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from annotator.annotations import actions as tagging
from annotator.annotations.models import Tag
from annotator.documents import actions as documents
from annotator.releases import actions, files
from annotator.releases.build import build
from annotator.releases.formats import csv
from annotator.releases.models import Release
from annotator.releases.verify import verify
from annotator.review import actions as review
from annotator.review import wire
from annotator.review.models import ReviewItem
from tests.cast import Cast, fresh
from tests.releases.reading import Make, folder, rows


def decide_all(cast: Cast) -> None:
    items = ReviewItem.objects.filter(document__project=cast.project).select_related("document__project")
    for item in items:
        review.decide(by=cast.cleo, item=item, status="sourced", reason="It names the board.")


def quotes(release: Release) -> set[str]:
    return {row["span"]["exact"] for row in rows(release, "annotations.jsonl")}


def test_annotations_are_the_objects_of_the_api(cast: Cast, make: Make) -> None:
    cast.tag(cast.ada, "the pump stopped at 04:20", note="Who says so: the board.")
    cast.tag(cast.ben, "Two neighbours heard a bang an hour earlier 👩‍👩‍👧", status="speculative")
    release = make(only_decided=False)
    assert rows(release, "annotations.jsonl") == wire.annotations(Tag.objects.visible_to(cast.cleo))


def test_only_decided_keeps_the_tags_of_decided_items_and_their_decisions(cast: Cast, make: Make) -> None:
    kept = cast.tag(cast.ada, "the pump stopped at 04:20")
    cast.hand_in(cast.ada)
    decide_all(cast)
    cast.tag(cast.ben, "cut the cable", document=cast.text("Another"))
    release = make()
    assert [row["id"] for row in rows(release, "annotations.jsonl")] == [str(kept.pk)]
    (decided,) = rows(release, "decisions.jsonl")
    assert decided["span"]["exact"] == "the pump stopped at 04:20"
    assert decided["tags"] == [{"id": str(kept.pk), "analyst": "ada", "status": "sourced"}]
    assert (decided["decision"]["status"], decided["decision"]["by"]) == ("sourced", "cleo")
    assert [row["id"] for row in rows(release, "documents.jsonl")] == [str(cast.document.pk)]


def test_details_that_a_decision_changed_are_told_in_every_file(cast: Cast, make: Make) -> None:
    tag = cast.tag(cast.ada, "the pump stopped at 04:20", credibility=2)
    cast.hand_in(cast.ada)
    item = ReviewItem.objects.select_related("document__project").get()
    changes = {"credibility": 4, "labels": ["pump"]}
    review.decide(by=cast.cleo, item=item, accept=tag, changes=changes)
    release = make()
    for name in ("annotations.jsonl", "decisions.jsonl"):
        assert rows(release, name)[0]["decision"]["changes"] == changes
    assert rows(release, "annotations.jsonl")[0]["credibility"] == 2
    (row,) = csv.read(folder(release) / csv.FILE)
    assert (row["credibility"], json.loads(row["decision_changes"])) == ("2", changes)


def test_an_item_decided_as_no_claim_is_told_with_its_tags(cast: Cast, make: Make) -> None:
    cast.tag(cast.ada, "Mill Lane")
    cast.hand_in(cast.ada)
    item = ReviewItem.objects.select_related("document__project").get()
    review.decide(by=cast.cleo, item=item, no_claim=True, reason="A title claims nothing.")
    release = make()
    assert rows(release, "annotations.jsonl")[0]["decision"]["no_claim"] is True
    assert release.manifest is not None
    assert release.manifest["counts"]["decisions"]["no_claim"] == 1


def test_a_decided_place_of_the_supervisors_own_is_quoted_from_the_text(cast: Cast, make: Make) -> None:
    cast.tag(cast.ada, "the pump stopped at 04:20")
    cast.hand_in(cast.ada)
    item = ReviewItem.objects.select_related("document__project").get()
    start = cast.document.text.index("pump stopped")
    review.decide(by=cast.cleo, item=item, status="sourced", start=start, end=start + 12)
    assert rows(make(), "decisions.jsonl")[0]["span"] == {
        "start": start, "end": start + 12, "exact": "pump stopped",
    }  # fmt: skip


def test_an_open_document_of_a_blind_project_is_left_out(cast: Cast, make: Make) -> None:
    cast.settings(blind=True)
    cast.tag(cast.ada, "the pump stopped at 04:20")
    cast.hand_in(cast.ada)
    cast.tag(cast.ben, "cut the cable", document=cast.text("Still open"))
    assert quotes(make(only_decided=False)) == {"the pump stopped at 04:20"}


def test_retracted_tags_and_withdrawn_documents_are_left_out(cast: Cast, make: Make) -> None:
    tagging.retract(by=cast.ada, tag=cast.tag(cast.ada, "Mill Lane"))
    withdrawn = cast.text("Withdrawn")
    cast.tag(cast.ada, "cut the cable", document=withdrawn)
    documents.withdraw(by=cast.cleo, document=fresh(withdrawn))
    cast.tag(cast.ada, "the pump stopped at 04:20")
    release = make(only_decided=False)
    assert quotes(release) == {"the pump stopped at 04:20"}
    assert [row["id"] for row in rows(release, "documents.jsonl")] == [str(cast.document.pk)]


def test_nothing_of_another_project_is_in_it(cast: Cast, make: Make) -> None:
    documents.capture(by=cast.eve, project=cast.other, content=b"Elsewhere it rained.")
    assert [row["id"] for row in rows(make(only_decided=False), "documents.jsonl")] == [str(cast.document.pk)]


def test_a_cited_document_comes_along(cast: Cast, make: Make) -> None:
    cast.settings(blind=True)
    other = cast.text("Another")
    start = other.text.index("denies")
    cited = {
        "stance": "contradicts",
        "document": str(other.pk),
        "start": start,
        "end": start + 6,
        "exact": "denies",
    }
    cast.tag(cast.ada, "a bang an hour earlier", status="disputed", evidence=[cited])
    cast.hand_in(cast.ada)
    release = make(only_decided=False)
    assert {row["id"] for row in rows(release, "documents.jsonl")} == {str(cast.document.pk), str(other.pk)}


def test_documents_hold_their_text_and_its_hash(cast: Cast, make: Make) -> None:
    (row,) = rows(make(only_decided=False), "documents.jsonl")
    assert list(row) == ["id", "title", "text", "sha256", "url", "source", "published_at", "language"]
    assert row["text"] == cast.document.text
    assert row["sha256"] == hashlib.sha256(row["text"].encode()).hexdigest()
    assert (row["url"], row["published_at"]) == (None, None)


def test_the_manifest_counts_and_bare_assertions_are_told_apart(cast: Cast, make: Make) -> None:
    bare = {"status": "speculative", "modality": "asserted", "attribution": {"kind": "none"}}
    cast.tag(cast.ada, "The board denies that there was a bang", **bare)
    cast.tag(cast.ada, "Someone may have cut the cable", status="speculative", modality="hedged")
    cast.tag(cast.ben, "the pump stopped at 04:20")
    manifest = make(only_decided=False, title="First").manifest
    assert manifest is not None
    counts = manifest["counts"]
    assert counts["by_status"] == {"sourced": 1, "disputed": 0, "speculative": 2}
    assert (counts["annotations"], counts["bare_assertions"], counts["documents"]) == (3, 1, 1)
    assert counts["by_analyst"] == {"ada": 2, "ben": 1}
    assert (manifest["title"], manifest["number"], manifest["project"]["slug"]) == ("First", 1, "mill-lane")
    assert manifest["code_version"] == settings.CODE_VERSION
    text = cast.project.guidelines.get().text
    assert manifest["guideline"] == {"number": 1, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def test_sha256sum_finds_every_file_whole(cast: Cast, make: Make) -> None:
    cast.tag(cast.ada, "the pump stopped at 04:20")
    where = folder(make(only_decided=False))
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=where, capture_output=True, text=True, check=True
    )
    checked = {line.partition(":")[0] for line in done.stdout.splitlines()}
    assert checked == {path.name for path in where.iterdir()} - {"SHA256SUMS"}
    assert checked == {
        "annotations.jsonl",
        "annotations.csv",
        "documents.jsonl",
        "decisions.jsonl",
        "manifest.json",
    }


def test_the_same_rows_give_the_same_bytes(cast: Cast, make: Make) -> None:
    for quote in ("the pump stopped at 04:20", "cut the cable", "المضخة"):
        cast.tag(cast.ada, quote)
    first, second = (make(only_decided=False) for _ in range(2))
    for name in ("annotations.jsonl", "annotations.csv", "documents.jsonl", "decisions.jsonl"):
        assert (folder(first) / name).read_bytes() == (folder(second) / name).read_bytes()


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_only_the_formats_asked_for_are_written(cast: Cast, make: Make, name: str) -> None:
    written = {path.name for path in folder(make(formats=[name])).iterdir()}
    assert {file for file in written if file.startswith("annotations")} == {f"annotations.{name}"}


def test_a_tag_written_meanwhile_is_in_no_part_of_the_release(cast: Cast, make: Make) -> None:
    cast.tag(cast.ada, "the pump stopped at 04:20")
    release = actions.create(by=cast.cleo, project=cast.project, only_decided=False)
    written = []

    def write_beside(done: int, total: int) -> None:
        def write() -> None:
            written.append(cast.tag(cast.ben, "cut the cable"))
            connection.close()

        if not written:
            with ThreadPoolExecutor(1) as beside:
                beside.submit(write).result()

    built = build(release, attempt="a try", tell=write_beside)
    assert len(written) == 1
    assert verify(files.path_of(built.folder)) == []
    assert built.manifest["counts"]["annotations"] == 1
