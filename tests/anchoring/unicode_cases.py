"""Writes tests/fixtures/unicode.json: `python -m tests.anchoring.unicode_cases`.

The texts are our own. Square brackets mark, by hand, each grapheme cluster of more than one code point;
every other code point is a cluster of its own. So what the fixture expects does not come from the code
that it tests. Widths in UTF-16 and UTF-8 are counted here from the code points for the same reason.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).parent.parent / "fixtures" / "unicode.json"


@dataclass(frozen=True)
class Case:
    """`marked` is the normalised text with its brackets; `raw` what came in, where it differs."""

    name: str
    marked: str
    raw: str = ""


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

CASES = [
    Case("plain Latin", "The ferry Alma left Port Sevrin at noon."),
    Case("family joined by ZWJ", f"A family [{FAMILY}] was saved.\n[{FAMILY}][{FAMILY}]"),
    Case(
        "professions and the rainbow flag",
        "[\U0001f469\U0001f3fd\u200d\U0001f692] sent [\U0001f3f3\ufe0f\u200d\U0001f308] twice",
    ),
    Case(
        "a run of flags",
        "From [\U0001f1e9\U0001f1ea][\U0001f1eb\U0001f1f7][\U0001f1ee\U0001f1f9]\U0001f1f3 they came.",
    ),
    Case("a flag of tags", "[\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f] won"),
    Case("skin tones", "[\U0001f44d\U0001f3fb][\U0001f44d\U0001f3ff]\U0001f44d x[x\U0001f3fb]"),
    Case("keycaps", "Gate [3\ufe0f\u20e3] and [#\ufe0f\u20e3], not 3"),
    Case("variation selectors", "[\u2764\ufe0f] [\u2764\ufe0e] \u2764 and [\u845b\U000e0100]\u98fe"),
    Case("combining marks that compose", "Caf\u00e9 \u00c5se", raw="Cafe\u0301 A\u030ase"),
    Case(
        "combining marks that do not compose",
        "[q\u0303\u0301][x\u0304] and [\u1eb9\u0301]",
        raw="q\u0303\u0301x\u0304 and e\u0323\u0301",
    ),
    Case("marks in another order", "[\u00e2\u0330\u0359]b", raw="a\u0302\u0330\u0359b"),
    Case("a composition that NFC takes apart", "[\u0915\u093c]\u0932\u092e", raw="\u0958\u0932\u092e"),
    Case(
        "Arabic with marks",
        "\u0642\u0627\u0644 \u0627\u0644[\u0645\u064f][\u062a\u064e][\u062d\u064e][\u062f\u0650\u0651]\u062b: "
        "\u063a\u0631\u0642 \u0663\u0660 \u0634\u062e\u0635[\u0627\u064b]",
    ),
    Case("Arabic number sign before digits", "\u0635[\u0600\u0661]\u0662 \u0646\u0635"),
    Case(
        "Hebrew with points and digits",
        "[\u05e9\u05b8\u05c1]\u05dc[\u05d5\u05b9]\u05dd 30 \u05d0\u05d9\u05e9",
        raw="\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd 30 \u05d0\u05d9\u05e9",
    ),
    Case(
        "Urdu",
        "\u06a9\u0634\u062a\u06cc \u0688\u0648\u0628\u0646\u06d2 \u0633\u06d2 \u06f3\u06f0 "
        "\u0627\u0641\u0631\u0627\u062f \u06c1\u0644\u0627\u06a9 \u06c1\u0648\u0626\u06d2\u06d4",
    ),
    Case(
        "Persian with ZWNJ and ZWJ",
        "[\u06cc\u200c]\u06a9 [\u0647\u200d] \u0645[\u06cc\u200c]\u0631\u0648\u062f",
    ),
    Case(
        "right-to-left marks and isolates",
        "He said \u2067\u05e9\u05dc\u05d5\u05dd\u2069, \u200fthen\u200e left\u061c.",
    ),
    Case(
        "Devanagari conjuncts",
        "[\u0915\u094d\u0937][\u0924\u094d\u0930\u093f]\u092f \u0928\u092e[\u0938\u094d\u0924\u0947]",
    ),
    Case("Devanagari without joining", "[\u0915\u094d\u200c][\u0937\u093e] [\u0915\u094d\u200d\u0937]"),
    Case("Bengali vowel with virama", "[\u0985\u09cd][\u09af\u09be]\u09aa"),
    Case("Tamil and Sinhala", "[\u0b95\u0bcd]\u0bb7 [\u0dc1\u0dca\u200d][\u0dbb\u0dd3]"),
    Case("Hangul jamo that compose", "\ud55c\uad6d", raw="\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    Case("Hangul jamo that do not", "[\u1100\u1100\uac01\u11a8] [\ua960\u1161\u11a8]"),
    Case("Thai", "[\u0e19\u0e49\u0e33] [\u0e17\u0e35\u0e48]"),
    Case("no-break and other spaces", "30\u00a0persons,\u202f12\u2009km\u3000away\u200b."),
    Case("line separator, next line, form feed", "one\u2028two\u2029three\u0085four\u000cfive\u000bsix"),
    Case("Chinese beyond the basic plane", "\U00020bb7\u91ce\u5bb6\u306e\U0002a6a5\U00030000\u3002"),
    Case(
        "mathematical letters and music",
        "\U0001d4d0\U0001d4d1 [\U0001d158\U0001d165\U0001d16e]",
        raw="\U0001d4d0\U0001d4d1 \U0001d15f\U0001d16e",
    ),
    Case("CRLF and CR", "first\nsecond\n\nthird\n", raw="first\r\nsecond\r\rthird\r\n"),
    Case("empty lines and a line of spaces", "\n\na\n\n\n  \nb\n\n"),
    Case("NUL and a byte order mark", "ab \ufeffc", raw="\ufeff\ufeffa\0b \ufeffc"),
    Case("marks with nothing before", "\u0301a\n\u200d\u2640[ \u094d]\u0915"),
    Case("markup characters", "a < b & c > \"d\" 'e' &amp; <mark>x</mark>"),
    Case("controls", "a\tb\u0001c\u007fd\u009fe\u00ad."),
    Case("compatibility characters are kept", "\ufb01re \u00bd \u2460 \uff21 \u00b2"),
    Case(
        "Vietnamese over two lines",
        "Ph\u00e0 ch\u00ecm \u1edf v\u1ecbnh.\nB\u1ed1n m\u01b0\u01a1i ng\u01b0\u1eddi",
        raw="Pha\u0300 chi\u0300m o\u031b\u0309 vi\u0323nh.\r\n"
        "Bo\u0302\u0301n mu\u031bo\u031bi ngu\u031bo\u031b\u0300i",
    ),
    Case(
        "mixed directions over paragraphs",
        "Agency: [\u062d\u064e]\u0631\u0628 [\U0001f1f8\U0001f1fe]\n\u05d0\u05d1 12 [e\u20d7] \u05d2",
    ),
]


def clusters(marked: str) -> list[str]:
    """The grapheme clusters that the brackets mark."""
    found: list[str] = []
    inside = False
    for character in marked:
        if character in "[]":
            inside = character == "["
            if inside:
                found.append("")
        elif inside:
            found[-1] += character
        else:
            found.append(character)
    return found


def described(case: Case) -> dict[str, Any]:
    """One case as the fixture holds it."""
    parts = clusters(case.marked)
    text = "".join(parts)
    edges = [0]
    for part in parts:
        edges.append(edges[-1] + len(part))
    return {
        "name": case.name,
        "raw": case.raw or text,
        "text": text,
        "boundaries": edges,
        "paragraphs": paragraph_places(text),
        "spans": [span(text, start, end) for start, end in chosen(parts, edges)],
    }


def paragraph_places(text: str) -> list[dict[str, Any]]:
    """Runs of characters other than LF, found one character at a time."""
    found: list[dict[str, Any]] = []
    for index, character in enumerate(text):
        if character == "\n":
            continue
        if index == 0 or text[index - 1] == "\n":
            found.append({"offset": index, "text": ""})
        found[-1]["text"] += character
    return found


def chosen(parts: list[str], edges: list[int]) -> list[tuple[int, int]]:
    """Each long cluster alone and with its neighbours, both halves of the text, and all of it."""
    last = len(parts)
    picked = {(0, last), (0, (last + 1) // 2), (last // 2, last)}
    for index, part in enumerate(parts):
        if len(part) > 1 or ord(part) > 0xFFFF:
            picked |= {(index, index + 1), (max(0, index - 1), min(last, index + 2))}
    return sorted((edges[start], edges[end]) for start, end in picked)


def span(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "exact": text[start:end],
        "code_points": [start, end],
        "utf16": [sum(map(utf16_width, text[:edge])) for edge in (start, end)],
        "utf8": [sum(map(utf8_width, text[:edge])) for edge in (start, end)],
    }


def utf16_width(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def utf8_width(character: str) -> int:
    return 1 + sum(ord(character) >= limit for limit in (0x80, 0x800, 0x10000))


def fixture() -> str:
    return "[\n" + ",\n".join(json.dumps(described(case)) for case in CASES) + "\n]\n"


if __name__ == "__main__":
    FIXTURE.write_text(fixture(), encoding="ascii")
