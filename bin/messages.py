"""Keeps `locale/` true to the sources: gathers the texts to translate, keeps what is translated, compiles.

`messages.py` writes the catalogues; `messages.py --check` ends with 1 where one is not what it would write, or where a
translation lost a place for a value. A text without a translation is no fault: the page says it in English.
`django` holds the texts of templates and of Python, among them the sentences of refusals, which the pages translate as
they show them; `djangojs` holds those of the scripts.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parents[1]
SENTENCE = (2,)  # of a refusal: Refusal(code, sentence)
PYTHON = {
    "gettext": None, "_": None, "gettext_noop": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3), "pgettext_lazy": ((1, "c"), 2),
    "Invalid": SENTENCE, "Conflict": SENTENCE, "Forbidden": SENTENCE, "Missing": SENTENCE, "Stale": SENTENCE,
    "TooLarge": SENTENCE, "_twins": SENTENCE,
}  # fmt: skip
SCRIPTS = {"t": None, "tn": (2, 3)}
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # any day that stays
PLACES = re.compile(r"%\(\w+\)s|%s")
# Fixed, so that a catalogue changes with its texts alone. Plurals in the order that the scripts know too: zero, one,
# two, few, many, other, as far as the language tells them apart.
HEADS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
HEAD = r"""# Annotator. Partial: a text without a translation is shown in English.
msgid ""
msgstr ""
"Project-Id-Version: Annotator 1\n"
"Language: {language}\n"
"Plural-Forms: {plurals}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"""

type Found = Iterator[tuple[str, str | tuple[str, ...], str | None]]


def in_python() -> Found:
    for path in sorted((CHECKOUT / "annotator").rglob("*.py")):
        if "migrations" not in path.parts:
            yield from gathered(path, path.read_text("utf-8"), "python", PYTHON)


def in_templates() -> Found:
    """Django turns a template into Python that says the same texts."""
    for path in sorted((CHECKOUT / "templates").rglob("*.*")):
        yield from gathered(path, templatize(path.read_text("utf-8"), origin=str(path)), "python", PYTHON)


def in_scripts() -> Found:
    for path in sorted((CHECKOUT / "static" / "js").rglob("*.js")):
        yield from gathered(path, path.read_text("utf-8"), "javascript", SCRIPTS)


def gathered(path: Path, source: str, kind: str, keywords: dict[str, object]) -> Found:
    place = path.relative_to(CHECKOUT).as_posix()
    for _, message, _, context in extract(kind, io.BytesIO(source.encode()), keywords):
        if any(map(str.isalpha, "".join(message))):
            yield place, message, context


def renewed(found: Found, domain: str, old: Catalog, head: str) -> Catalog:
    """The catalogue of what is in the sources now, with the translations that there are."""
    new = read_po(io.BytesIO(head.encode()), domain=domain)
    for place, message, context in found:
        known = old.get(message, context)
        new.add(message, known.string if known else None, locations=[(place, 1)], context=context)
    return new


def text_of(catalog: Catalog, head: str) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=110, include_lineno=False, sort_output=True, omit_header=True)
    return head.encode() + b"\n" + out.getvalue()


def compiled(po: bytes) -> bytes:
    out = io.BytesIO()
    catalog = read_po(io.BytesIO(po))
    catalog.creation_date = catalog.revision_date = WRITTEN
    write_mo(out, catalog)
    return out.getvalue()


def lost(catalog: Catalog) -> Iterator[str]:
    """Translations that leave out a value, or name one that there is not."""
    for message in catalog:
        if message.id and message.string:
            yield from (f"{catalog.domain}: {text}" for text in misplaced(message))


def misplaced(message: Message) -> Iterator[str]:
    """Forms of the plural may leave the number out; nothing may be added."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = set(PLACES.findall(" ".join(ids)))
    for text in filter(None, strings):
        has = set(PLACES.findall(text))
        if has - wanted or (len(ids) == 1 and has != wanted):
            yield text


def main(check: bool) -> int:
    settings.configure(USE_I18N=True)
    faults: list[str] = []
    for language, plurals in HEADS.items():
        head = HEAD.format(language=language, plurals=plurals)
        for domain, found in (("django", [*in_python(), *in_templates()]), ("djangojs", [*in_scripts()])):
            po = CHECKOUT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
            old = read_po(io.BytesIO(po.read_bytes() if po.exists() else b""), domain=domain)
            new = renewed(iter(found), domain, old, head)
            faults += lost(new)
            text = text_of(new, head)
            for path, content in ((po, text), (po.with_suffix(".mo"), compiled(text))):
                if check and not (path.exists() and path.read_bytes() == content):
                    faults.append(f"{path.relative_to(CHECKOUT)} is not up to date: run `make messages`.")
                elif not check:
                    path.write_bytes(content)
    print("\n".join(faults), file=sys.stderr, end="\n" * bool(faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
