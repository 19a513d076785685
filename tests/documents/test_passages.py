"""Passages of captured documents: found at once, kept as rows, the text as it was."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from annotator.documents.models import Document, Passage
from annotator.documents.passages import STANDS_EARLIER, passages_of
from tests.cast import Cast

LEAD = "The ferry to Ormsea stopped on Tuesday after a crack was found in its hull, the harbour office said."
REST = "“We saw it at low tide,” the harbour master said. No one was hurt."
FIRST = f"{LEAD}\n\nRead more: Tides\n\n{REST}"
TEXT = f"Ferry stops\n\n{FIRST}\n\nShare\n\n{LEAD}\n\n{REST}\n\nLeave a Reply\n\n1 Comment\n"


def shown(text: str) -> list[tuple[str, str, str]]:
    return [(text[one.start : one.end], one.kind, one.why) for one in passages_of(text)]


def test_furniture_in_one_copy_does_not_cut_the_repeat() -> None:
    assert shown(TEXT) == [
        ("Read more: Tides", "furniture", "Pointer to another page"),
        ("Share", "furniture", "Notice about cookies, newsletters or sharing"),
        (f"{LEAD}\n\n{REST}", "repeat", STANDS_EARLIER),
        ("Leave a Reply\n\n1 Comment", "furniture", "Comment form"),
    ]
    again = next(one for one in passages_of(TEXT) if one.of)
    assert again.of
    assert TEXT[slice(*again.of)] == FIRST


def test_a_repeat_takes_in_the_furniture_inside_of_it() -> None:
    text = f"{LEAD}\n{REST}\nEnd of story.\n{LEAD}\nRead more: Tides\n{REST}"
    assert shown(text) == [(f"{LEAD}\nRead more: Tides\n{REST}", "repeat", STANDS_EARLIER)]


def test_capture_keeps_the_passages_and_leaves_the_text(cast: Cast) -> None:
    document = cast.text(text=TEXT)
    assert document.text == TEXT
    rows = [(one.start, one.end, one.kind, one.of, one.why) for one in document.passages.all()]
    assert rows == [tuple(one) for one in passages_of(TEXT)]


def test_documents_that_were_there_before_get_theirs(cast: Cast) -> None:
    document = cast.text(text=TEXT)
    before = list(document.passages.values_list("start", "end"))
    Passage.objects.all().delete()
    migration = import_module("annotator.documents.migrations.0008_passages_of_all")
    for _ in range(2):
        migration.find(apps, connection.schema_editor())
        assert list(document.passages.values_list("start", "end")) == before


WRONG = {
    "empty": {"start": 3, "end": 3},
    "of a kind that is not known": {"kind": "advert"},
    "without a why": {"why": ""},
    "furniture of something": {"of_start": 0, "of_end": 2},
    "a repeat of nothing": {"kind": "repeat"},
    "a repeat without an end": {"kind": "repeat", "of_start": 0},
    "a repeat of what comes later": {"kind": "repeat", "of_start": 2, "of_end": 5},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_database_refuses_a_bad_passage(cast: Cast, wrong: dict[str, object]) -> None:
    row = {"start": 4, "end": 9, "kind": "furniture", "why": "Menu"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.create(document=Document.objects.get(pk=cast.document.pk), **row)
