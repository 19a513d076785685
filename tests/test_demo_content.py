"""The demo's texts and tags say what they are meant to say: checked as data, without a database."""

import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
import regex
import trafilatura

from annotator.anchoring import check, normalise
from annotator.review.grouping import Mark, agreed, group

DEMO = Path(__file__).parent.parent / "annotator" / "jobs" / "demo"
CONTENT: dict[str, Any] = json.loads((DEMO / "demo.json").read_text(encoding="utf-8"))
TAGS: list[dict[str, Any]] = CONTENT["tags"]
AGENCY, OPINION, REPRINT, NOTICE = (
    "agency-report.txt",
    "opinion-column.md",
    "evening-post-reprint.html",
    "situation-notice.txt",
)
ARABIC, NEIGHBOURS = "valley-observer.txt", "neighbours-statement.md"


def raw(name: str) -> str:
    return (DEMO / "documents" / name).read_bytes().decode("utf-8")


def text(name: str) -> str:
    return normalise(raw(name))


def tags_of(document: str, analyst: str) -> dict[str, dict[str, Any]]:
    return {t["quote"]: t for t in TAGS if t["document"] == document and t["analyst"] == analyst}


def quotes() -> Iterator[tuple[str, str]]:
    for tag in TAGS:
        yield tag["document"], tag["quote"]
        for evidence in tag.get("evidence", []):
            yield tag["document"], evidence["quote"]


@pytest.mark.parametrize(("document", "quote"), sorted(set(quotes())))
def test_each_quote_stands_once_in_its_normalised_document(document: str, quote: str) -> None:
    assert quote == normalise(quote)
    assert text(document).count(quote) == 1
    start = text(document).index(quote)
    check(text(document), start, start + len(quote), quote)


def test_every_file_is_listed_and_every_listed_file_exists() -> None:
    listed = [d["file"] for d in CONTENT["documents"]]
    assert sorted(listed) == sorted(p.name for p in (DEMO / "documents").iterdir())
    assert len(listed) == len(set(listed)) == 6
    assert all(".example/" in d["url"] for d in CONTENT["documents"])


def test_people_have_one_of_the_three_roles_and_only_analysts_tag() -> None:
    roles = {m["username"]: m["role"] for m in CONTENT["members"]}
    assert roles == {"ada": "analyst", "ben": "analyst", "cleo": "supervisor", "dan": "client"}
    assert CONTENT["strangers"] == ["eve"]
    assert {t["analyst"] for t in TAGS} == {"ada", "ben"}


def test_tags_use_the_words_of_the_contract() -> None:
    for tag in TAGS:
        assert tag["status"] in {"sourced", "disputed", "speculative"}
        assert tag["attribution"]["kind"] in {"none", "anonymous", "named", "document"}
        assert tag.get("modality") in {None, "asserted", "hedged", "predicted", "hypothetical"}
        assert {e["stance"] for e in tag.get("evidence", [])} <= {"supports", "contradicts", "context"}


def test_nobody_tags_the_same_place_twice() -> None:
    places = Counter((t["document"], t["analyst"], t["quote"]) for t in TAGS)
    assert max(places.values()) == 1


def test_the_tags_follow_the_guideline() -> None:
    """Disputed cites what contradicts it; sourced has an origin; the partial denial is cited both ways."""
    for tag in TAGS:
        contradicted = any(e["stance"] == "contradicts" for e in tag.get("evidence", []))
        assert (tag["status"] == "disputed") == contradicted
        assert tag["status"] != "sourced" or tag["attribution"]["kind"] != "none"
    cited = {
        (quote, e["quote"])
        for quote, tag in tags_of(AGENCY, "ada").items()
        for e in tag.get("evidence", [])
        if e["stance"] == "contradicts"
    }
    assert cited == {(b, a) for a, b in cited}
    assert cited


def test_the_bare_toll_and_the_claim_of_responsibility_are_there() -> None:
    toll = next(t for q, t in tags_of(OPINION, "ada").items() if q.startswith("Twenty-six people"))
    assert (toll["status"], toll["modality"], toll["attribution"]["kind"]) == (
        "speculative",
        "asserted",
        "none",
    )
    claim = next(t for t in TAGS if t["attribution"]["to"] == "the Ninth Bell")
    assert (claim["status"], claim["attribution"]["kind"]) == ("sourced", "named")
    tolls = ((AGENCY, "Nineteen people"), (NOTICE, "twenty-one dead"), (ARABIC, "ثلاثة وعشرين شخصًا"))
    assert all(count in text(document) for document, count in tolls)


def test_the_handed_in_document_shows_agreement_and_each_kind_of_difference() -> None:
    assert CONTENT["handed_in"] == [{"document": AGENCY, "analyst": name} for name in ("ada", "ben")]
    ada, ben = tags_of(AGENCY, "ada"), tags_of(AGENCY, "ben")
    both = ada.keys() & ben.keys()
    by_status: dict[bool, list[str]] = defaultdict(list)
    for quote in both:
        by_status[ada[quote]["status"] == ben[quote]["status"]].append(quote)
    assert len(by_status[True]) >= 3
    assert len(by_status[False]) == 2
    assert [(a, b) for a in ada for b in ben if a != b and (a in b or b in a)] == [
        (
            "A limit of 40 kilometres an hour had been in force on the viaduct since July",
            "A limit of 40 kilometres an hour had been in force",
        )
    ]
    assert {"the line would stay closed for at least two weeks"} <= ben.keys() - ada.keys()


def test_review_of_the_handed_in_document_has_something_to_settle() -> None:
    """Nine items: five agreed, one of them with two extents; two to settle; two by one analyst only."""

    def mark(tag: dict[str, Any]) -> Mark:
        start = text(AGENCY).index(tag["quote"])
        analyst = uuid5(NAMESPACE_URL, tag["analyst"])
        return Mark(uuid4(), analyst, start, start + len(tag["quote"]), tag["status"])

    items = group(mark(tag) for tag in TAGS if tag["document"] == AGENCY)
    assert Counter((len(item), agreed(item)) for item in items) == {
        (2, True): 5,
        (2, False): 2,
        (1, False): 2,
    }


def test_the_reprint_gives_the_agency_text_and_none_of_the_furniture() -> None:
    main = trafilatura.extract(raw(REPRINT), include_comments=False)
    assert main is not None
    for paragraph in text(AGENCY).strip().split("\n\n")[:6]:
        assert paragraph in main
    for furniture in ("cookies", "Tide tables", "regatta", "saltbeard", "All rights reserved", "newsletter"):
        assert furniture in raw(REPRINT)
        assert furniture not in main


def test_the_notice_contains_its_body_twice() -> None:
    screen, printed = text(NOTICE).split("[Version for screens]")[1].split("[Version for printing]")
    assert len(screen) > 1000
    assert printed.startswith(screen.rstrip())


def test_the_neighbours_statement_holds_what_breaks_careless_offsets() -> None:
    captured, frozen = raw(NEIGHBOURS), text(NEIGHBOURS)
    assert len(captured) > len(frozen)  # decomposed accents, composed by the freeze
    assert any(unicodedata.combining(c) for c in frozen)  # r with diaeresis has no composed form
    assert regex.search(r"\p{Script=Han}", frozen).group() > "\uffff"  # type: ignore[union-attr]
    clusters = regex.findall(r"\X", frozen)
    assert "\N{NO-BREAK SPACE}" in frozen
    assert sum("\N{ZERO WIDTH JOINER}" in c for c in clusters) >= 3
    assert sum(bool(regex.fullmatch(r"\p{Regional_Indicator}{2}", c)) for c in clusters) == 3
    assert len(frozen.encode("utf-16-le")) // 2 > len(frozen)


def test_the_valley_observer_is_written_in_arabic() -> None:
    letters = [c for c in text(ARABIC) if c.isalpha()]
    assert all("ARABIC" in unicodedata.name(c) for c in letters)
