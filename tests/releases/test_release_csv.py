"""Cells that a spreadsheet would run as a formula."""

import csv as plain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.releases.formats import csv
from tests.cast import Cast
from tests.releases.reading import Make, folder

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "'=1",
    "''@x",
]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_formula_is_escaped_and_comes_back(cell: str) -> None:
    assert csv.escape(cell) == f"'{cell}"
    assert csv.unescape(csv.escape(cell)) == cell


@pytest.mark.parametrize("cell", ["", "'", "''quoted''", "plain", "a=b", " =1", "12"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert csv.escape(cell) == cell == csv.unescape(cell)


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n＝＋－＠ab")))
def test_every_cell_comes_back_and_none_begins_a_formula(cell: str) -> None:
    assert csv.unescape(csv.escape(cell)) == cell
    assert csv.escape(cell)[:1] not in set("=+-@\t\r\n＝＋－＠")


def test_a_release_holds_no_cell_that_runs(cast: Cast, make: Make) -> None:
    document = cast.text("=HYPERLINK(1)", "\n=cmd|' /C calc'!A0 is quoted.\n")
    quote = "=cmd|' /C calc'!A0"
    cast.tag(cast.ada, quote, document=document, note='@note, with "quotes"\nand lines', labels=["-label"])
    file = folder(make(only_decided=False)) / csv.FILE
    with file.open(encoding="utf-8", newline="") as lines:
        (row,) = plain.DictReader(lines)
    assert (row["exact"], row["note"][:6], row["labels"]) == (f"'{quote}", "'@note", '["-label"]')
    (back,) = csv.read(file)
    assert (back["exact"], back["note"]) == (quote, '@note, with "quotes"\nand lines')
