"""Every page in each state that looks different: who opens what, and what is done there first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import Page

from tests.access.world import World

if TYPE_CHECKING:
    from annotator.accounts.models import User

type Act = Callable[[Page], object]


def as_it_comes(page: Page) -> None:
    """Nothing is done."""


@dataclass(frozen=True)
class State:
    """`name` begins with the name of the address in the table of urls, and says after a blank what is special."""

    name: str
    user: "User | None"
    address: str
    act: Act = as_it_comes


def click(*selectors: str) -> Act:
    def act(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).first.click()

    return act


def follow(*selectors: str) -> Act:
    """Click through to another page, and be there."""
    *before, last = selectors

    def act(page: Page) -> None:
        click(*before)(page)
        with page.expect_navigation():
            page.locator(last).first.click()

    return act


def submit(**fields: str) -> Act:
    """Fill in the page's own form and send it."""

    def act(page: Page) -> None:
        form = page.locator("main form").last
        for summary in page.locator("main details:not([open]) > summary").all():
            summary.click()
        for name, value in fields.items():
            form.locator(f"[name={name}]").first.fill(value)
        form.locator("button.primary").first.click()
        page.wait_for_load_state()

    return act


def press(*keys: str) -> Act:
    """Single keys, while the text has the focus."""

    def act(page: Page) -> None:
        page.locator("[data-document]").focus()
        for key in keys:
            page.keyboard.press(key)

    return act


def select_claim(page: Page) -> None:
    press("ArrowDown")(page)
    page.locator("#pick").wait_for()


def states(world: World) -> Iterator[State]:
    yield from _gates()
    yield from _of_the_project(world)
    yield from _of_documents(world)
    yield from _errors(world)


def _gates() -> Iterator[State]:
    yield State("account_login", None, "/accounts/login/")
    yield State("account_login refused", None, "/accounts/login/", submit(login="ada", password="wrong"))
    yield State("account_login password shown", None, "/accounts/login/", click("[data-reveal]"))
    yield State("account_reset_password", None, "/accounts/password/reset/")
    yield State("account_reset_password_done", None, "/accounts/password/reset/done/")
    yield State("account_reset_password_from_key", None, "/accounts/password/reset/key/1-x/")
    yield State("account_reset_password_from_key_done", None, "/accounts/password/reset/key/done/")
    yield State("account_signup", None, "/accounts/signup/")
    yield State("account_inactive", None, "/accounts/inactive/")


def _of_the_project(world: World) -> Iterator[State]:
    cast, home = world.cast, f"/projects/{world.cast.project.slug}/"
    yield State("projects", cast.ada, "/")
    yield State("projects menu", cast.cleo, "/", click(".face"))
    yield State("projects form", cast.cleo, "/", submit(name=" ", coders_per_document="0"))
    yield State("account_change_password", cast.ada, "/accounts/password/change/")
    yield State("account_set_password", cast.ada, "/accounts/password/set/")
    yield State("account_logout", cast.ada, "/accounts/logout/")
    yield State("account_reauthenticate", cast.ada, "/accounts/reauthenticate/")
    yield State("tokens", cast.cleo, "/tokens/")
    yield State("tokens made", cast.cleo, "/tokens/", submit(name="a laptop"))
    yield State("project", cast.ada, home)
    yield State("project supervised", cast.cleo, home, click("main details:not([open]) > summary"))
    yield State("search", cast.ada, home + "search/?q=pump")
    yield State("decided", cast.ada, home + "decided/")
    yield State("project_review", cast.cleo, home + "review/")
    yield State("dashboard", cast.cleo, home + "dashboard/")
    yield State("releases", cast.cleo, home + "releases/", click(".fold > summary"))
    yield State("releases none", cast.eve, f"/projects/{cast.other.slug}/releases/")
    yield State("members", cast.cleo, home + "members/")
    yield State("members invited", cast.cleo, home + "members/", submit(username="newcomer"))
    yield State("guideline", cast.ada, home + "guideline/")
    yield State(
        "guideline edited", cast.cleo, home + "guideline/", follow(".fold > summary", "[name=preview]")
    )
    yield State("project_settings", cast.cleo, home + "settings/")
    yield State("project_settings refused", cast.cleo, home + "settings/", submit(slug="Not Good"))
    yield State("mentions", cast.ada, "/mentions/")


def _of_documents(world: World) -> Iterator[State]:
    cast, read = world.cast, f"/documents/{world.cast.document.pk}/"
    in_review, decided = f"/documents/{world.in_review.pk}/", f"/documents/{world.decided.pk}/"
    yield State("workbench", cast.ada, read)
    yield State("workbench selected", cast.ada, read, select_claim)
    yield State("workbench note", cast.ada, read, press("n", "t"))
    yield State("workbench keys", cast.ada, read, click("[commandfor=keys]"))
    yield State("workbench guideline", cast.ada, read, click("[data-guide] > summary"))
    yield State("workbench handing in", cast.ada, read, click(".bar [commandfor=handin]"))
    yield State("workbench handed in", cast.ada, in_review)
    yield State("workbench of a supervisor", cast.cleo, read)
    yield State("review", cast.cleo, in_review + "review/")
    yield State("review decided", cast.cleo, decided + "review/")
    yield State("review waiting", cast.cleo, read + "review/")
    yield State("review of a coder", cast.ada, decided + "review/")
    yield State("document_edit", cast.cleo, read + "edit/")
    yield State("document_edit withdrawn", cast.cleo, f"/documents/{world.withdrawn.pk}/edit/")
    yield State("docs", cast.ada, "/api/docs/")
    yield State("vocabulary", cast.ada, "/ns/")


def _errors(world: World) -> Iterator[State]:
    for status in (400, 403, 404, 405, 413, 429, 500):
        yield State(f"error {status}", None, f"/error/{status}")
    yield State("error 404 signed in", world.cast.ada, "/no/such/page")
