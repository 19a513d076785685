"""What is asked for in words is found, in any script; nothing that can be seen can not be found."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.documents.models import Document
from annotator.documents.search import Query
from tests.cast import Cast, capture

TEXTS = {
    "english": "Two claims were denied. The neighbours of Smith/Jones heard it at 04:20, and can't say more.",
    "arabic": "قال مهندس إن المضخة توقفت مرتين.",
    "urdu": "دس افراد نے بتایا کہ پُل ٹوٹ گیا۔",
    "chinese": "水務局表示，水泵在四點二十分停止。",
    "thai": "เครื่องสูบน้ำหยุดทำงาน",
    "german": "Die Häuser am Kanal standen unter Wasser: 50 % der Keller, sagt A. Straße.",
    "greek": "Ο πόλεμος των αντλιών τελείωσε.",
    "signs": "A family 👩‍👩‍👧 lives ≠ far from here.",
}


@pytest.fixture
def texts(cast: Cast) -> dict[str, Document]:
    Document.objects.update(withdrawn_at="2026-01-01T00:00Z")
    languages = {
        "english": "en",
        "arabic": "ar",
        "urdu": "ur",
        "chinese": "zh",
        "thai": "th",
        "german": "de",
        "greek": "el",
        "signs": "en",
    }
    return {
        name: capture(cast.cleo, cast.project, text, title=name, language=languages[name])
        for name, text in TEXTS.items()
    }


def found(asked: str) -> list[str]:
    return list(
        Document.objects.live().matching(Query.of(asked)).order_by("id").values_list("title", flat=True)
    )


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("claim", ["english"]), ("CLAIMS denying", ["english"]), ("neighb", ["english"]), ("german", ["german"]),
        ("the", ["english"]), ("haus", ["german"]), ("Häuser", ["german"]), ("STRASSE", ["german"]),
        ("jones", ["english"]), ("smith/jones", ["english"]), ("04:20", ["english"]), ("can't", ["english"]),
        ('"neighbours of smith"', ["english"]), ('"neighbours smith"', []), ('"eighbour"', ["english"]),
        ("مضخة", ["arabic"]), ("المضخة توقف", ["arabic"]), ("افراد", ["urdu"]), ("پُل", ["urdu"]),
        ("水", ["chinese"]), ("水泵", ["chinese"]), ("泵水", []), ("สูบน้ำ", ["thai"]), ("≠", ["signs"]),
        ("👩‍👩‍👧", ["signs"]), ("ΠΌΛΕΜΟΣ", ["greek"]), ("πόλεμος", ["greek"]),
        ("50 %", ["german"]), ("%", ["german"]), ("_", []), ("\\", []), ("claim OR مضخة", ["english", "arabic"]),
        ("claim -denied", []), ("-the -مضخة -水 -signs -german -urdu -thai -greek", []),
        ("-claim haus or 水泵", ["chinese", "german"]),
        ("claim kanal", []), ('-"04:20" signs', ["signs"]),
    ],
)  # fmt: skip
def test_what_can_be_seen_is_found(texts: dict[str, Document], asked: str, titles: list[str]) -> None:
    assert found(asked) == titles


def test_a_query_that_asks_for_nothing_finds_everything(texts: dict[str, Document]) -> None:
    for asked in ("", "  ", '""', "or", "\0"):
        assert found(asked) == list(TEXTS), asked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_any_string_is_a_query(db: None, asked: str) -> None:
    query = Query.of(asked)
    list(Document.objects.matching(query)[:1])
    with connection.cursor() as cursor:
        for term in query.wanted:
            cursor.execute("SELECT 'x' ~* %s", [term.pattern])


def test_a_title_that_changes_is_found_anew(cast: Cast) -> None:
    from annotator.documents.actions import describe

    describe(by=cast.cleo, document=cast.document, title="Weir at Tern Bridge")
    assert found("weir") == ["Weir at Tern Bridge"]
    assert found("lane pump house -weir") == []


def test_a_text_with_more_words_than_a_row_can_hold_is_taken_in(cast: Cast) -> None:
    text = " ".join(f"{number:x}q" for number in range(150_000))
    capture(cast.cleo, cast.project, text, title="Long list")
    assert found("12abq") == ["Long list"]
    assert found('"249efq"') == ["Long list"]


def test_words_are_found_by_the_index_and_with_two_statements(cast: Cast) -> None:
    grow(cast.document, 3000)
    with connection.cursor() as cursor:
        for index in ("words_of_document", "body_of_document"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        cursor.execute("ANALYZE documents_words, documents_document")
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"
        )  # rows are few here
    for asked, index in (("rare", "words_of_document"), ('"a rare w"', "body_of_document")):
        with CaptureQueriesContext(connection) as queries:
            rows = Document.objects.visible_to(cast.ada).live().matching(Query.of(asked))
            assert len(rows.order_by("-created_at", "-id")[:25]) == 1
        assert len(queries) <= 2
        assert index in rows.order_by("-created_at", "-id").explain()


def grow(like: Document, number: int) -> None:
    """Many more documents, written straight into the table."""
    texts = ["A rare word" if n == 7 else f"A plain sentence {n}" for n in range(number)]
    Document.objects.bulk_create(
        Document(
            project=like.project, original_id=like.original_id, title=f"Copy {n}", text=text, length=len(text),
            sha256=hashlib.sha256(text.encode()).hexdigest(), language="en",
        )
        for n, text in enumerate(texts)
    )  # fmt: skip
