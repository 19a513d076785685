import pytest
from hypothesis import given

from annotator.anchoring import SpanRefused, from_utf8, from_utf16, utf8, utf16
from tests.anchoring.alphabet import texts_with_places


@given(texts_with_places())
def test_there_and_back_is_the_same_place(case: tuple[str, int, int]) -> None:
    text, start, end = case
    assert from_utf16(text, *utf16(text, start, end)) == (start, end)
    assert from_utf8(text, *utf8(text, start, end)) == (start, end)


@given(texts_with_places())
def test_foreign_offsets_cut_the_same_quote(case: tuple[str, int, int]) -> None:
    text, start, end = case
    first, last = utf8(text, start, end)
    assert text.encode()[first:last].decode() == text[start:end]
    first, last = utf16(text, start, end)
    assert text.encode("utf-16-be")[2 * first : 2 * last].decode("utf-16-be") == text[start:end]


@pytest.mark.parametrize("place", [(1, 2), (0, 1), (2, 3)])
def test_half_of_a_surrogate_pair_is_refused(place: tuple[int, int]) -> None:
    with pytest.raises(SpanRefused) as refused:
        from_utf16("\U0001f1e9\U0001f1ea", *place)
    assert refused.value.code == "grapheme"


def test_part_of_a_utf8_sequence_is_refused() -> None:
    with pytest.raises(SpanRefused) as refused:
        from_utf8("\u00e9\u00e9", 1, 4)
    assert refused.value.code == "grapheme"


@pytest.mark.parametrize("place", [(-1, 1), (0, 4), (2, 1)])
def test_what_lies_outside_is_refused(place: tuple[int, int]) -> None:
    for convert in (from_utf8, from_utf16):
        with pytest.raises(SpanRefused) as refused:
            convert("abc", *place)
        assert refused.value.code == "outside"
