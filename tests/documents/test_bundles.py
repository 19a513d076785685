"""What is in a file of many documents, and what of it is refused."""

import io
import json
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from annotator.documents.bundles import items
from annotator.documents.bundles.packed import DIRECTORY
from annotator.lib.refusals import Refusal

NOTE = b"The pump stopped."


def found(content: bytes, name: str) -> list[tuple[str, int | None, Any]]:
    """Name, line, and the text of each item or the code of its refusal."""
    return [(item.name, item.line, outcome(item.load)) for item in items(io.BytesIO(content), name)]


def outcome(load: Callable[[], dict[str, Any]]) -> Any:
    try:
        return load()["content"].decode()
    except Refusal as refusal:
        return refusal.code


def outcomes(content: bytes, name: str) -> list[Any]:
    return [what for _, _, what in found(content, name)]


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a second entry of one name
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def lines(*rows: Any) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a.md", "a.html", "a.htm"])
def test_a_text_is_one_document(name: str) -> None:
    assert found(NOTE, name) == [(name, None, NOTE.decode())]


@pytest.mark.parametrize(
    ("name", "code"),
    [("a.exe", "kind"), ("a", "kind"), (".txt", "kind"), ("a.pdf", "kind"), ("a.jsonld", "annotations"),
     ("a.ann", "annotations"), ("a.xmi", "annotations"), ("a.json", "annotations")],
)  # fmt: skip
def test_other_kinds_are_refused(name: str, code: str) -> None:
    assert found(NOTE, name) == [(name, None, code)]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.ndjson", "a.zip"])
def test_a_file_of_nothing_says_so(name: str) -> None:
    content = packed() if name == "a.zip" else b""
    assert found(content, name) == [(name, None, "empty")]


def test_a_line_is_a_document_with_what_is_known_of_it() -> None:
    row = {
        "title": "Pump", "text": "It stopped.\r\n", "url": "https://example.org/a", "source": "Quay Radio",
        "published_at": "2026-05-04T10:00:00+02:00", "language": "en", "byline": None, "via": "", "genre": "report",
    }  # fmt: skip
    (item,) = items(io.BytesIO(b"\xef\xbb\xbf\n" + lines(row)), "a.jsonl")
    given = item.load()
    assert (item.line, given["content"], given["media_type"]) == (2, b"It stopped.\r\n", "text/plain")
    assert given["published_at"].isoformat() == "2026-05-04T10:00:00+02:00"
    assert given.keys() == row.keys() - {"text", "byline", "via"} | {"content", "media_type"}


BAD_ROWS: list[tuple[bytes, str]] = [
    (b"{", "json"), (b"[]", "json"), (b'"x"', "json"), (b"[" * 100_000, "json"),
    (b'{"text":' + b"9" * 5000 + b"}", "json"),
    (b'{"text":"\xff"}', "encoding"), (lines({"title": "x"}), "text"), (lines({"text": "x", "html": "x"}), "text"),
    (lines({"text": ""}), "text"), (lines({"text": 7}), "type"), (b'{"text":"\\ud800"}', "not_text"),
    (lines({"text": "x", "author": "y"}), "unknown"), (lines({"text": "x", "id": "y"}), "unknown"),
    (lines({"text": "x", "published_at": "soon"}), "date"), (lines({"text": "x", "published_at": 7}), "date"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "code"), BAD_ROWS)
def test_a_bad_line_is_refused_and_stops_no_other(row: bytes, code: str) -> None:
    content = lines({"text": "First."}) + row.rstrip(b"\n") + b"\n\n" + lines({"text": "Last."})
    assert found(content, "a.jsonl") == [
        ("a.jsonl", 1, "First."), ("a.jsonl", 2, code), ("a.jsonl", 4, "Last."),
    ]  # fmt: skip


def test_a_line_that_is_too_long_is_passed_over(settings: Settings) -> None:
    settings.MAX_DOCUMENT_BYTES = 1000
    for size in (3989, 3990, 8000, 80_000):  # eleven bytes more with its name and quotes
        row = b'{"text":"' + b"x" * size + b'"}\n'
        expected = "x" * size if len(row) <= 4000 else "too_large"
        assert outcomes(row + lines({"text": "Last."}), "a.jsonl") == [expected, "Last."]
    assert outcomes(b"x" * 9000, "a.jsonl") == ["too_large"]


@pytest.mark.parametrize(
    "row",
    [{"id": "1", "span": {"start": 0}, "status": "sourced"}, {"text": "x", "label": [[0, 1, "A"]]},
     {"text": "x", "entities": [], "relations": []}, {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "1"},
     {"id": "1", "tags": [], "decision": {}}],
)  # fmt: skip
def test_lines_with_annotations_are_refused_whole(row: dict[str, Any]) -> None:
    assert found(lines(row, row), "a.jsonl") == [("a.jsonl", None, "annotations")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_has_a_header_and_a_document_a_row(delimiter: str) -> None:
    table = '\ufefftitle, text,"url"\r\nPump,"It stopped, they say.\nAt 4.",\r\n\r\n"A ""second"" one",Again: so,\r\n'
    content = table.replace(",", delimiter).replace("stopped" + delimiter, "stopped,")
    assert [what[1:] for what in found(content.encode(), "a.csv")] == [
        (2, "It stopped, they say.\nAt 4."),
        (5, "Again: so"),
    ]
    first, second = items(io.BytesIO(content.encode()), "a.tsv")
    assert (first.load()["title"], second.load()["title"]) == ("Pump", 'A "second" one')


@pytest.mark.parametrize(
    ("header", "code"),
    [("text,author", "unknown"), ("text,", "unknown"), ("title,url", "text"), ("text,title,text", "doubled"),
     ('"text', "table"), ("#FORMAT=WebAnno TSV 3.3", "annotations"), ("Text", "unknown")],
)  # fmt: skip
def test_a_table_with_another_header_is_refused_whole(header: str, code: str) -> None:
    assert found(f"{header}\nx,y\n".encode(), "a.csv") == [("a.csv", None, code)]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_rows_in_another_encoding_are_refused(name: str) -> None:
    content = "text\nx\n".encode("utf-16")
    assert outcomes(content, name) == ["encoding"]


def test_a_bad_row_is_refused_and_stops_no_other() -> None:
    content = b"title,text\nA,First.\nB\nC,\xe9t\xe9\nD,,\nE,\nF,Last.\n"
    assert [what[1:] for what in found(content, "a.csv")] == [
        (2, "First."), (3, "cells"), (4, "encoding"), (5, "cells"), (6, "text"), (7, "Last."),
    ]  # fmt: skip


def test_a_table_is_read_up_to_a_quote_that_tears_it(settings: Settings) -> None:
    assert outcomes(b'text\nFirst.\n"never closed\nLast.\n', "a.csv") == ["First.", "table"]
    assert outcomes(b'text\nFirst.\n"closed" early\nLast.\n', "a.csv") == ["First.", "table"]
    settings.MAX_DOCUMENT_BYTES = 1000
    assert outcomes(b'text\nFirst.\n"' + b"x\n" * 3000, "a.csv") == ["First.", "table"]
    assert outcomes(b"x" * 5000, "a.csv") == ["too_large"]


def test_a_cell_may_be_as_long_as_a_document() -> None:
    assert outcomes(b"text\n" + b"x" * 300_000 + b"\n", "a.csv") == ["x" * 300_000]


def test_a_zip_holds_files_of_every_kind_in_folders() -> None:
    content = packed(
        ("notes/", b""), ("notes/a.txt", NOTE), ("b.csv", b"text\nRow.\n"), ("c.jsonl", lines({"text": "Line."})),
        ("__MACOSX/notes/._a.txt", b"\0"), ("notes/.DS_Store", b"\0"), ("d.exe", b"x"),
        ("e.zip", packed(("a.txt", NOTE))), ("f.csv", b""),
    )  # fmt: skip
    assert found(content, "n.zip") == [
        ("n.zip/notes/a.txt", None, NOTE.decode()), ("n.zip/b.csv", 2, "Row."), ("n.zip/c.jsonl", 1, "Line."),
        ("n.zip/d.exe", None, "kind"), ("n.zip/e.zip", None, "zip"), ("n.zip/f.csv", None, "empty"),
    ]  # fmt: skip


def entry(name: str, **columns: Any) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    for column, value in columns.items():
        setattr(made, column, value)
    return made


def encrypted() -> bytes:
    """The flag alone: whoever reads it must not try."""
    content = bytearray(packed(("a.txt", NOTE)))
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(signature) + at] |= 1
    return bytes(content)


ODD: dict[str, tuple[bytes, list[str]]] = {
    "an absolute path": (packed(("/etc/a.txt", NOTE)), ["path"]),
    "a path up": (packed(("x/../../a.txt", NOTE)), ["path"]),
    "a path of another system": (packed((entry("a.txt", filename="..\\a.txt"), NOTE)), ["path"]),
    "a drive": (packed(("C:/a.txt", NOTE)), ["path"]),
    "no name": (packed((entry("."), NOTE)), ["path"]),
    "twice": (packed(("a.txt", NOTE), ("a.txt", b"Other.")), [NOTE.decode(), "doubled"]),
    "a link": (packed((entry("a.txt", external_attr=(stat.S_IFLNK | 0o777) << 16), b"/etc/passwd")), ["link"]),
    "another packing": (packed(("a.txt", NOTE), way=zipfile.ZIP_LZMA), ["packing"]),
    "encrypted": (encrypted(), ["encrypted"]),
    "a bomb": (packed(("a.txt", b"\0" * 2_000_000), ("b.txt", NOTE)), ["bomb", NOTE.decode()]),
    "no zip": (b"PK\3\4 and nothing more", ["zip"]),
    "half a zip": (packed(("a.txt", NOTE * 100))[40:], ["zip"]),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_odd_zips_are_refused_with_a_reason(case: str) -> None:
    content, expected = ODD[case]
    assert outcomes(content, "n.zip") == expected


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl"])
def test_an_entry_that_can_not_be_unpacked_is_refused_and_stops_no_other(name: str) -> None:
    text = b"".join(b"text%d\n" % (number * 7919) for number in range(9000))
    content = bytearray(packed((name, b"text\n" + text), ("b.txt", NOTE)))
    content[200:232] = b"\0" * 32
    result = outcomes(bytes(content), "n.zip")
    assert (result[-2], result[-1]) == ("zip", NOTE.decode())


def test_an_entry_that_declares_less_than_it_holds_gives_no_more() -> None:
    content = bytearray(packed(("a.txt", b"x" * 500_000)))
    for signature, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<L", content, content.index(signature) + at, 10)
    assert outcomes(bytes(content), "n.zip") == ["zip"]


def test_a_zip_of_too_much_is_refused_unread(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.documents.bundles.packed.MOST", 2)
    three = packed(*((f"{number}.txt", NOTE) for number in range(3)))
    assert outcomes(three, "n.zip") == ["zip"]
    settings.MAX_IMPORT_BYTES = 1000
    assert outcomes(packed(("a.txt", b"x" * 9000), ("b.txt", b"x" * 1001)), "n.zip") == ["zip"]
    assert len(outcomes(packed(("a.txt", b"x" * 9000), ("b.txt", b"x" * 1000)), "n.zip")) == 2


def test_a_list_of_entries_that_is_too_long_is_not_read() -> None:
    name = "x" * 60_000 + "{:03}.txt"
    content = packed(*((name.format(number), b"") for number in range(DIRECTORY // 60_000 + 1)))
    assert outcomes(content, "n.zip") == ["zip"]


def test_only_a_documents_worth_of_an_entry_is_read(settings: Settings) -> None:
    settings.MAX_DOCUMENT_BYTES = 1000
    assert outcomes(packed(("a.txt", b"xy" * 4000)), "n.zip") == ["xy" * 500 + "x"]
