from hypothesis import given

from annotator.anchoring import paragraphs
from tests.anchoring.alphabet import any_texts


@given(any_texts)
def test_each_paragraph_is_the_slice_at_its_offset(text: str) -> None:
    for offset, paragraph in paragraphs(text):
        assert paragraph
        assert text[offset : offset + len(paragraph)] == paragraph


@given(any_texts)
def test_offsets_alone_give_back_the_text_up_to_its_last_line_feeds(text: str) -> None:
    rebuilt = ""
    for offset, paragraph in paragraphs(text):
        rebuilt = rebuilt.ljust(offset, "\n") + paragraph
    assert rebuilt.ljust(len(text), "\n") == text


def test_empty_lines_make_no_paragraph_but_count() -> None:
    assert paragraphs("\na\n\n \nb\n") == [(1, "a"), (4, " "), (6, "b")]
    assert paragraphs("") == []
