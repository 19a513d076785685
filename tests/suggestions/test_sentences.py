"""Where sentences begin and end."""

import pytest

from annotator.suggestions.sentences import ended, sentences
from tests.suggestions.sample import PARTS, pieces

ONE_LINE = [
    "Dr. A. Renn of St. Brede spoke at 6.5 bar. | Nobody heard.",
    "It cost 4.99 a month. | “Why?” she asked. | “We lost it.” | The owner left.",
    "Pell & Sons Ltd. denied it at 9 a.m. | The gate was shut.",
    "He named No. 4, i.e. the last one… | She laughed!",
    "See www.example.org/a.b for more.",
    "قال الحارس إن الصافرة لم تعمل. | لماذا؟ | ونفى المدير ذلك.",
    "آگ لگی۔ | لوگ بھاگے۔",
    "👩‍👩‍👧 A clerk denies it. | 🌊 No.",
]


@pytest.mark.parametrize("marked", ONE_LINE)
def test_a_line_is_cut_where_a_reader_would(marked: str) -> None:
    wanted = marked.split(" | ")
    text = " ".join(wanted)
    assert [text[start:end] for start, end in sentences(text)] == wanted


def test_a_line_feed_always_ends_a_sentence_and_white_space_is_left_out() -> None:
    text = "  Home\n\nA fire \n\u00a0\nIt burned. "
    assert [text[start:end] for start, end in sentences(text)] == ["Home", "A fire", "It burned."]
    assert [ended(text[start:end]) for start, end in sentences(text)] == [False, False, True]


def test_nearly_every_sentence_of_the_sample_is_found_as_it_stands() -> None:
    wanted, found = set(), set()
    for part in PARTS:
        for piece in pieces(part):
            wanted |= {(piece.name, one.start, one.end) for one in piece.sentences}
            found |= {(piece.name, *place) for place in sentences(piece.text)}
    assert len(wanted & found) >= 0.99 * len(wanted)
    assert len(found - wanted) <= 0.01 * len(wanted)
