"""The claim inside a sentence, as the guideline wants it marked: without who says it, with what limits it.

- *X said (on Monday) (that)* before the claim goes, where X is short and has no open relative clause; so do
  *according to X,*, *X's report shows that* and *contrary to what X wrote,*.
- *, X said (on Monday).*, *, said X, of Y.*, *, according to X.* and *, the insurer's report shows.* behind it go.
- Where a sentence is a quotation and its speaker, the words between the quotation marks stay, the longest of several.
- Of a denial the verb stays and who denies goes: *denied that the gate was open*.
- *But*, *And*, *However,* and the like before it go; so does the full stop.

Words such as *may*, *at least*, *nearly*, *if* are never cut. Where no rule fits, the whole sentence stays.
"""

import re


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_PLAINLY = _any(
    "said says say fear fears insisted warned estimates report reports stated added"
)  # also without "that"
_SAYS = _any(
    "said says say stated states added adds insisted insists claimed claims wrote writes testified argued argues "
    "confirmed confirms admitted admits warned warns noted notes announced reported alleged estimates estimated "
    "fear fears report reports concluded found recalled explained"
)
_ARABIC_SAYS = _any("قال قالت صرح صرحت صرّح أعلن أعلنت أفاد أفادت ذكر ذكرت أكد أكدت أكّد أضاف أضافت أوضح أوضحت")
_HEARER = (
    r"(?:me|us|reporters|journalists|investigators|parliament|(?:the|a|an|his|her|their)\s+[\w’' -]{2,40}?"
    r"|[A-Z]\w+(?:\s+[A-Z]\w+)*)"
)
_TOLD = rf"told\s+{_HEARER}"
_SHOWS = _any("shows show showed suggests suggest finds found says reveals revealed indicates indicate")
_DENIES = _any(
    "denied denies deny rejected rejects dismissed dismisses disputed disputes dispute refuted refutes"
)
_WHEN = (
    r"(?:\s+(?:on|late on|early on)\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|\s+(?:yesterday|today|later|earlier|again)"
    r"|\s+in\s+(?:an?|the|his|her|its|their)\s+(?:\w+\s+)?"
    r"(?:statement|report|interview|letter|briefing|post|message|note|account))*"
)
_LINKING = re.compile(
    r"(?:But|And|Yet|However|Meanwhile|Still|Also|In addition|Moreover|Separately),?\s+", re.IGNORECASE
)
_WHO = r"(?P<who>[^;:“”\"]{2,90}?)\s"
_HAS = r"(?:also\s|has\s|have\s|had\s|then\s)?"
_BEFORE = (
    re.compile(
        rf"{_WHO}(?=(?:has\s|have\s|had\s)?(?:always\s|also\s|strongly\s|firmly\s|flatly\s)?{_DENIES}\s)"
    ),
    re.compile(r"According to [^,]{2,80}(?:, [^,]{2,60},)?,?\s", re.IGNORECASE),
    re.compile(r"Contrary to (?:what )?[^,]{2,80},\s", re.IGNORECASE),
    re.compile(rf"{_WHO}{_HAS}(?:{_SAYS}|{_TOLD}){_WHEN},?\s(?:that|how)\s"),
    re.compile(rf"{_WHO}{_SHOWS}\sthat\s"),
    re.compile(rf"{_WHO}{_HAS}{_PLAINLY}{_WHEN},?\s(?=[^\s,;.])"),
    re.compile(rf"{_WHO}shows?\s(?=(?:the|his|her|its|their|no|an?)\s)"),
    re.compile(rf"[وف]?{_ARABIC_SAYS}(?:\s\S+){{0,6}}?\s(?:إن|أن|بأن)\s"),
    re.compile(r"[^،؛]{2,90}?\s(?:نے (?:کہا|بتایا|لکھا)|کا کہنا (?:ہے|تھا))،?\sکہ\s"),
    re.compile(r"[^،؛]{2,60}?\sکے مطابق،?\s"),
)
_GOES_ON = re.compile(
    r"\b(?:which|that|what|whom|whose|as|than|when|if|because|after|is|are|was|were|be|been|being|not|never|to|and"
    r"|the|these|those|this|its|his|her|their|no|some|such)$"
    r"|\b(?:which|whose|whom)\b(?!.*,$)|\bsaid\b"
)
_AFTER = (
    re.compile(r",\s(?:said|says|noted|added|wrote|warned)\s[^;“”\"]{2,120}\Z"),
    re.compile(r",\saccording to\s[^;“”\"]{2,120}\Z"),
    re.compile(r"،\s(?:بحسب|وفقا ل|وفقًا ل|نقلا عن)[^،؛]{2,80}\Z"),
    re.compile(rf",\s[^,;“”\"]{{2,80}}?\s(?:also\s)?(?:{_SAYS}|{_TOLD}|{_SHOWS}){_WHEN}\Z"),
)
_QUOTED = re.compile(r"“([^“”]{2,})”|\"([^\"]{2,})\"|«([^«»]{2,})»")
_OF_A_QUOTE = (
    0.5  # a quotation shorter than this part of its sentence is a word in it, unless only a speaker follows
)
_SPEAKER_ALONE = re.compile(
    rf",?\s(?:(?:said|says|added|wrote|asked)\s.{{2,80}}|.{{2,80}}\s(?:{_SAYS}|{_TOLD}){_WHEN})[.]?"
)
_ENDS = " \t\u00a0.…,;:؛،۔"


def claim_in(sentence: str) -> tuple[int, int]:
    """`[start, end)` of the claim in a sentence, in code points of it; never empty."""
    start, end = _quotation(sentence) or _trimmed(sentence)
    part = sentence[start:end]
    start += len(part) - len(part.lstrip(_ENDS))
    end -= len(part) - len(part.rstrip(_ENDS))
    return (start, end) if start < end else (0, len(sentence))


def _quotation(sentence: str) -> tuple[int, int] | None:
    """The longest quotation, where the sentence is little else."""
    spans = [found.span(found.lastindex or 0) for found in _QUOTED.finditer(sentence)]
    if not spans:
        return None
    quoted = sum(end - start for start, end in spans)
    alone = len(spans) == 1 and spans[0][0] == 1 and _SPEAKER_ALONE.fullmatch(sentence, spans[0][1] + 1)
    if quoted < _OF_A_QUOTE * len(sentence) and not alone:
        return None
    return max(spans, key=lambda span: span[1] - span[0])


def _trimmed(sentence: str) -> tuple[int, int]:
    end = len(sentence.rstrip(_ENDS))
    linking = _LINKING.match(sentence)
    start = linking.end() if linking else 0
    for pattern in _BEFORE:
        found = pattern.match(sentence, start)
        if found and _is_speaker(found.groupdict().get("who")):
            start = found.end()
            break
    for pattern in _AFTER:
        if found := pattern.search(sentence[:end], start):
            end = found.start()
            break
    return start, end


def _is_speaker(who: str | None) -> bool:
    """Whether the words before a verb of saying are who says it, not a clause that goes on."""
    return who is None or (who.count(",") % 2 == 0 and not _GOES_ON.search(who))
