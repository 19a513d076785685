"""What one meets by Tab, what a page is made of, single keys switched off, and what stays on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.access.served import Served
from tests.access.test_axe import signed_in
from tests.access.world import NOTE, World

FOCUSED = """() => {
  const here = document.activeElement;
  return here.getAttribute("aria-label") || here.textContent.trim() || here.name;
}"""


def tabbed(page: Page, times: int) -> list[str]:
    found = []
    for _ in range(times):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


def test_tab_meets_the_skip_link_first_then_the_bar_then_the_page(served: Served, world: World) -> None:
    served.client = signed_in(world.cast.cleo)
    page = served.open("/projects/mill-lane/settings/")
    assert tabbed(page, 5)[:4] == [
        "Skip to the content",
        "Annotator, my projects",
        "My projects",
        "Mill Lane",
    ]
    page = served.open(f"/documents/{world.cast.document.pk}/")
    assert tabbed(page, 1) == ["Skip to the text"]
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#pick")).to_be_visible()


def test_regions_have_names_that_differ(served: Served, world: World) -> None:
    served.client = signed_in(world.cast.ada)
    for address in ("/", "/projects/mill-lane/", f"/documents/{world.cast.document.pk}/"):
        page = served.open(address)
        expect(page.get_by_role("banner")).to_have_count(1)
        expect(page.get_by_role("main")).to_have_count(1)
        for role in ("navigation", "complementary", "region"):
            names = [
                node.get_attribute("aria-label") or node.get_attribute("aria-labelledby")
                for node in page.get_by_role(role).all()
            ]
            assert len(set(names)) == len(names), (address, role, names)
            assert all(names), (address, role)


def test_single_keys_can_be_switched_off_and_stay_off(served: Served, world: World) -> None:
    served.client = signed_in(world.cast.ada)
    page = served.open(f"/documents/{world.cast.document.pk}/")
    page.get_by_role("button", name="All keys").click()
    page.locator("[data-single-keys]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.locator("[data-document]").focus()
    page.keyboard.press("ArrowDown")  # no character: it stays
    page.keyboard.press("3")
    expect(page.locator("[data-said]")).to_have_text("Single keys are off. Every action has a button.")
    expect(page.locator("[data-saved]")).to_have_text("3 saved")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_paper_stand_the_marked_text_the_legend_and_the_notes(
    served: Served, world: World, theme: str
) -> None:
    served.client = signed_in(world.cast.ada)
    page = served.open(f"/documents/{world.cast.document.pk}/")
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    page.emulate_media(media="print")
    for shown in ("mark", ".meanings", ".card q", ".card .note"):
        expect(page.locator(shown).first).to_be_visible()
    expect(page.locator(".card .note").first).to_contain_text(NOTE)
    for hidden in (".bar", ".foot", "#pick", ".tabs", ".card footer", ".skip"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.locator("button:visible").count() == page.locator("button.quote:visible").count()
    ink = page.evaluate("() => getComputedStyle(document.querySelector('[data-document] p')).color")
    assert ink == "rgb(28, 29, 33)"
    assert page.locator("main").evaluate("node => getComputedStyle(node).overflowY") == "visible"


def test_a_table_prints_without_its_buttons(served: Served, world: World) -> None:
    served.client = signed_in(world.cast.cleo)
    page = served.open("/projects/mill-lane/members/")
    page.emulate_media(media="print")
    expect(page.get_by_role("cell", name="ada").first).to_be_visible()
    assert page.locator("button:visible").count() == 0
