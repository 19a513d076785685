"""What is said about a tag: who may say it, who reads it, whom it mentions, and that it is never lost or doubled."""

from typing import Any
from uuid import uuid4

import pytest

from annotator.accounts.models import User
from annotator.annotations import commenting
from annotator.annotations.models import Comment, Mention, Tag
from annotator.audit.models import Event
from annotator.documents import actions as documents
from annotator.lib.refusals import Conflict, Forbidden, Invalid, Missing, Refusal
from annotator.projects import actions as projects
from tests.at_once import together
from tests.cast import Cast, fresh, make_cast


def again(tag: Tag) -> Tag:
    """The tag as it is now, its project with no role remembered."""
    return Tag.objects.select_related("document__project", "span").get(pk=tag.pk)


def say(by: User, tag: Tag, text: str = "Is that so?", **more: Any) -> Comment:
    return commenting.comment(by=by, tag=again(tag), text=text, **more)[0]


def seen(user: User) -> set[str]:
    return set(Comment.objects.visible_to(user).values_list("text", flat=True))


def mentioned(user: User) -> set[str]:
    return set(Mention.objects.visible_to(user).unseen().values_list("comment__text", flat=True))


def test_a_comment_is_kept_with_its_event_which_holds_no_word_of_it(cast: Cast) -> None:
    tag = cast.tag(cast.ada, "a bang")
    made = say(cast.cleo, tag, "  Who says so, @ada?  ")
    answer = say(cast.ada, tag, "The neighbours.", reply_to=made.pk)
    assert (made.text, made.by, made.reply_to, answer.reply_to) == (
        "Who says so, @ada?",
        cast.cleo,
        None,
        made,
    )
    event = Event.objects.get(object_id=made.pk)
    assert (event.kind, event.op, event.by_id) == ("comment", "created", cast.cleo.pk)
    assert event.data == {
        "document": str(tag.document_id), "tag": str(tag.pk), "reply_to": None, "mentions": [str(cast.ada.pk)],
    }  # fmt: skip


REFUSED: dict[str, tuple[str, type[Refusal], str]] = {
    "nothing": ("", Invalid, "empty"),
    "blanks": (" \n\t", Invalid, "empty"),
    "too much": ("x" * 5001, Invalid, "too_long"),
    "half a character": ("\ud83d", Invalid, "not_text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_words_that_are_none_are_refused(cast: Cast, name: str) -> None:
    text, kind, code = REFUSED[name]
    tag = cast.tag(cast.ada, "a bang")
    with pytest.raises(kind) as refused:
        say(cast.ada, tag, text)
    assert (refused.value.code, refused.value.field) == (code, "text")
    assert not Comment.objects.exists()


def test_threads_have_one_level_and_stay_on_their_tag(cast: Cast) -> None:
    tag, other = cast.tag(cast.ada, "a bang"), cast.tag(cast.ada, "the cable")
    top = say(cast.cleo, tag)
    reply = say(cast.ada, tag, "Yes.", reply_to=top.pk)
    for wrong, on in ((reply, tag), (top, other)):
        with pytest.raises(Invalid) as refused:
            say(cast.ada, on, "And?", reply_to=wrong.pk)
        assert refused.value.field == "reply_to"


def test_clients_read_and_strangers_do_not_even_that(cast: Cast) -> None:
    tag = cast.tag(cast.ada, "a bang")
    say(cast.ada, tag, "Heard by two.")
    assert seen(cast.dan) == seen(cast.ben) == {"Heard by two."}
    assert seen(cast.eve) == set()
    for user in (cast.dan, cast.eve):
        with pytest.raises(Forbidden):
            say(user, tag)


# In a blind project with an open document: who said something on whose tag, and which of Ada, Ben, Cleo, Dan reads it.
BLIND = {
    ("ada", "ada"): "ada cleo",
    ("cleo", "ada"): "ada cleo",
    ("ben", "ben"): "ben cleo",
    ("cleo", "ben"): "ben cleo",
    ("cleo", "cleo"): "cleo",
    ("ben", "ada"): "cleo",  # said while the project was open to all
    ("ada", "cleo"): "cleo",
}


def blind_cast(cast: Cast) -> dict[str, Tag]:
    """A comment for each line of the table, the document open, the project blind since."""
    cast.settings(coders_per_document=2)
    tags = {
        name: cast.tag(getattr(cast, name), quote)
        for name, quote in (("ada", "a bang"), ("ben", "the cable"), ("cleo", "04:20"))
    }
    for by, whose in BLIND:
        say(getattr(cast, by), tags[whose], f"{by} on {whose}")
    cast.settings(blind=True)
    return tags


def test_before_a_blind_document_is_complete_one_reads_oneself_and_the_supervisors(cast: Cast) -> None:
    blind_cast(cast)
    for name in ("ada", "ben", "cleo", "dan"):
        expected = {f"{by} on {whose}" for (by, whose), who in BLIND.items() if name in who.split()}
        assert seen(getattr(cast, name)) == expected, name


def test_when_it_is_complete_all_is_read_and_when_it_opens_again_no_more(cast: Cast) -> None:
    blind_cast(cast)
    cast.hand_in(cast.ada, cast.ben)
    for name in ("ada", "ben", "cleo", "dan"):
        assert seen(getattr(cast, name)) == {f"{by} on {whose}" for by, whose in BLIND}, name
    assert seen(cast.eve) == set()
    cast.settings(coders_per_document=3)
    documents.Document.objects.filter(pk=cast.document.pk).update(state="open")
    assert seen(cast.dan) == set()


def test_in_a_blind_document_one_says_nothing_on_what_one_does_not_see(cast: Cast) -> None:
    tags = blind_cast(cast)
    theirs = Comment.objects.get(text="cleo on ben")
    with pytest.raises(Missing):
        say(cast.ada, tags["ben"])
    with pytest.raises(Invalid):
        say(cast.ada, tags["ada"], "And?", reply_to=theirs.pk)
    hidden = Comment.objects.get(text="ben on ada")
    with pytest.raises(Invalid):
        say(cast.ada, tags["ada"], "And?", reply_to=hidden.pk)
    with pytest.raises(Missing):
        say(cast.ada, tags["ada"], "An id in use that is not hers to see.", key=theirs.pk)


def test_a_member_is_mentioned_by_his_name_wherever_it_stands(cast: Cast) -> None:
    tag = cast.tag(cast.ada, "a bang")
    texts = {"@ben?", "(@Ben)", "So said @ben.", "@BEN's", "mail x@ben", "@nobody", "@ben2", "@@ben", "@eve"}
    for text in texts:
        say(cast.ada, tag, text)
    assert mentioned(cast.ben) == {"@ben?", "(@Ben)", "So said @ben.", "@BEN's"}
    assert mentioned(cast.eve) == set()
    say(cast.ada, tag, "@ada @ada @ben @ben")
    assert Mention.objects.filter(comment__text__startswith="@ada").count() == 1


def test_whoever_may_not_read_it_is_not_mentioned_then_or_later(cast: Cast) -> None:
    cast.settings(blind=True, coders_per_document=2)
    tag = cast.tag(cast.ada, "a bang")
    say(cast.cleo, tag, "Both of you: @ada @ben @dan")
    assert (mentioned(cast.ada), mentioned(cast.ben), mentioned(cast.dan)) == (
        {"Both of you: @ada @ben @dan"}, set(), set(),
    )  # fmt: skip
    cast.tag(cast.ben, "the cable")
    cast.hand_in(cast.ada, cast.ben)
    assert mentioned(cast.ben) == set()
    say(cast.cleo, tag, "@ben, look")
    assert mentioned(cast.ben) == {"@ben, look"}


def test_a_mention_goes_with_what_may_be_read_and_is_seen_once(cast: Cast) -> None:
    tag = cast.tag(cast.ada, "a bang")
    made = say(cast.ada, tag, "@ben?")
    commenting.retract_comment(by=cast.ada, comment=made)
    assert mentioned(cast.ben) == set()
    commenting.restore_comment(by=cast.ada, comment=made)
    assert mentioned(cast.ben) == {"@ben?"}
    events = Event.objects.count()
    assert commenting.see_mentions(by=cast.ada, mentions=Mention.objects.all()) == 0
    assert commenting.see_mentions(by=cast.ben, mentions=Mention.objects.all()) == 1
    assert (mentioned(cast.ben), Event.objects.count()) == (set(), events)
    documents.withdraw(by=cast.cleo, document=fresh(cast.document))
    assert not Mention.objects.visible_to(cast.ben).exists()


def test_only_its_author_retracts_and_the_words_stay(cast: Cast) -> None:
    tag = cast.tag(cast.ada, "a bang")
    made = say(cast.ada, tag)
    for user in (cast.ben, cast.cleo):
        with pytest.raises(Forbidden):
            commenting.retract_comment(by=user, comment=made)
    for _ in range(2):
        commenting.retract_comment(by=cast.ada, comment=made)
    found = Comment.objects.get()
    assert found.retracted_at
    assert found.text == "Is that so?"
    assert list(Event.objects.filter(object_id=made.pk).order_by("change").values_list("op", flat=True)) == [
        "created", "retracted",
    ]  # fmt: skip


def test_nothing_is_said_on_a_document_that_is_closed(cast: Cast) -> None:
    tag = cast.tag(cast.ada, "a bang")
    documents.withdraw(by=cast.cleo, document=fresh(cast.document))
    with pytest.raises(Conflict):
        say(cast.cleo, tag)
    with pytest.raises(Missing):
        say(cast.ada, tag)


def test_a_repeat_under_its_key_changes_nothing_and_another_body_is_refused(cast: Cast) -> None:
    tag, key = cast.tag(cast.ada, "a bang"), uuid4()
    first = say(cast.ada, tag, "Once, @ben.", key=key)
    commenting.retract_comment(by=cast.ada, comment=first)
    events = Event.objects.count()
    found, is_new = commenting.comment(by=cast.ada, tag=again(tag), text="Once, @ben.", key=key)
    assert (found.pk, is_new, Event.objects.count()) == (key, False, events)
    assert found.retracted_at
    for by, text in ((cast.ada, "Twice."), (cast.ben, "Once, @ben.")):
        with pytest.raises(Conflict):
            say(by, tag, text, key=key)


@pytest.mark.django_db(transaction=True)
def test_the_same_comment_sent_four_times_at_once_is_one() -> None:
    cast = make_cast()
    tag, key = cast.tag(cast.ada, "a bang"), uuid4()
    found = together(
        *[lambda: commenting.comment(by=cast.ben, tag=again(tag), text="Once, @ada.", key=key)] * 4
    )
    assert sorted(is_new for _, is_new in found) == [False, False, False, True]
    assert Comment.objects.count() == Mention.objects.count() == 1


def test_what_a_supervisor_said_stays_also_when_he_is_none_any_more(cast: Cast) -> None:
    cast.settings(blind=True, coders_per_document=2)
    tag = cast.tag(cast.ada, "a bang")
    say(cast.cleo, tag)
    for name, role in (("eve", "supervisor"), ("cleo", "analyst")):
        projects.set_member(by=None, project=cast.project, username=name, role=role)
    assert seen(cast.ada) == {"Is that so?"}
