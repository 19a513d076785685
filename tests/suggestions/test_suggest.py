"""What is suggested, what is left out, and how much at most."""

import time

import pytest

from annotator.anchoring import grapheme_boundary
from annotator.suggestions import SHARE, found, suggest
from annotator.suggestions.claim import claim_in
from tests.suggestions.sample import PARTS, pieces

FILLER = "The quay is long. The cat slept well. The moon was out. Nobody came there. "
NOT_HEARD = [
    "He left in May.", "May 4 was a warm day.", "Remember the month of May.",
    "Then Will the clerk came home late.", "She read the will aloud.", "The council declined to comment.",
    "The firm did not respond to us.", "He was denied entry to the hall.", "The disputed territory lies north.",
    "That said, the view is lovely.", "It was built in 1987.", "He recalled the grim 2018 attack there.",
    "That February 2017 raid failed.", "The B12 bus was late.", "The raid claimed lives again.",
    "See Section 4 and Figure 2.", "It looked as if nobody cared.", "One of us must go.",
    "They met at first light.", "He was dismissed from the post.", "The member states met again.",
    "We met on 12 April by chance.", "It stood on the first floor.",
]  # fmt: skip
HEARD = [
    ("figure", "They shot thirty men there."), ("figure", "It began at 02:10 or so."),
    ("figure", "About 60 per cent are children."), ("attribution", "According to the office, it rained."),
    ("attribution", "The mayor told reporters so."), ("hedge", "Someone may have cut it."),
    ("hedge", "He is reportedly abroad."), ("denial", "The firm denied it again."),
    ("denial", "There is no truth in it."), ("superlative", "It is the largest trial yet."),
    ("superlative", "It was the first flood there."), ("prediction", "The river will rise again."),
    ("condition", "Unless pumps come, it floods."), ("figure", "Over 3,200 left; in May none had."),
]  # fmt: skip
CLAIMS = [
    "The harbour office said [at least four guards may have died].",
    "[Nearly forty tonnes burned], the insurer's report shows.",
    "“[We lost it all],” the owner told the Post.",
    "According to the mayor, a former judge, [the dyke may go].",
    "The firm [denied that the gate was open].",
    "But a guard, who would not be named, said [the valves were shut].",
    "[The pump, which the board said was new, failed twice].",
    "[The blaze began at 02:10], Ada Renn said on Monday in a statement.",
    "[If the Front did this, a new phase has begun].",
    "[He is said to have fled with two bags].",
]


@pytest.mark.parametrize("sentence", NOT_HEARD)
def test_false_friends_are_not_heard(sentence: str) -> None:
    assert [one.why for one in found(sentence, "en")] == [()]


@pytest.mark.parametrize(("rule", "sentence"), HEARD)
def test_a_cue_is_heard(rule: str, sentence: str) -> None:
    assert [rule in one.why for one in found(sentence, "en")] == [True]


@pytest.mark.parametrize("marked", CLAIMS)
def test_a_claim_is_trimmed_as_the_guideline_says(marked: str) -> None:
    sentence = marked.replace("[", "").replace("]", "")
    start, end = claim_in(sentence)
    assert sentence[start:end] == marked[marked.index("[") + 1 : marked.index("]")]


def test_at_most_one_sentence_in_four_and_the_best_of_them() -> None:
    text = (
        "Three men died. They will go. The mayor denied that nine men were shot. It may rain soon. " + FILLER
    )
    chosen = suggest(text, "en")
    assert len(chosen) == 8 // SHARE
    assert "denied" in text[chosen[-1].start : chosen[-1].end]
    for part in PARTS:
        for piece in pieces(part):
            assert len(suggest(piece.text, piece.language)) <= len(piece.sentences) / SHARE


def test_furniture_headlines_repeats_questions_and_skipped_ranges_are_no_suggestions() -> None:
    lines = [
        "Nine men died at the quay", "Subscribe for 4.99 a month.", "Did nine men die there?",
        "Write to desk@example.org by 12:00.", "Nine men died in the fire.", "Nine men died in the fire.",
    ]  # fmt: skip
    text = "\n".join([*lines, FILLER * 3])
    places = [(one.start, one.end) for one in suggest(text, "en")]
    assert places == [(text.index(lines[4]), text.index(lines[4]) + len(lines[4]))]
    start = places[0][0]
    assert suggest(text, "en", [(start + 3, start + 5)])[0].start > start


def test_a_language_without_cues_has_none_and_an_unknown_one_is_read_as_english() -> None:
    text = FILLER + "Nine men died in the fire."
    assert suggest(text, "fi") == []
    assert [one.why for one in suggest(text)] == [("figure",)] == [one.why for one in suggest(text, "en-GB")]


def test_places_are_code_points_and_cut_no_cluster() -> None:
    text = "🌊👩‍👩‍👧 " + FILLER + "The board said 👩‍👩‍👧 nine\u0301 men died in the fire e\u0301."
    [one] = suggest(text, "en")
    start, end = one.claim
    assert text[start:end] == "👩‍👩‍👧 nine\u0301 men died in the fire e\u0301"
    assert grapheme_boundary(text, start)
    assert grapheme_boundary(text, end)


HARD = [
    "The mayor said that nine men may have died in it. It was dark. The cat slept. No. ",
    ".", "1", "a", "“", ", ", "said ", "a@", "Dr. ", " (1) ", "x, which said, ", "1-", "of ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HARD, ids=repr)
def test_no_text_of_200_000_characters_takes_long(piece: str) -> None:
    for text in ((piece * 200_000)[:200_000], (piece * 200_000)[:199_999] + "."):
        before = time.process_time()
        suggest(text, "en")
        assert time.process_time() - before < 1.5  # half a second on an idle machine
