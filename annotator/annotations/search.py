"""Tags by words of their quote, their note and their labels: as one condition, and in parts that lists walk."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet

from annotator.documents.search import Query, Term

LABEL_LENGTH = 60  # characters


def held(tags: QuerySet[Any]) -> Callable[[Term], Q]:
    """The condition that a tag, one of `tags`, holds a term.

    Each place is asked by its own index, which an OR in one condition would not use.
    """

    def condition(term: Term) -> Q:
        quoted, noted, tagged = (tags.filter(place).values("pk") for place in _places(term))
        return Q(pk__in=quoted.union(noted, tagged))

    return condition


def parts[S: QuerySet[Any]](tags: S, query: Query) -> list[S]:
    """What `query` finds among `tags`, in parts of which each asks one index for one term and the rows for the rest.

    The first so many of each are found without finding all, so that a page costs the same where every tag matches.
    """
    return [part for terms in query.alternatives for part in _parts(tags, terms)] if query else [tags]


def _parts[S: QuerySet[Any]](tags: S, terms: list[Term]) -> list[S]:
    first = max((term for term in terms if not term.negated), key=_length, default=None)
    narrowed = tags
    for term in terms:
        if term is not first:
            narrowed = narrowed.exclude(_said(term)) if term.negated else narrowed.filter(_said(term))
    if first is None:
        return [narrowed]
    quoted, noted, tagged = (narrowed.filter(place) for place in _places(first))
    # PostgreSQL takes a word that is no label of any tag for one that many have, and walks all tags to find them: it is
    # made to ask the index of labels before anything else.
    return [quoted, noted, tags.filter(pk__any=ArraySubquery(tagged.order_by().values("pk")))]


def _length(term: Term) -> int:
    """The longest word is taken for the rarest."""
    return len(term.text)


def _said(term: Term) -> Q:
    quote, note, labels = _places(term)
    return quote | note | labels


def _places(term: Term) -> tuple[Q, Q, Q]:
    """Where a tag may hold a term."""
    pattern = term.pattern
    return Q(span__exact__iregex=pattern), Q(note__iregex=pattern), labelled(term.text)


def labelled(word: str) -> Q:
    """The condition that a tag carries this label. PostgreSQL would cut a longer word to the length of one."""
    return Q(labels__contains=[word]) if len(word) <= LABEL_LENGTH else Q(pk__in=[])
