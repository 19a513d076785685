"""Which tags are judged together, by hand and by generated marks."""

from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.grouping import Mark, agreed, group, matches

ADA, BEN, GUS = (UUID(int=number) for number in (1, 2, 3))


def mark(analyst: UUID, start: int, end: int, status: str = "sourced", key: int = 0) -> Mark:
    return Mark(UUID(int=key or analyst.int * 1_000_000 + start * 1000 + end), analyst, start, end, status)


def places(*marks: Mark) -> list[list[tuple[int, int, int]]]:
    """The groups as (analyst, start, end)."""
    return [[(found.analyst.int, found.start, found.end) for found in one] for one in group(marks)]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((0, 10), (0, 10), True),
        ((0, 10), (5, 15), True),  # exactly half
        ((0, 10), (6, 16), False),
        ((0, 100), (40, 44), True),  # the whole of the shorter
        ((0, 10), (10, 20), False),
        ((0, 9), (5, 14), False),  # four of nine
        ((0, 1), (0, 1), True),
        ((0, 3), (2, 3), True),
    ],
)
def test_marks_match_that_share_half_of_the_shorter(
    a: tuple[int, int], b: tuple[int, int], expected: bool
) -> None:
    assert matches(mark(ADA, *a), mark(BEN, *b)) is expected
    assert matches(mark(BEN, *b), mark(ADA, *a)) is expected
    assert not matches(mark(ADA, *a), mark(ADA, *b))


def test_no_marks_make_no_groups() -> None:
    assert group([]) == []


def test_what_matches_nothing_stays_alone() -> None:
    assert places(mark(ADA, 0, 5), mark(BEN, 5, 10)) == [[(1, 0, 5)], [(2, 5, 10)]]


def test_of_two_candidates_the_better_overlap_is_taken() -> None:
    near, far, wanted = mark(ADA, 0, 10), mark(ADA, 8, 30), mark(BEN, 1, 12)
    assert places(near, far, wanted) == [[(1, 0, 10), (2, 1, 12)], [(1, 8, 30)]]


def test_overlaps_as_good_go_to_the_earlier() -> None:
    assert places(mark(ADA, 0, 10), mark(ADA, 10, 20), mark(BEN, 5, 15)) == [
        [(1, 0, 10), (2, 5, 15)], [(1, 10, 20)],
    ]  # fmt: skip


def test_a_chain_is_no_group_where_its_ends_do_not_match() -> None:
    assert places(mark(ADA, 0, 10), mark(BEN, 5, 15), mark(GUS, 10, 20)) == [
        [(1, 0, 10), (2, 5, 15)], [(3, 10, 20)],
    ]  # fmt: skip


def test_three_analysts_meet_in_one_group() -> None:
    assert len(group([mark(ADA, 0, 10), mark(BEN, 2, 12), mark(GUS, 1, 9)])) == 1


def test_agreed_are_two_or_more_with_one_status() -> None:
    assert agreed([mark(ADA, 0, 5), mark(BEN, 0, 5)])
    assert not agreed([mark(ADA, 0, 5)])
    assert not agreed([mark(ADA, 0, 5), mark(BEN, 0, 5, "disputed")])
    assert not agreed([])


MARKS = st.lists(
    st.builds(
        lambda analyst, start, length, status: (analyst, start, start + length, status),
        st.sampled_from([ADA, BEN, GUS, UUID(int=4)]), st.integers(0, 40), st.integers(1, 20),
        st.sampled_from(["sourced", "disputed"]),
    ),
    max_size=14,
).map(lambda drawn: [mark(*one, key=number) for number, one in enumerate(drawn, start=1)])  # fmt: skip


@given(MARKS)
def test_every_mark_is_in_exactly_one_group(marks: list[Mark]) -> None:
    assert sorted(found.key for one in group(marks) for found in one) == sorted(found.key for found in marks)


@given(MARKS)
def test_all_marks_of_a_group_match_each_other_so_no_analyst_is_in_it_twice(marks: list[Mark]) -> None:
    for one in group(marks):
        assert all(matches(a, b) for a, b in combinations(one, 2))
        assert len({found.analyst for found in one}) == len(one)


@given(MARKS, st.randoms())
def test_the_groups_do_not_depend_on_the_order(marks: list[Mark], random: object) -> None:
    shuffled = list(marks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert group(shuffled) == group(marks)


@given(MARKS)
def test_two_groups_are_left_apart_only_where_they_can_not_be_one(marks: list[Mark]) -> None:
    for one, other in combinations(group(marks), 2):
        assert not all(matches(a, b) for a in one for b in other)


@given(MARKS)
def test_the_best_pair_of_all_is_together(marks: list[Mark]) -> None:
    pairs = [(a, b) for a, b in combinations(marks, 2) if matches(a, b)]

    def overlap(pair: tuple[Mark, Mark]) -> float:
        a, b = pair
        return (min(a.end, b.end) - max(a.start, b.start)) / (max(a.end, b.end) - min(a.start, b.start))

    best = max(map(overlap, pairs), default=0)
    together = [set(one) for one in group(marks)]
    if pairs:
        assert any({*pair} <= one for pair in pairs if overlap(pair) == best for one in together)


@given(MARKS)
def test_groups_and_marks_are_in_reading_order(marks: list[Mark]) -> None:
    found = group(marks)
    starts = [(one[0].start, one[0].end) for one in found]
    assert starts == sorted(starts)
    assert all([(m.start, m.end) for m in one] == sorted((m.start, m.end) for m in one) for one in found)
