"""What lists of tags walk by: the project that stands in each, and searches in parts."""

import pytest

from annotator.annotations.models import Tag
from annotator.documents.search import Query
from tests.cast import Cast

ASKED = [
    "", "pump", "PUMP stop", "bang -water", "-pump", "bang or cable", '"04:20"', '"4:2" pump', "harbour",
    "quay or pump", "heard log -harbour", "board harbour", "-bang -cable", "zebra", "stopped harbour or مهندس",
]  # fmt: skip


@pytest.fixture
def tags(cast: Cast) -> list[Tag]:
    return [
        cast.tag(cast.ada, "the pump stopped at 04:20", note="As the harbour log has it."),
        cast.tag(cast.ada, "Two neighbours heard a bang", labels=["quay"]),
        cast.tag(cast.ben, "Someone may have cut the cable.", note="The bang was heard, the log says."),
        cast.tag(cast.ben, "The board denies", labels=["harbour"]),
        cast.tag(cast.ben, "مهندس"),
    ]


@pytest.mark.parametrize("asked", ASKED)
def test_a_search_in_parts_finds_what_the_whole_search_finds(tags: list[Tag], asked: str) -> None:
    query = Query.of(asked)
    found = [tag for part in Tag.objects.parts_matching(query) for tag in part]
    assert set(found) == set(Tag.objects.matching(query))


@pytest.mark.parametrize("asked", ["x" * 61, f'"{"x" * 61}"', f'"{"x" * 60} and more"'])
def test_a_word_longer_than_a_label_is_none(cast: Cast, tags: list[Tag], asked: str) -> None:
    cast.tag(cast.ada, "an hour earlier", labels=["x" * 60])
    for wanted, count in ((asked, 0), (f"-{asked}", len(tags) + 1), ("x" * 60, 1)):
        query = Query.of(wanted)
        assert Tag.objects.matching(query).count() == count
        assert len({tag for part in Tag.objects.parts_matching(query) for tag in part}) == count


@pytest.mark.parametrize("word", ["πόλεμος", "ΠΌΛΕΜΟΣ"])
def test_a_word_is_found_as_it_is_written(cast: Cast, word: str) -> None:
    cast.tag(cast.ada, "an hour earlier", note=f"“{word}”, says the log.")
    assert Tag.objects.matching(Query.of(word)).count() == 1


def test_the_searches_of_the_test_find_something_and_leave_something(tags: list[Tag]) -> None:
    sizes = {Tag.objects.matching(Query.of(asked)).count() for asked in ASKED}
    assert sizes >= {0, 1, 2, len(tags)}


def test_a_tag_has_the_project_of_its_document_whatever_is_written(cast: Cast, tags: list[Tag]) -> None:
    Tag.objects.filter(pk=tags[0].pk).update(project=cast.other)
    assert set(Tag.objects.values_list("project", flat=True)) == {cast.project.pk}
    assert tags[0].project_id == cast.project.pk
