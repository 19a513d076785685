"""The details of a tag in words: what a project's settings say of each, what the form offers, what a card shows."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from annotator.annotations.models import Tag

type Words = str | Promise

# What a project may switch on, with a line in the words of the field.
OPTIONAL: dict[str, tuple[Words, Words]] = {
    "labels": (
        gettext_lazy("Labels"),
        gettext_lazy("Free words of your own. The project's labels are suggested."),
    ),
    "credibility": (
        gettext_lazy("Credibility"),
        gettext_lazy(
            "Of the information, in NATO (Admiralty) grades, apart from the source's reliability: 1 confirmed by "
            "other sources, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 can not be judged, which is "
            "no worst grade."
        ),
    ),
    "confidence": (
        gettext_lazy("Confidence"),
        gettext_lazy(
            "Low, moderate or high: how firmly the analyst holds the judgement, not how likely the claim is."
        ),
    ),
    "likelihood": (
        gettext_lazy("Likelihood"),
        gettext_lazy(
            "How likely the claimed thing is, in the words of ICD 203 with their ranges, such as likely (55–80 %). "
            "Never said in one sentence with a confidence."
        ),
    ),
    "facts": (
        gettext_lazy("Facts"),
        gettext_lazy("The figures, dates and places of a claim, as they are written."),
    ),
}

CHOICES: dict[str, dict[str, Words]] = {
    "attribution": {
        "none": gettext_lazy("attributed to nobody"),
        "anonymous": gettext_lazy("anonymous"),
        "named": gettext_lazy("named"),
        "document": gettext_lazy("a document"),
    },
    "modality": {
        "asserted": gettext_lazy("asserted"),
        "hedged": gettext_lazy("hedged"),
        "predicted": gettext_lazy("predicted"),
        "hypothetical": gettext_lazy("hypothetical"),
    },
    "credibility": {
        "1": gettext_lazy("1 – confirmed by other sources"),
        "2": gettext_lazy("2 – probably true"),
        "3": gettext_lazy("3 – possibly true"),
        "4": gettext_lazy("4 – doubtful"),
        "5": gettext_lazy("5 – improbable"),
        "6": gettext_lazy("6 – can not be judged"),
    },
    "confidence": {
        "low": gettext_lazy("low"),
        "moderate": gettext_lazy("moderate"),
        "high": gettext_lazy("high"),
    },
    "likelihood": {
        "almost no chance": gettext_lazy("almost no chance (1–5 %)"),
        "very unlikely": gettext_lazy("very unlikely (5–20 %)"),
        "unlikely": gettext_lazy("unlikely (20–45 %)"),
        "roughly even chance": gettext_lazy("roughly even chance (45–55 %)"),
        "likely": gettext_lazy("likely (55–80 %)"),
        "very likely": gettext_lazy("very likely (80–95 %)"),
        "almost certain": gettext_lazy("almost certain (95–99 %)"),
    },
    "kind": {"figure": gettext_lazy("Figure"), "date": gettext_lazy("Date"), "place": gettext_lazy("Place")},
}

STANCES: dict[str, Words] = {
    "supports": gettext_lazy("Supported by"),
    "contradicts": gettext_lazy("Contradicted by"),
    "context": gettext_lazy("For context"),
}


def settings_choices() -> list[tuple[str, SafeString]]:
    """The optional details as choices of a form, each with its line."""
    return [
        (name, format_html("{}<br><small>{}</small>", label, line))
        for name, (label, line) in OPTIONAL.items()
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
    return f"{said}, {gettext('via %s') % via}" if via else said


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
