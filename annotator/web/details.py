"""The details of a tag in words: what a project's settings say of each, what the form offers, what a card shows."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotator.annotations.models import Tag

type Words = str | Promise

# What a project may switch on, with a line in the words of the field.
OPTIONAL: dict[str, tuple[Words, Words]] = {
    "labels": (later("Labels"), later("Free words of your own. The project's labels are suggested.")),
    "credibility": (
        later("Credibility of the information"),
        later(
            "NATO (Admiralty) grades, apart from the source's reliability: 1 confirmed by other sources, 2 probably "
            "true, 3 possibly true, 4 doubtful, 5 improbable, 6 can not be judged, which is no worst grade."
        ),
    ),
    "confidence": (
        later("Confidence"),
        later(
            "Low, moderate or high: how firmly the analyst holds the judgement, not how likely the claim is."
        ),
    ),
    "likelihood": (
        later("Likelihood"),
        later(
            "How likely the claimed thing is, in the words of ICD 203 with their ranges, such as likely (55–80 %). "
            "Never said in one sentence with a confidence."
        ),
    ),
    "facts": (later("Facts"), later("The figures, dates and places of a claim, as they are written.")),
}

CHOICES: dict[str, dict[str, Words]] = {
    "attribution": {
        "none": later("attributed to nobody"),
        "anonymous": later("anonymous"),
        "named": later("named"),
        "document": later("a document"),
    },
    "modality": {
        "asserted": later("asserted"),
        "hedged": later("hedged"),
        "predicted": later("predicted"),
        "hypothetical": later("hypothetical"),
    },
    "credibility": {
        "1": later("1 – confirmed by other sources"),
        "2": later("2 – probably true"),
        "3": later("3 – possibly true"),
        "4": later("4 – doubtful"),
        "5": later("5 – improbable"),
        "6": later("6 – can not be judged"),
    },
    "confidence": {"low": later("low"), "moderate": later("moderate"), "high": later("high")},
    "likelihood": {
        "almost no chance": later("almost no chance (1–5 %)"),
        "very unlikely": later("very unlikely (5–20 %)"),
        "unlikely": later("unlikely (20–45 %)"),
        "roughly even chance": later("roughly even chance (45–55 %)"),
        "likely": later("likely (55–80 %)"),
        "very likely": later("very likely (80–95 %)"),
        "almost certain": later("almost certain (95–99 %)"),
    },
    "kind": {"figure": later("Figure"), "date": later("Date"), "place": later("Place")},
}

STANCES: dict[str, Words] = {
    "supports": later("Supported by"),
    "contradicts": later("Contradicted by"),
    "context": later("For context"),
}


def settings_choices() -> list[tuple[str, SafeString]]:
    """The optional details as choices of a form, each with its line."""
    return [
        (name, format_html("{}<small>{}</small>", label, line)) for name, (label, line) in OPTIONAL.items()
    ]


class Line(NamedTuple):
    """One detail that is filled in; `name` stands before the words where they need it."""

    name: str
    words: str


def filled_in(tag: Tag, shown: list[str]) -> list[Line]:
    """What is filled in of `tag`, of the details that its project shows. A confidence and a likelihood stay apart."""
    return [Line(name, words) for detail, name, words in _all(tag) if detail in (*shown, "")]


def _all(tag: Tag) -> Iterator[tuple[str, str, str]]:
    if tag.attribution_kind:
        yield "", "", attribution_words(tag.attribution_kind, tag.attribution_to, tag.attribution_via)
    if tag.modality:
        yield "", "", str(CHOICES["modality"][tag.modality])
    for name in ("credibility", "confidence", "likelihood"):
        if value := getattr(tag, name):
            yield name, str(OPTIONAL[name][0]), str(CHOICES[name][str(value)])
    if tag.labels:
        yield "labels", str(OPTIONAL["labels"][0]), ", ".join(tag.labels)
    for fact in tag.facts:
        if written := fact.get("as_written"):
            yield "facts", str(CHOICES["kind"][fact["kind"]]), written


def attribution_words(kind: str, to: str, via: str) -> str:
    """Such as “anonymous: a harbour official, via a radio station”."""
    said = str(CHOICES["attribution"][kind])
    if to:
        said = f"{said}: {to}"
    return f"{said}, {_('via %s') % via}" if via else said


def wire_details(tag: Tag) -> dict[str, Any]:
    """What is filled in of `tag`, as a PUT takes it, without evidence; what is not filled in is left out."""
    names = ("labels", "modality", "credibility", "confidence", "likelihood", "facts")
    found = {name: getattr(tag, name) for name in names}
    if tag.attribution_kind:
        found["attribution"] = {
            "kind": tag.attribution_kind,
            "to": tag.attribution_to,
            "via": tag.attribution_via,
        }
    return {name: value for name, value in found.items() if value}
