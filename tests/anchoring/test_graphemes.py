import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given

from annotator.anchoring import boundaries, grapheme_boundary, widen
from annotator.anchoring.graphemes import Window, WindowTooNarrow
from tests.anchoring.alphabet import any_texts, texts_with_places


@given(any_texts)
def test_one_edge_is_judged_as_in_a_walk_through_the_whole_text(text: str) -> None:
    edges = set(boundaries(text))
    assert {index for index in range(len(text) + 1) if grapheme_boundary(text, index)} == edges


@given(texts_with_places())
def test_widening_is_the_smallest_that_cuts_nothing(case: tuple[str, int, int]) -> None:
    text, start, end = case
    edges = list(boundaries(text))
    assert widen(text, start, end) == (
        max(edge for edge in edges if edge <= start),
        min(edge for edge in edges if edge >= end),
    )


@given(texts_with_places())
def test_a_window_judges_as_the_whole_text_or_says_that_it_can_not(case: tuple[str, int, int]) -> None:
    text, start, end = case
    window = Window(text[start:end], start, len(text))
    for index in range(len(text) + 1):
        with suppress(WindowTooNarrow):
            assert window.cluster(index) == Window.whole(text).cluster(index)


def test_a_window_that_begins_among_flags_does_not_guess() -> None:
    flags = "\U0001f1e9\U0001f1ea" * 40
    with pytest.raises(WindowTooNarrow):
        Window(flags[41:], 41, 80).boundary(60)
    assert Window.whole(flags).boundary(60)
    assert not Window.whole(flags).boundary(61)


def test_a_conjunct_needs_its_first_consonant() -> None:
    assert list(boundaries("\u0915\u094d\u0937")) == [0, 3]
    assert list(boundaries("\u0985\u09cd\u09af")) == [0, 2, 3]


def test_a_cluster_may_begin_before_an_ascii_character() -> None:
    assert widen("x \u0600q\u0303.", 4, 5) == (2, 5)
    assert widen("\u06001\u20e3", 2, 3) == (0, 3)
    with pytest.raises(WindowTooNarrow):
        Window("q\u0303.", 1, 4).cluster(2)


def test_a_character_unknown_to_this_python_joins_with_none() -> None:
    newer = "\u0378"
    assert unicodedata.category(newer) == "Cn"
    assert list(boundaries(f"a{newer}\u0301")) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "hostile",
    [
        "\u0915" + "\u094d" * 100_000,
        "\U0001f469" + "\u200d" * 100_000,
        "\u1100" * 100_000,
        "\u0600" * 100_000,
    ],
    ids=["viramas", "joiners", "jamo", "number signs"],
)
def test_a_text_without_any_boundary_is_judged_in_linear_time(hostile: str) -> None:
    begun = time.perf_counter()
    assert not grapheme_boundary(hostile, 50_000)
    assert time.perf_counter() - begun < 1


def test_one_edge_in_a_long_text_is_judged_from_its_surroundings() -> None:
    text = "The ferry sank. " * 100_000
    begun = time.perf_counter()
    for index in range(0, len(text), 1600):
        assert grapheme_boundary(text, index)
    assert time.perf_counter() - begun < 0.5
