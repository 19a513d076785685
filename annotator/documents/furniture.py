"""Furniture: what belongs to the page around a text. Pure; this docstring is the specification.

A line of a document is furniture, with a `why` in words, if

1. a cue of `cues.KINDS` fits it whole: comment forms, copyright lines, pointers to other pages, notices about cookies,
   newsletters and sharing, lines of an e-mail, telephone and imprint; or
2. it stands in a *menu*: three lines or more in a row that look like links (at most four words and 30 characters, no
   full stop), begun and ended by words of menus, which are half of them or more; or one line of such words between
   strokes; or a trail that begins at “Home”; or
3. it stands in the *header of an e-mail*: three lines or more in a row such as “Subject: ...”, two of them
   from, to or subject; or
4. it is on a *shelf*: one short line after a heading such as “Related”, and every further one where nothing but short
   lines without a full stop, or cut off by an ellipsis, follows to the end of the document; or
5. it is the one paragraph between a comment form and the copyright line, where a site says what it is.

A line that goes on with a wide line right above it, which no full stop ends, is judged by no cue.
To mark a paragraph of the text is far worse than to leave furniture unmarked: it is hidden from the reader. So cues are
phrases that sites print and people do not write, and if nothing would be left of a document nothing is marked.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from annotator.documents import cues

type Lines = Sequence[tuple[int, str]]  # as `anchoring.paragraphs` gives them

LONGEST = 1000  # code points of a line that is looked at
WIDE, LINK, TEASER_LINE, MOTTO = 50, 30, 220, 700  # code points
LINK_WORDS, MENU_LINES = 4, 3

# Where something is looked for at the end of a line, it is tried once a run, not at each of its characters.
_AROUND = re.compile(r"^[\s#>*•·|\-–—]+|(?<![\s:：»›→>|])[\s:：»›→>|]+$|(?<!\s)\s*(?:\.{3}|…)\s*$")
_STROKES = re.compile(r"\s*[|>»›·•]\s*|\s+/\s+")
_STOP = re.compile(r"[.!?؟۔。！？:;][\"'”’»)\]]*$")
_TAIL = re.compile(r"(?<!\W)\W+$")


def furniture(lines: Lines) -> dict[int, str]:
    """Why a line is furniture, by its index in `lines`."""
    words = [_bare(line) for _, line in lines]
    found = {n: why for n, line in enumerate(words) if not _goes_on(lines, n) and (why := _why(line))}
    for rule in (_menus, _headers, _shelves, _mottos):
        for n, why in rule(words, found):
            found.setdefault(n, why)
    return found if any(line for n, line in enumerate(words) if n not in found) else {}


def _bare(line: str) -> str:
    """A line without what stands around its words; the ellipsis of a teaser stays."""
    line = line[: LONGEST + 1].strip()
    return line if _is_cut(line) and len(line) > LINK else _AROUND.sub("", _AROUND.sub("", line))


def _is_cut(line: str) -> bool:
    """Whether an ellipsis ends it."""
    tail = _TAIL.search(line)
    return tail is not None and ("…" in tail[0] or "..." in tail[0])


def _goes_on(lines: Lines, n: int) -> bool:
    """Whether a line goes on with the sentence of the one right above it, as where a text is broken by hand."""
    if n == 0:
        return False
    start, above = lines[n - 1]
    return start + len(above) + 1 == lines[n][0] and len(above) > WIDE and not _STOP.search(above.rstrip())


def _why(line: str) -> str:
    if not line or len(line) > LONGEST:
        return ""
    if _is_trail(line):
        return cues.MENU
    return next((kind.why for kind in cues.KINDS if kind.pattern.fullmatch(line)), "")


def _is_trail(line: str) -> bool:
    """“Home / News / Floods” or “Home | Sport | Contact”."""
    parts = [part.casefold() for part in _STROKES.split(line) if part]
    if len(parts) < 2 or len(line) > TEASER_LINE or _STOP.search(line):
        return False
    known = sum(part in cues.MENU_WORDS for part in parts)
    return parts[0] in cues.HOME or (len(parts) >= MENU_LINES and 2 * known >= len(parts))


def _menus(words: Sequence[str], _: dict[int, str]) -> Iterator[tuple[int, str]]:
    for run in _runs(words, _is_link):
        known = [n for n in run if words[n].casefold() in cues.MENU_WORDS]
        if not known:
            continue
        inside = [n for n in run if known[0] <= n <= known[-1]]
        if len(inside) >= MENU_LINES and 2 * len(known) >= len(inside):
            yield from ((n, cues.MENU) for n in inside)


def _is_link(line: str) -> bool:
    return len(line) <= LINK and len(line.split()) <= LINK_WORDS and not _STOP.search(line)


def _headers(words: Sequence[str], _: dict[int, str]) -> Iterator[tuple[int, str]]:
    for run in _runs(words, lambda line: cues.HEADER.fullmatch(line) is not None):
        names = {words[n].partition(":")[0].strip().lower() for n in run}
        if len(names) >= 3 and len(names & {"from", "to", "subject"}) >= 2:
            yield from ((n, cues.MAIL.why) for n in run)


def _shelves(words: Sequence[str], found: dict[int, str]) -> Iterator[tuple[int, str]]:
    tail = len(words)
    while tail and (tail - 1 in found or _is_teaser(words[tail - 1])):
        tail -= 1
    shelves = [
        n for n, line in enumerate(words) if found.get(n) == cues.TEASER and cues.SHELF.fullmatch(line)
    ]
    last = next((n for n in shelves if n >= tail), len(words))
    for n in sorted({n + 1 for n in shelves if n < last} | set(range(last + 1, len(words)))):
        if n < len(words) and _is_teaser(words[n]):
            yield n, cues.TEASER


def _is_teaser(line: str) -> bool:
    return len(line) <= TEASER_LINE and (not _STOP.search(line) or _is_cut(line))


def _mottos(words: Sequence[str], found: dict[int, str]) -> Iterator[tuple[int, str]]:
    for n, line in enumerate(words):
        between = n > 0 and cues.FORM.match(words[n - 1]) and found.get(n + 1) == cues.COPYRIGHT.why
        if between and n not in found and len(line) <= MOTTO:
            yield n, cues.MOTTO


def _runs(words: Sequence[str], fits: Callable[[str], bool]) -> Iterator[list[int]]:
    """The indexes of lines in a row that fit."""
    for yes, run in groupby(range(len(words)), lambda n: fits(words[n])):
        if yes:
            yield list(run)
