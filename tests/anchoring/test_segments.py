import random
import time

from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring import paragraphs, segments, segments_by_paragraph
from tests.anchoring.alphabet import texts

Spans = list[tuple[int, int, int]]

places = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12).map(
    lambda pairs: [(start, end, key) for key, (start, end) in enumerate(pairs)]
)


@given(texts, places)
def test_segments_joined_are_the_paragraph(text: str, spans: Spans) -> None:
    for offset, paragraph in paragraphs(text):
        found = segments(offset, paragraph, spans)
        assert "".join(segment.text for segment in found) == paragraph
        assert all(segment.text for segment in found)


@given(texts, places)
def test_each_segment_carries_the_spans_that_cover_it(text: str, spans: Spans) -> None:
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    for offset, paragraph in paragraphs(text):
        at = offset
        for segment in segments(offset, paragraph, spans):
            for index in range(at, at + len(segment.text)):
                assert segment.keys == tuple(key for start, end, key in ordered if start <= index < end)
            assert segment.starts == tuple(key for start, end, key in ordered if start == at < end)
            at += len(segment.text)


@given(texts, places)
def test_one_sweep_over_a_document_cuts_as_each_paragraph_alone(text: str, spans: Spans) -> None:
    lines = paragraphs(text)
    assert segments_by_paragraph(lines, spans) == [segments(*line, spans) for line in lines]


def test_a_span_over_two_paragraphs_starts_in_the_first() -> None:
    first, second = segments_by_paragraph([(0, "abc"), (4, "def")], [(1, 6, "x")])
    assert first == [("a", (), ()), ("bc", ("x",), ("x",))]
    assert second == [("de", ("x",), ()), ("f", (), ())]


def test_a_paragraph_without_spans_is_one_segment() -> None:
    assert segments(7, "abc", [(0, 7, "x"), (10, 12, "y")]) == [("abc", (), ())]


def test_two_thousand_spans_in_a_long_document_are_cut_at_once() -> None:
    chance = random.Random(7)
    lines = [(offset, "x" * 599) for offset in range(0, 210_000, 600)]
    spans = [(start, start + chance.randint(20, 300), start) for start in chance.sample(range(200_000), 2000)]
    durations = []
    for _ in range(5):
        begun = time.perf_counter()
        segments_by_paragraph(lines, spans)
        durations.append(time.perf_counter() - begun)
    assert min(durations) < 0.03
