"""What an analyst waits for in Chromium: 200,000 code points under 10,000 overlapping spans, each figure a median of
five beside the same text as a plain page in the same run.

The plain page does by itself, in four lines of script, what ours is measured at: a key selects the first words, another
paints them, and a box scrolls.
"""

import gzip
import http.client
import json
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench import fill
from bench.ground import Ground
from bench.report import Figure
from tests.browser import launch

TRIES, STEPS = 5, 20
SENTENCES, SPANS = 2_470, 10_000
PLAIN = """<!doctype html><meta charset="utf-8"><title>Plain</title>
<style>
.stage {{ block-size: 100vh; overflow: auto; font: 17.5px/1.95 serif }}
::highlight(draft-disputed) {{ background: gold }}
</style>
<main class="stage"><div data-document>{paragraphs}</div></main>
<script>
const range = new Range(); range.selectNodeContents(document.querySelector("p"));
addEventListener("keydown", ({{ key }}) => key === "2" ? CSS.highlights.set("draft-disputed", new Highlight(range))
  : getSelection().setBaseAndExtent(range.startContainer, 0, range.endContainer, 1));
</script>"""
# Tries a key until the text answers: that is when one can tag. Asks so that nothing is laid out for the question.
WATCH = """
const look = () => {
  const text = document.querySelector("[data-document] p");
  if (text) text.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  if (text && !getSelection().isCollapsed) window.answered = performance.now();
  else setTimeout(look, 4);
};
look();
"""
SCROLL = """async () => {
  document.querySelector(".stage").scrollBy(0, 400);
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""

type Open = Callable[[str], Page]


def measure(ground: Ground) -> list[Figure]:
    crowded = fill.document(ground, "Crowded", SENTENCES)
    fill.overlapping(ground, crowded, SPANS)
    fill.vacuum(ground)
    ours, plain = f"/documents/{crowded.pk}/", "/plain/"
    with _browser(ground, crowded.text) as opened:
        painted = _both(partial(_painted, opened), ours, plain)
        ready = _both(partial(_ready, opened), ours, plain)
        scrolled = _both(partial(_scrolled, opened), ours, plain)
        size = _scripts(ground, opened, ours)
    return [
        Figure("key press to painted draft, p50", painted[0], "at most", 20, "ms", f"plain {painted[1]:.1f}"),
        Figure("until a key can tag, p50", ready[0], "at most", 1_200, "ms", f"plain {ready[1]:.0f}"),
        Figure("scroll step, p50", scrolled[0], "at most", 20, "ms", f"plain {scrolled[1]:.1f}"),
        Figure("workbench JavaScript, gzip", size / 1024, "at most", 30, "KB"),
    ]


@contextmanager
def _browser(ground: Ground, text: str) -> Iterator[Open]:
    """Opens pages of the program, signed in, and the plain one."""
    from annotator.anchoring import paragraphs

    address = f"http://127.0.0.1:{ground.port}"
    lines = "".join(f'<p data-o="{offset}">{escape(line)}</p>' for offset, line in paragraphs(text))
    with sync_playwright() as playwright:
        found = launch(playwright)
        context = found.new_context(base_url=address, viewport={"width": 1440, "height": 960})
        context.add_cookies([{"name": "sessionid", "value": ground.session, "url": address}])
        context.route(
            "**/plain/",
            lambda route: route.fulfill(content_type="text/html", body=PLAIN.format(paragraphs=lines)),
        )
        yield partial(_opened, context)
        found.close()


def _opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(path, wait_until="commit")
    page.wait_for_function("() => window.answered")
    page.wait_for_load_state()
    return page


def _both(figure: Callable[[str], float], ours: str, plain: str) -> tuple[float, float]:
    """The medians of both, measured in turns."""
    pairs = [(figure(ours), figure(plain)) for _ in range(TRIES)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def _ready(opened: Open, path: str) -> float:
    page = opened(path)
    took = float(page.evaluate("() => window.answered"))
    page.close()
    return took


def _painted(opened: Open, path: str) -> float:
    """Milliseconds from the key's event to the end of the paint that follows it, by the browser's own trace."""
    page = opened(path)
    page.wait_for_load_state("networkidle")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    events = _trace(page)
    page.close()
    key = next(event for event in events if event["args"].get("data", {}).get("type") == "keydown")
    paint = next(
        event for event in events if event["name"] == "Paint" and event["ts"] > key["ts"] + key["dur"]
    )
    return float(paint["ts"] + paint["dur"] - key["ts"]) / 1000


def _trace(page: Page) -> list[dict[str, Any]]:
    """What the page's main thread did when 2 was pressed, in order."""
    assert page.context.browser
    page.context.browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.keyboard.press("2")
    page.wait_for_timeout(400)
    events = json.loads(page.context.browser.stop_tracing())["traceEvents"]
    if not page.evaluate(
        "() => CSS.highlights.has('draft-disputed') || document.querySelector('[data-saved]')"
    ):
        raise SystemExit("nothing was painted")
    return sorted((event for event in events if event.get("dur") is not None), key=lambda event: event["ts"])


def _scrolled(opened: Open, path: str) -> float:
    """Milliseconds of the main thread for a step of 400 pixels."""
    page = opened(path)
    page.wait_for_load_state("networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration") * 1000

    found = []
    for _ in range(STEPS):
        before = busy()
        page.evaluate(SCROLL)
        found.append(busy() - before)
    page.close()
    return statistics.median(found)


def _scripts(ground: Ground, opened: Open, path: str) -> int:
    """Bytes of all scripts that the page loads, each in gzip, as a server sends them (over loopback it does not)."""
    page = opened(path)
    page.wait_for_load_state("networkidle")
    names = page.evaluate(
        "() => performance.getEntriesByType('resource').map(one => one.name).filter(name => name.endsWith('.js'))"
    )
    page.close()
    return sum(_served(ground.connect(), urlsplit(name).path) for name in set(names))


def _served(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return len(gzip.compress(content))
