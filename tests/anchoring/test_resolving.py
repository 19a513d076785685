"""Places by W3C selectors that are refined, ranges, fragments, bytes; several that agree."""

from typing import Any

import pytest

from annotator.anchoring import SpanRefused, resolve

TEXT = "The gate was shut. A guard said the gate was open. é The gate again.\n"
QUOTE, POSITION = "TextQuoteSelector", "TextPositionSelector"


def quote(exact: str, **more: Any) -> dict[str, Any]:
    return {"type": QUOTE, "exact": exact, **more}


def position(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"type": POSITION, "start": start, "end": end, **more}


def fragment(value: str, **more: Any) -> dict[str, Any]:
    return {"type": "FragmentSelector", "value": value, **more}


def span_of(start: dict[str, Any], end: dict[str, Any]) -> dict[str, Any]:
    return {"type": "RangeSelector", "startSelector": start, "endSelector": end}


FOUND = {
    "a quote that stands once": (quote("A guard"), (19, 26)),
    "a quote and its context": (quote("gate was", prefix="the "), (36, 44)),
    "a position and its quote": ([position(4, 8), quote("gate")], (4, 8)),
    "a quote that decides where the position is wrong": ([position(1, 8), quote("A guard")], (19, 26)),
    "a fragment and its quote": ([fragment("char=4,8"), quote("gate")], (4, 8)),
    "a fragment of a text that long": ([fragment("char=0,3;length=69,UTF-8"), quote("The")], (0, 3)),
    "a fragment from the beginning": ([fragment("char=,3"), quote("The")], (0, 3)),
    "bytes and their quote": ([{"type": "DataPositionSelector", "start": 54, "end": 57}, quote("The")], (53, 56)),
    "a part of a quote": (quote("A guard said", refinedBy=position(2, 7)), (21, 26)),
    "a quote in a part": (position(19, 50, refinedBy=quote("gate")), (36, 40)),
    "a quote in a quote": (quote("said the gate was", refinedBy=quote("gate")), (36, 40)),
    "a fragment that is refined": (fragment("char=19,50", refinedBy=quote("gate")), (36, 40)),
    "from one quote to another": (span_of(quote("A guard"), quote("é")), (19, 51)),
    "a range beside its quote": ([span_of(position(0, 1), position(4, 8)), quote("The ")], (0, 4)),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_it_is_found(case: str) -> None:
    given, place = FOUND[case]
    found = resolve(TEXT, given)
    assert (found.start, found.end, found.exact) == (*place, TEXT[slice(*place)])


DEEP = quote("The gate")
for _ in range(20):
    DEEP = position(0, 60, refinedBy=DEEP)

REFUSED = {
    "a position alone": (position(4, 8), "quote"),
    "a range of positions alone": (span_of(position(0, 1), position(4, 8)), "selector"),
    "a quote at several places": (quote("gate"), "ambiguous"),
    "a refined quote at several places": (position(0, 60, refinedBy=quote("gate")), "ambiguous"),
    "a quote that is not there": (quote("a dog"), "quote"),
    "a refinement that is not there": (quote("A guard", refinedBy=quote("gate")), "quote"),
    "two quotes of different places": ([quote("A guard"), quote("é")], "ambiguous"),
    "a refined one of another place": ([quote("A guard", refinedBy=position(0, 1)), quote("é")], "quote"),
    "two positions": ([position(4, 8), position(36, 40), quote("gate")], "ambiguous"),
    "a place outside": ([fragment("char=4,800"), quote("gate")], "outside"),
    "a text of another length": ([fragment("char=4,8;length=70"), quote("gate")], "outside"),
    "lines": ([fragment("line=1,2"), quote("gate")], "selector"),
    "another kind of fragment": ([fragment("char=4,8", conformsTo="http://www.w3.org/TR/media-frags/"), quote("gate")],
                                 "selector"),
    "half a character": ([{"type": "DataPositionSelector", "start": 52, "end": 56}, quote("The")], "grapheme"),
    "no type": ({"exact": "A guard"}, "selector"),
    "two types": ({"type": [QUOTE, POSITION], "exact": "A guard"}, "selector"),
    "no object": (["A guard"], "selector"),
    "none at all": ([], "selector"),
    "a number": (7, "selector"),
    "several kinds of fragment": ([fragment("char=4,8", conformsTo=["urn:a:b"]), quote("gate")], "selector"),
    "one of pages": ([{"type": "CssSelector", "value": "p"}, quote("A guard")], "selector"),
    "an unknown part": (quote("A guard", colour="red"), "selector"),
    "a negative start": (position(-1, 4, refinedBy=quote("The")), "selector"),
    "two quotes in one": (quote(["A guard"], refinedBy=position(0, 1)), "selector"),
    "a range without an end": ({"type": "RangeSelector", "startSelector": quote("A guard")}, "selector"),
    "a range that goes back": (span_of(quote("é"), quote("A guard")), "quote"),
    "one in another twenty times": (DEEP, "selector"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused(case: str) -> None:
    given, code = REFUSED[case]
    with pytest.raises(SpanRefused) as refused:
        resolve(TEXT, given)
    assert refused.value.code == code


def test_a_quote_of_too_many_places_is_refused_before_all_are_looked_at() -> None:
    with pytest.raises(SpanRefused) as refused:
        resolve("a " * 50_000, quote("a", refinedBy=position(0, 1)))
    assert refused.value.code == "ambiguous"
