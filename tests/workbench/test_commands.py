"""Every key, button and command of the workbench knows the others: none leads nowhere, none is left out of the list."""

from typing import Any

from playwright.sync_api import Page

from annotator.annotations import actions
from tests.cast import Cast
from tests.workbench.conftest import Opened

HUB = """async () => {
  const { bench } = await import(document.querySelector("script[src*='bundle/workbench']").src);
  const places = [document, ...[...document.querySelectorAll("template")].map((one) => one.content)];
  const every = (selector) => places.flatMap((place) => [...place.querySelectorAll(selector)]);
  const action = ({ dataset: { action, mark, change } }) => action ?? mark ?? `to-${change}`;
  return {
    commands: Object.keys(bench.commands),
    keys: bench.keys,
    actions: every("[data-action], [data-mark], [data-change]").map(action),
    buttons: every("button[data-action], button[data-mark], button[data-change]").map(action),
    shortcuts: every("[aria-keyshortcuts]").flatMap((one) => one.getAttribute("aria-keyshortcuts").split(" ")),
    listed: [...document.querySelectorAll("#keys dt kbd")].map((one) => one.textContent),
  };
}"""
# What has no button by its own name, and the one that does the same.
ELSEWHERE = {
    "arrow-right": "longer or shorter",
    "arrow-left": "longer or shorter",
    "let-go": "leave-citing; without it, a click beside the selection",
    "let-all-go": "as let-go",
    "attribution": "the choices after a mark, and details",
    "modality": "the choices after a mark, and details",
    "fold": "the button of each passage",
    "guideline": "its summary",
}
SYMBOLS = {
    "↓": "ArrowDown", "↑": "ArrowUp", "⇧ →": "Shift+ArrowRight", "⇧ ←": "Shift+ArrowLeft",
    "⏎": "Enter", "Esc": "Escape", "Delete": "Delete",
}  # fmt: skip
# Other ways to what is listed by another key.
TWINS = {"Backspace": "Delete", "Ctrl+z": "z", "Ctrl+Shift+z": "Shift+z", "Shift+/": "?"}


def hub(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(HUB)
    return found


def key(shown: str) -> str:
    """As the scripts name the key that a page names."""
    name = SYMBOLS.get(shown, shown).replace("⇧ ", "Shift+")
    head, _, last = name.rpartition("+")
    return f"{head}+{last.lower()}" if head and len(last) == 1 else name.lower() if len(name) == 1 else name


def test_keys_buttons_and_commands_lead_to_each_other(cast: Cast, open_as: Opened) -> None:
    cast.tag(cast.ada, "the pump stopped at 04:20")
    actions.retract(by=cast.ada, tag=cast.tag(cast.ada, "Mill Lane"))
    found = hub(open_as(cast.ada, f"/documents/{cast.document.pk}/"))
    commands, keys = set(found["commands"]), found["keys"]
    assert set(found["actions"]) == set(found["buttons"])
    assert set(found["actions"]) - commands == set()
    assert set(keys.values()) - commands == set()
    by_shortcut = {keys[key(one)] for one in found["shortcuts"]}
    assert commands - set(found["buttons"]) - by_shortcut - set(ELSEWHERE) == set()
    assert {key(one) for one in found["listed"]} == set(keys) - set(TWINS)
    assert all(keys[twin] == keys[one] for twin, one in TWINS.items())


def test_digits_and_the_list_of_keys_are_where_other_keyboards_have_them(cast: Cast, open_as: Opened) -> None:
    """A French keyboard types digits with Shift, and an Arabic one has another question mark."""
    page = open_as(cast.ada, f"/documents/{cast.document.pk}/")
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")

    def press(typed: str, code: str, *, shift: bool = False) -> None:
        page.evaluate(
            """([key, code, shiftKey]) => document.activeElement.dispatchEvent(
                 new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true }))""",
            [typed, code, shift],
        )

    press('"', "Digit3")
    page.locator("[data-said]", has_text="Marked as speculative.").wait_for()
    press("1", "Digit1", shift=True)
    page.locator("[data-said]", has_text="Changed to sourced.").wait_for()
    press("!", "Digit1", shift=True)
    page.locator("[data-said]", has_text="Changed to sourced.").wait_for()
    press("ئ", "KeyZ")
    page.locator("[data-said]", has_text="Undone.").wait_for()
    press("؟", "Slash", shift=True)
    page.locator("dialog#keys[open]").wait_for()
