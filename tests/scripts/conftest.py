from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from annotator.anchoring import paragraphs
from tests.browser import CHECKOUT

ADDRESS = "http://localhost/"
SCRIPTS = CHECKOUT / "static"
PAGE = """<!doctype html><meta charset="utf-8"><title>Scripts</title><article data-document="1">{text}</article>"""

type Open = Callable[[str], Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a page that holds a text (HTML) and can import the scripts of `static/`; it needs no server."""
    context = browser.new_context()
    shown = [""]

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("js/"):
            body = (SCRIPTS / path).read_text(encoding="utf-8")
            route.fulfill(content_type="text/javascript", body=body)
        else:
            route.fulfill(content_type="text/html; charset=utf-8", body=PAGE.format(text=shown[0]))

    context.route(ADDRESS + "**", answer)

    def opened(text: str) -> Page:
        shown[0] = "".join(f'<p data-o="{offset}" dir="auto">{line}</p>' for offset, line in paragraphs(text))
        page = context.new_page()
        page.goto(ADDRESS)
        return page

    yield opened
    context.close()
