"""Tags by words of their quote, their note and their labels: as one condition, and in parts that lists walk."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from annotator.documents.search import Query, Term


def held(tags: QuerySet[Any]) -> Callable[[Term], Q]:
    """The condition that a tag, one of `tags`, holds a term.

    Each place is asked by its own index, which an OR in one condition would not use.
    """

    def condition(term: Term) -> Q:
        quoted, noted, labelled = (tags.filter(place).values("pk") for place in _places(term))
        return Q(pk__in=quoted.union(noted, labelled))

    return condition


def parts[S: QuerySet[Any]](tags: S, query: Query) -> list[S]:
    """What `query` finds among `tags`, in parts of which each asks one index for one term and the rows for the rest.

    The first so many of each are found without finding all, so that a page costs the same where every tag matches.
    """
    return [part for terms in query.alternatives for part in _parts(tags, terms)] if query else [tags]


def _parts[S: QuerySet[Any]](tags: S, terms: list[Term]) -> list[S]:
    first = next((term for term in terms if not term.negated), None)
    for term in terms:
        if term is not first:
            tags = tags.exclude(_said(term)) if term.negated else tags.filter(_said(term))
    return [tags] if first is None else [tags.filter(place) for place in _places(first)]


def _said(term: Term) -> Q:
    quote, note, labels = _places(term)
    return quote | note | labels


def _places(term: Term) -> tuple[Q, Q, Q]:
    """Where a tag may hold a term."""
    pattern = term.pattern
    return Q(span__exact__iregex=pattern), Q(note__iregex=pattern), Q(labels__contains=[term.text])
