"""Search: what a reader asks for in words, and how rows are found that hold it.

    pump stop     both words, each as it is written, as another form of it, or as the beginning of a longer one
    "at 04:20"    exactly this, wherever it stands; so is every word with anything but letters and digits in it
    -rumour       not this
    a b or c      a and b, or else c

Documents are looked up in `Words`, which the database keeps (see the migration). Scripts without spaces between words
have every run of characters looked up as it stands. Stems are taken in all languages at once, because one search goes
over texts in many.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import regex
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import connection, models
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Cast, Lower

LENGTH, TERMS = 300, 16  # of a query that is read; more is cut off
SHORTEST = 3  # letters that a beginning needs, to stand for the whole word
# One for each configuration of the database that finds stems; the empty one is the word as it is.
LANGUAGES = [
    "", "ar", "ca", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "hi", "hu", "hy", "id", "it", "lt",
    "ne", "nl", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi",
]  # fmt: skip
# Han, Kana, Hangul, Thai, Lao, Myanmar, Khmer: as in the migration.
_UNSPACED = regex.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U00020000-\U0003ffff]"
)
_TERM = regex.compile(r'(-)?(?:"([^"]*)"?|([^\s"]+))')
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_LATIN = regex.compile(r"[\p{Latin}\p{N}]+")


class Words(models.Model):
    """The words of a Document as search looks them up: its title and text; kept by a trigger of the database."""

    document = models.OneToOneField(
        "documents.Document", models.CASCADE, primary_key=True, related_name="words"
    )
    words = SearchVectorField(help_text="as written and as stems of its language, without places")
    body = models.TextField(help_text="title and text in small letters")

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="words_of_document"),
            GinIndex(fields=["body"], name="body_of_document", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return str(self.document_id)


class Term(NamedTuple):
    """One thing that must be there, or, `negated`, must not. Without `exact` it is one word of letters and digits."""

    text: str
    exact: bool = False
    negated: bool = False
    lexemes: tuple[
        str, ...
    ] = ()  # its stems, and itself; of an exact one its characters without spaces between

    @property
    def beginnings(self) -> list[str]:
        """How words begin that this term finds, longest first, for texts that are not looked up by stem.

        Regular expressions: the stem of “happy” is “happi”, which finds both.
        """
        stems = {self.text.lower(), *(stem for stem in self.lexemes if len(stem) >= SHORTEST)}
        ordered = sorted(stems, key=len, reverse=True)
        return [stem[:-1] + "[iy]" if stem.endswith("i") else stem for stem in ordered]

    @property
    def pattern(self) -> str:
        """A regular expression, the same for Python and PostgreSQL, that finds this term in any case.

        In Latin script at the beginning of a word; elsewhere articles and particles may be written before it.
        """
        if self.exact:
            return str(regex.escape(self.text, literal_spaces=True))
        start = r"\m" if _LATIN.fullmatch(self.text) else ""
        end = r"\M" if len(self.text) < SHORTEST else ""
        return f"{start}(?:{'|'.join(self.beginnings)}){end}"


type Alternative = list[Term]  # all of them


class Query(NamedTuple):
    """What was asked for, taken apart: one of the alternatives must hold."""

    alternatives: list[Alternative]

    @classmethod
    def of(cls, asked: str) -> "Query":
        """Any string is a query; one that asks for nothing finds everything. One statement finds the stems."""
        return cls(_with_lexemes(_alternatives(asked)))

    @property
    def wanted(self) -> list[Term]:
        """The terms to show in what was found, each once."""
        terms = (term for alternative in self.alternatives for term in alternative if not term.negated)
        return list(dict.fromkeys(terms))

    def __bool__(self) -> bool:
        return bool(self.alternatives)


@contextmanager
def planned_anew() -> Iterator[None]:
    """Statements are planned for the words they ask for, each time: for another word another way is the shortest.

    A prepared one has, after some words that no index knows, one plan for all words, as long as the connection lives.
    """
    connection.ensure_connection()
    threshold = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    try:
        yield
    finally:
        connection.connection.prepare_threshold = threshold


def condition(query: Query, held: Callable[[Term], Q]) -> Q:
    """The condition on rows that they hold what `query` asks for; `held` is that of a single term."""
    found = Q()
    for alternative in query.alternatives:
        every = Q()
        for term in alternative:
            every &= ~held(term) if term.negated else held(term)
        found |= every
    return found


def in_document(term: Term) -> Q:
    """The condition on a Document that its title or text holds `term`."""
    if not term.exact:
        return _looked_up(" | ".join(_quoted(term)))
    body = Q(words__body__contains=Lower(Value(term.text)))
    return body & _looked_up(" & ".join(_quoted(term))) if term.lexemes else body


def _looked_up(lexemes: str) -> Q:
    words = Cast(Value(lexemes), SearchQueryField())
    matches = Func(
        F("words__words"), words, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField()
    )
    return Q(matches)


def _quoted(term: Term) -> Iterator[str]:
    """Lexemes as PostgreSQL reads them."""
    for lexeme in term.lexemes:
        escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
        begins = not term.exact and lexeme == term.text.lower() and len(lexeme) >= SHORTEST
        yield f"'{escaped}':*" if begins else f"'{escaped}'"


def _alternatives(asked: str) -> list[Alternative]:
    found: list[Alternative] = [[]]
    for negated, phrase, word in _TERM.findall(asked.replace("\0", "")[:LENGTH])[:TERMS]:
        if word.lower() in {"or", "|"} and not negated:
            found.append([])
        elif text := " ".join((phrase or word).split()):
            found[-1].append(Term(text, bool(phrase) or not _plain(text), bool(negated)))
    return [alternative for alternative in found if alternative]


def _plain(text: str) -> bool:
    return bool(_WORD.fullmatch(text)) and not _UNSPACED.search(text)


def _with_lexemes(alternatives: list[Alternative]) -> list[Alternative]:
    words = [term.text for alternative in alternatives for term in alternative if not term.exact]
    stems = dict(zip(words, _lexemes(words), strict=True))
    return [[_resolved(term, stems.get(term.text, ())) for term in found] for found in alternatives]


def _resolved(term: Term, lexemes: tuple[str, ...]) -> Term:
    """The term with what it is looked up by; a word that the database reads as something else is taken exactly."""
    word = term.text.lower()
    if word in lexemes or word.replace("ς", "σ") in lexemes:  # PostgreSQL's lower case knows no end of a word
        return term._replace(lexemes=lexemes)
    return term._replace(exact=True, lexemes=_characters(term.text))


def _characters(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for found in _UNSPACED.findall(text) if _WORD.fullmatch(found)))


def _lexemes(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The stems of each word, by the function that the rows were made with."""
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, {"texts": list(texts), "languages": LANGUAGES})
        return [tuple(lexemes) for (lexemes,) in cursor.fetchall()]


_LEXEMES = """
SELECT ARRAY(
    SELECT DISTINCT lexeme FROM unnest(%(languages)s::text[]) language,
        unnest(tsvector_to_array(documents_words(language, asked.word))) lexeme ORDER BY lexeme
) FROM unnest(%(texts)s::text[]) WITH ORDINALITY asked(word, at) ORDER BY at
"""
