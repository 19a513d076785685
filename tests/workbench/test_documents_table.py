"""The table of documents and the search in a real browser: by keyboard, and with a screen reader in mind."""

import re

from playwright.sync_api import expect

from annotator.documents.models import Assignment
from tests.access.axe import AXE, faults, said
from tests.cast import Cast, capture
from tests.workbench.conftest import Opened

HOME = "/projects/mill-lane/"


def test_rows_are_chosen_and_assigned_by_keyboard_alone(cast: Cast, open_as: Opened) -> None:
    for name in ("Alder", "Birch", "Cedar", "Elm"):
        capture(cast.cleo, cast.project, f"{name} fell.", title=name, language="en")
    page = open_as(cast.cleo, HOME)
    page.get_by_role("link", name="Document", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("sort=title"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Document")
    expect(page.locator(".what .title").first).to_have_text("Alder")
    bar, boxes = page.locator(".bulk"), page.locator("input[name=documents]")
    expect(bar).to_be_hidden()
    boxes.nth(0).press("Space")
    expect(bar).to_be_visible()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-chosen]")).to_have_text("3")
    expect(boxes.nth(2)).to_be_focused()
    assert page.locator("[data-all]").evaluate("box => box.indeterminate")
    page.locator(".assigning summary").press("Enter")
    page.get_by_label("ada", exact=True).press("Space")
    page.get_by_role("button", name="Assign", exact=True).press("Enter")
    expect(page.locator(".message")).to_have_text("3 assignments made.")
    expect(page).to_have_url(re.compile(r"\?sort=title$"))
    assert Assignment.objects.filter(analyst=cast.ada).count() == 3


def test_runs_of_rows_are_chosen_by_shift_and_taken_back(cast: Cast, open_as: Opened) -> None:
    for number in range(5):
        cast.text(f"Report {number}")
    page = open_as(cast.cleo, HOME)
    boxes, chosen = page.locator("input[name=documents]"), page.locator("[data-chosen]")
    boxes.nth(1).check()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(chosen).to_have_text("4")
    boxes.nth(2).click(modifiers=["Shift"])
    expect(chosen).to_have_text("1")
    page.locator("[data-all]").check()
    expect(chosen).to_have_text("6")
    page.locator(".assigning summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".assigning")).not_to_have_attribute("open", "")
    page.get_by_role("button", name="None").click()
    expect(page.locator(".bulk")).to_be_hidden()
    expect(boxes.nth(2)).to_be_focused()


def test_without_scripts_all_of_it_works(cast: Cast, open_as: Opened) -> None:
    page = open_as(cast.cleo, HOME, java_script_enabled=False)
    page.locator("input[name=documents]").check()
    page.locator(".bulk").get_by_text("Withdraw…").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".message")).to_contain_text("1 document withdrawn.")


def test_a_search_leads_to_its_place_in_the_text(cast: Cast, open_as: Opened) -> None:
    long = (
        "\n".join(f"Line {number} of a long report." for number in range(200)) + "\nThe 👩‍👩‍👧 saw a heron."
    )
    document = capture(cast.cleo, cast.project, long, title="Long report")
    page = open_as(cast.ada, HOME)
    page.get_by_role("searchbox", name="Search the texts and tags").fill("herons")
    page.keyboard.press("Enter")
    expect(page.locator("mark.hit")).to_have_text("heron")
    page.locator(".passage").click()
    start = document.text.index("heron")
    expect(page).to_have_url(re.compile(f"/documents/{document.pk}/#t={start},{start + 5}$"))
    page.wait_for_function("() => CSS.highlights.get('arrived')?.size === 1")
    painted = page.evaluate("() => [...CSS.highlights.get('arrived')].map(String).join()")
    assert painted == "heron"
    expect(page.locator("#text p").last).to_be_in_viewport()


def test_axe_finds_nothing(cast: Cast, open_as: Opened) -> None:
    cast.settings(labels=["flood"])
    cast.tag(cast.ada, "Two neighbours", note="Two of them", labels=["flood"])
    found = {}
    for width, scheme in ((1440, "light"), (390, "dark")):
        page = open_as(cast.cleo, HOME, width=width, color_scheme=scheme, reduced_motion="reduce")
        page.context.add_init_script(path=AXE)
        page.locator("input[name=documents]").first.check()
        page.locator(".assigning summary").click()
        found[f"{scheme} table"] = faults(page)
        for query in ("", "?q=neighbours", "?q=neighbours&in=tags&status=sourced", "?q=zebra"):
            page.goto(f"{HOME}search/{query}")
            found[f"{scheme} search {query}"] = faults(page)
        for address in ("/", f"{HOME}dashboard/", f"{HOME}review/"):
            page.goto(address)
            found[f"{scheme} {address}"] = faults(page)
    assert not any(found.values()), said(found)
