"""What goes in: bytes become one frozen text, or nothing at all."""

import hashlib
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from annotator.audit.models import Event
from annotator.documents import actions
from annotator.documents.extraction import media_type_of
from annotator.documents.models import Document, Original, Source
from annotator.lib.refusals import Forbidden, Invalid, TooLarge
from tests.cast import Cast

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Pump stops twice | Valley Observer</title>
<meta property="og:title" content="Pump stops twice"><meta property="og:site_name" content="Valley Observer">
<meta name="author" content="Rosa Hale"><meta property="article:published_time" content="2026-05-04T08:00:00Z">
</head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Pump stops twice</h1>
<p>The pump in Mill Lane stopped twice on Monday morning, the water board said in a notice to residents.</p>
<p>“We do not know why,” the board wrote; neighbours had heard a bang at about 03:20 &amp; a second one later.</p>
</article><footer>Copyright. All rights reserved.</footer></body></html>"""


def take(cast: Cast, content: bytes | str, media_type: str = "text/plain", **more: Any) -> Document:
    data = content if isinstance(content, bytes) else content.encode()
    return actions.capture(by=cast.ada, project=cast.project, content=data, media_type=media_type, **more)[0]


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Original, Document, Source, Event))


@pytest.mark.parametrize(
    "text", ["One line.", "  a\n\n b  \n", "\n# Head\n", "e\u0301 \u2028 \x0c 👩‍👩‍👧", "x"]
)
def test_text_is_stored_as_given_but_for_normalisation(cast: Cast, text: str) -> None:
    document = take(cast, text)
    document.refresh_from_db()
    assert document.text == unicodedata.normalize("NFC", text)
    assert document.length == len(document.text)
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()


def test_line_ends_become_one_kind_and_the_original_keeps_its_own(cast: Cast) -> None:
    document = take(cast, "one\r\ntwo\rthree", filename="lines.txt")
    assert document.text == "one\ntwo\nthree"
    original = Original.objects.get(pk=document.original_id)
    assert bytes(original.content) == b"one\r\ntwo\rthree"
    assert original.sha256 == hashlib.sha256(original.content).hexdigest()
    assert (original.captured_by, original.filename, original.extractor) == (cast.ada, "lines.txt", "plain 1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
def test_unicode_is_read_in_its_encodings(cast: Cast, encoding: str) -> None:
    text = "Größe: 3 µm, قال مهندس, 👩‍👩‍👧"
    boms = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}
    content = boms.get(encoding, b"") + text.encode(encoding.removesuffix("-bom"))
    assert take(cast, content).text == text


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "a page with 20,000 attributes in one element": (
        PAGE.replace("<p>", f"<p {' '.join(f"a{n}='<b>'" for n in range(20_000))}>", 1).encode(),
        "text/html",
        "too_complex",
    ),
    "a page with 300,000 elements": (
        PAGE.replace("</p>", "<br>" * 300_000, 1).encode(),
        "text/html",
        "too_complex",
    ),
    "empty": (b"", "text/plain", "empty"),
    "white space": (" \n\t\u00a0\u2003\n".encode(), "text/plain", "empty"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "text/plain", "empty"),
    "Latin-1": ("Größe".encode("latin-1"), "text/plain", "encoding"),
    "Windows-1256": ("قال مهندس".encode("cp1256"), "text/plain", "encoding"),
    "half a UTF-16": ("\ufeffab".encode("utf-16-le")[:-1], "text/plain", "encoding"),
    "a surrogate in UTF-8": (b"a \xed\xa0\x80 b", "text/plain", "encoding"),
    "an overlong slash": (b"\xc0\xaf", "text/plain", "encoding"),
    "NUL bytes": (b"PK\x03\x04\x00\x00 text", "text/plain", "not_text"),
    "NUL in UTF-16": ("\ufeffa\0b".encode("utf-16-le"), "text/plain", "not_text"),
    "UTF-32": ("\ufeffThe pump 🙂".encode("utf-32-le"), "text/plain", "not_text"),
    "UTF-16 without a mark": ("The pump".encode("utf-16-le"), "text/plain", "not_text"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "text/plain", "encoding"),
    "a page without text": (b"<html><body><nav></nav></body></html>", "text/html", "empty"),
    "nothing as a page": (b" ", "text/html", "empty"),
    "a page in Latin-1": ("<p>Größe der Pumpe</p>".encode("latin-1"), "text/html", "encoding"),
}


def test_what_is_no_text_is_refused_and_leaves_nothing(cast: Cast, subtests: pytest.Subtests) -> None:
    before = stored()
    for case, (content, media_type, code) in REFUSED.items():
        with subtests.test(case):
            with pytest.raises(Invalid) as refused:
                take(cast, content, media_type, source="Valley Observer")
            assert (refused.value.code, stored()) == (code, before)


def test_more_bytes_than_the_limit_are_refused_and_leave_nothing(cast: Cast, settings: Settings) -> None:
    settings.MAX_DOCUMENT_BYTES = 1000
    before = stored()
    with pytest.raises(TooLarge):
        take(cast, "ä" * 501)
    assert stored() == before
    assert take(cast, "ä" * 500).length == 500


@pytest.mark.parametrize("who", ["dan", "eve"])
def test_a_client_and_a_stranger_capture_nothing(cast: Cast, who: str) -> None:
    before = stored()
    with pytest.raises(Forbidden):
        actions.capture(by=getattr(cast, who), project=cast.project, content=b"The pump.")
    assert stored() == before


WRONG: list[tuple[str, Any]] = [
    ("url", "ftp://example.org/a"), ("url", "nowhere"), ("url", f"https://example.org/{'a' * 2000}"),
    ("url", "javascript:alert(1)"), ("url", 7), ("url", "https://example.org/\ud800"),
    ("title", "   "), ("title", "\ud800"), ("title", ["a"]), ("source", "s" * 201), ("source", 7),
    ("byline", "b" * 301), ("via", "v" * 201), ("genre", "g" * 61), ("language", "English, mostly"),
    ("language", "x" * 36), ("language", "\"><script>"), ("published_precision", "hour"),
    *(("published_at", datetime.fromisoformat(f"{moment}:00")) for moment in
      ("0001-01-01T00:00:00+14", "9999-12-31T23:59:00-14")),
    ("published_at", "some day"), ("text", "x"), ("id", "x"),
]  # fmt: skip


def test_bad_metadata_is_refused_by_its_field_and_leaves_nothing(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    before = stored()
    for field, value in WRONG:
        with subtests.test(field, value=repr(value)[:40]):
            with pytest.raises(Invalid) as refused:
                take(cast, "The pump stopped.", **{field: value})
            assert (refused.value.field, stored()) == (field, before)
            with pytest.raises(Invalid):
                actions.describe(by=cast.cleo, document=cast.document, **{field: value})


def test_a_page_gives_its_text_and_what_it_says_of_itself(cast: Cast) -> None:
    document = take(cast, PAGE, "text/html", filename="page.html")
    assert "stopped twice on Monday" in document.text
    assert "03:20 & a second" in document.text
    assert "Copyright" not in document.text
    assert (document.title, document.byline) == ("Pump stops twice", "Rosa Hale")
    assert document.source is not None
    assert document.source.name == "Valley Observer"
    assert (document.published_at, document.published_precision) == (datetime(2026, 5, 4, tzinfo=UTC), "day")
    assert document.original.extractor.startswith("trafilatura ")


def test_what_is_given_wins_over_what_the_page_says(cast: Cast) -> None:
    at = datetime(2026, 5, 3, 7, 30, tzinfo=UTC)
    document = take(
        cast, PAGE, "text/html", title="Mine", source="Quay Radio", published_at=at, language="en-GB",
        url="https://example.org/a",
    )  # fmt: skip
    assert (document.title, str(document.source), document.language) == ("Mine", "Quay Radio", "en-GB")
    assert (document.published_at, document.published_precision) == (at, "")
    assert document.original.url == document.url == "https://example.org/a"


def test_a_page_with_endless_names_is_taken_with_the_start_of_them(cast: Cast) -> None:
    page = PAGE.replace("Rosa Hale", "Rosa Hale " * 100).replace("Valley Observer", "Valley " * 100)
    document = take(cast, page.replace("Pump stops twice", "Pump " * 300), "text/html")
    assert len(document.byline) <= 300
    assert len(document.title) <= 500


def test_a_page_with_an_xml_declaration_is_read(cast: Cast) -> None:
    page = '<?xml version="1.0" encoding="UTF-8"?>\n' + PAGE
    assert "stopped twice" in take(cast, page, "text/html").text


@pytest.mark.parametrize(
    ("text", "filename", "title"),
    [
        ("\n# Pump house\n\nText", "", "Pump house"),
        ("\u00a0\n\x0c\nSecond line", "", "Second line"),
        ("####\n# #", "", "Untitled"),
        ("Text", "notes.v2.txt", "notes.v2"),
        ("Text", ".txt", "Text"),
        ("Text", "a\x00b.txt", "ab"),
        ("w " * 20_000, "", ("w " * 250).strip()),
    ],
)
def test_every_document_has_a_title(cast: Cast, text: str, filename: str, title: str) -> None:
    assert take(cast, text, filename=filename).title == title


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("The pump stopped twice, and nobody from the water board came to look at it.", "en", "ltr"),
        ("قال مهندس في هيئة المياه إن المضخة توقفت مرتين صباح يوم الاثنين ولم يحضر أحد.", "ar", "rtl"),
        ("پانی کے محکمے نے بتایا کہ پمپ پیر کی صبح دو بار بند ہوا اور کوئی دیکھنے نہیں آیا۔", "ur", "rtl"),
        ("רשות המים הודיעה שהמשאבה נעצרה פעמיים ביום שני בבוקר ואיש לא בא לבדוק.", "he", "rtl"),
        ("2026-05-04 04:20", "", "ltr"),
    ],
)
def test_language_and_direction_are_found(cast: Cast, text: str, language: str, direction: str) -> None:
    document = take(cast, text)
    assert (document.language, document.direction) == (language, direction)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.TXT", "text/plain"), ("a.b.md", "text/markdown"), ("x.htm", "text/html")]
)
def test_the_name_tells_the_kind(name: str, kind: str) -> None:
    assert media_type_of(name) == kind


@pytest.mark.parametrize("name", ["a.exe", "noext", "", "a.txt.zip", "a.pdf", ".txt"])
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        media_type_of(name)


def test_the_same_bytes_are_found_not_stored_twice(cast: Cast) -> None:
    first = take(cast, "The pump stopped.")
    before = stored()
    again, is_new = actions.capture(
        by=cast.cleo, project=cast.project, content=b"The pump stopped.", title="Other"
    )
    assert (again, is_new, again.title, stored()) == (first, False, "The pump stopped.", before)


def test_the_same_bytes_in_another_project_are_another_document(cast: Cast) -> None:
    first = take(cast, "The pump stopped.")
    second, is_new = actions.capture(by=cast.eve, project=cast.other, content=b"The pump stopped.")
    assert (is_new, second.project_id, second.sha256) == (True, cast.other.pk, first.sha256)
    assert second.pk != first.pk


def test_one_source_has_one_row_in_a_project(cast: Cast) -> None:
    first, second = take(cast, "One.", source="Quay Radio"), take(cast, "Two.", source=" Quay Radio ")
    assert first.source_id == second.source_id is not None


def test_history_holds_no_text(cast: Cast) -> None:
    document = take(cast, "The pump stopped.")
    event = Event.objects.get(object_id=document.pk)
    assert event.data == {"sha256": document.sha256, "length": document.length}
