import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring import TextRefused, normalise, normalise_quote
from tests.anchoring.alphabet import any_texts, raw_texts


@given(st.one_of(raw_texts, st.text()))
def test_a_normalised_text_stays_as_it_is(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)


@given(any_texts, st.integers(0, 60), st.integers(0, 60))
def test_a_slice_of_a_canonical_text_is_a_canonical_quote(text: str, start: int, end: int) -> None:
    assert normalise_quote(text[start:end]) == text[start:end]


@given(st.text())
def test_no_carriage_return_and_no_nul_remain(raw: str) -> None:
    assert not set(normalise(raw)) & {"\r", "\0"}


def test_a_nul_between_the_two_halves_of_a_line_break_leaves_one_line_break() -> None:
    assert normalise("a\r\0\nb") == "a\nb"


def test_only_byte_order_marks_at_the_start_are_taken_away() -> None:
    assert normalise("\0\ufeff\ufeffa\ufeffb") == "a\ufeffb"
    assert normalise_quote("\ufeffb") == "\ufeffb"


def test_other_line_and_page_separators_are_characters() -> None:
    assert normalise("a\u2028b\u2029c\u0085d\x0ce\x0bf") == "a\u2028b\u2029c\u0085d\x0ce\x0bf"


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(TextRefused, match="at 3"):
        normalise("abc\ud83d")
    assert issubclass(TextRefused, ValueError)
