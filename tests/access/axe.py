"""What axe finds on a page by the rules of WCAG 2.0, 2.1 and 2.2, levels A and AA."""

import json
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async (only) => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  return found.violations.flatMap(({id, nodes}) =>
    nodes.slice(0, 5).map(({target, failureSummary}) => `${id}: ${target.join(" ")}\\n${failureSummary}`));
}"""


def faults(page: Page, *rules: str) -> list[str]:
    """One line for each fault, by `rules` alone where they are named. Looks when the page has come to rest."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    page.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))")
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    found: list[str] = page.evaluate(RUN, only)
    return found


def said(found: dict[str, list[str]]) -> str:
    """For an assertion: which state has which faults; nothing where none has."""
    faulty = {state: lines for state, lines in found.items() if lines}
    return json.dumps(faulty, indent=1, ensure_ascii=False) if faulty else ""
