"""What stands in a document for the second time."""

import random
import time
from itertools import pairwise

import pytest

from annotator.anchoring import paragraphs
from annotator.documents.repeats import fold, repeats

HEAD = "Ferry stops at Ormsea"
LEAD = "The ferry to Ormsea stopped on Tuesday after a crack was found in its hull, the harbour office said."
REST = [
    "“We saw it at low tide,” the harbour master said. No one was hurt. Repairs may take a month.",
    "Islanders doubt it.",
    "Two shops said they had bread for three days. A fishing boat takes the post.",
]
BODY = "\n".join([LEAD, *REST])


def found(text: str) -> list[tuple[str, str]]:
    """Each repeat with what it says again."""
    places = repeats(paragraphs(text))
    assert all(a.end <= b.start for a, b in pairwise(places))
    assert all(one.of_start < one.of_end <= one.start < one.end for one in places)
    return [(text[one.start : one.end], text[one.of_start : one.of_end]) for one in places]


def test_a_body_that_stands_twice_is_one_repeat() -> None:
    assert found(f"{HEAD}\n\n{BODY}\n\nShare\n\n{BODY}\n") == [(BODY, BODY)]


def test_a_third_copy_is_of_the_first() -> None:
    assert [of for _, of in found(f"{BODY}\nA.\n{BODY}\nB.\n{BODY}")] == [BODY, BODY]
    places = repeats(paragraphs(f"{BODY}\nA.\n{BODY}\nB.\n{BODY}"))
    assert {one.of_start for one in places} == {0}


def test_a_copy_is_found_where_its_lines_are_broken_otherwise() -> None:
    block = BODY.replace("\n", " ")
    assert found(f"{HEAD}\n{BODY}\nEnd.\n{block}\n") == [(block, BODY)]
    assert found(f"{HEAD}\n{block}\nEnd.\n{BODY}\n") == [(BODY, block)]


def test_the_lead_again_as_a_paragraph_is_a_repeat_and_its_neighbours_are_not() -> None:
    assert found(f"{LEAD}\n{HEAD}\n{LEAD}\n{REST[0]}") == [(LEAD, LEAD)]


def test_a_pull_quote_of_a_sentence_above_is_a_repeat() -> None:
    text = "The engineer was blunt. The hull had been cracked since the spring storms. Nobody had looked."
    again = "“The hull had been cracked since the spring storms”"
    assert [one for one, _ in found(f"{text}\n{again}\nThe yard said nothing.")] == [again]


@pytest.mark.parametrize(
    "again",
    [
        LEAD.upper(),
        f"  {LEAD.replace(' ', '\u00a0 ')}\u200b",
        f"# {LEAD}",
        LEAD.rstrip("."),
    ],
)
def test_case_white_space_marks_and_the_last_stop_make_no_difference(again: str) -> None:
    assert found(f"{LEAD}\nA dinghy came.\n{again}") == [(again, LEAD)]


def test_vowel_signs_and_tatweel_make_no_difference() -> None:
    plain = "قال مدير الميناء إن السفينة توقفت يوم الثلاثاء"
    voweled = "قَالَ مدير المينـــاء إنّ السفينة توقفت يوم الثلاثاء"
    assert found(f"{plain}\nنعم\n{voweled}") == [(voweled, plain)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5 tonnes", "15 tonnes"),
        ("-5 degrees", "5 degrees"),
        ("50%", "50"),
        ("200", "2000"),
        ("was", "was not"),
        ("10²", "102"),
    ],
)
def test_figures_and_words_that_differ_are_never_the_same(one: str, other: str) -> None:
    say = "The harbour office spoke on Tuesday of {} in all, and of no more than that."
    assert fold(say.format(one)) != fold(say.format(other))
    assert found(f"{say.format(one)}\nThen it was corrected.\n{say.format(other)}") == []


@pytest.mark.parametrize(
    "text",
    [
        "Q: And then?\nWe left.\nQ: And then?\nWe came back.\nQ: And then?\nNothing.",
        "Yes.\nNo.\nYes.\nNo.\nYes.\nNo.",
        "We shall cross. The tide was low. We shall cross. The boats were out. We shall cross.",
        "He said the hull had cracked in spring. She nodded.\nHe said the hull had cracked in spring. They left.",
        "",
        " \n\n",
    ],
)
def test_a_phrase_said_again_is_no_repeat(text: str) -> None:
    assert found(text) == []


def test_two_long_sentences_inside_a_paragraph_are_a_repeat_and_the_rest_of_it_is_not() -> None:
    twice = (
        "The harbour office said the crack was found at low tide on Tuesday morning by a diver of the yard. "
        "It did not say who had sent for him, nor why nobody had looked before."
    )
    text = f"{twice} Repairs may take a month.\nIslanders doubt it.\nTo recall: {REST[1]} {twice} Now it is Friday."
    [(again, of)] = found(text)
    assert (again.strip(), of.strip()) == (twice, twice)


def test_every_offset_is_a_code_point() -> None:
    line = f"👩‍👩‍👧 {LEAD} 𝕏"
    text = f"😀\n{line}\n{HEAD}\n{line}\n"
    assert found(text) == [(line, line)]


HARD = {
    "words": "word " * 40_000,
    "short sentences": "a. " * 66_000,
    "one line again and again": "The same line again and again and again.\n" * 5000,
    "stops": "." * 200_000,
    "quotes": '."' * 100_000,
    "columns of figures": "0\n7\n" * 20_000,
    "figures between words": ("0\n" * 5000 + "a\n") * 4,
    "two by two": "ab ab. cd cd. ab ab. ef ef.\n" * 7000,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_the_work_grows_with_the_length_alone(text: str) -> None:
    began = time.thread_time()
    found(text)
    assert time.thread_time() - began < 2


def test_a_long_text_that_stands_twice_takes_a_moment() -> None:
    dice = random.Random(7)
    lines = [" ".join(f"w{dice.randrange(5000)}" for _ in range(40)) + "." for _ in range(480)]
    text = "\n".join([*lines, "Between.", *lines])
    assert len(text) > 190_000
    began = time.thread_time()
    assert len(found(text)) == 1
    assert time.thread_time() - began < 1
