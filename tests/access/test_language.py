"""The reader's language, zone and way of writing; and that programs are spoken to in English whatever they ask for."""

import re

from django.templatetags.static import static
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.access.served import Served
from tests.access.test_axe import signed_in
from tests.access.world import World
from tests.cast import Cast

RTL = '<html lang="ar" dir="rtl">'


def test_a_chosen_language_stays_and_goes_before_what_the_browser_asks_for(cast: Cast) -> None:
    client = signed_in(cast.ada)
    assert RTL in client.get("/", headers={"Accept-Language": "ar-JO, en;q=0.5"}).content.decode()
    assert '<html lang="en" dir="ltr">' in client.get("/", headers={"Accept-Language": "sw"}).content.decode()
    chosen = client.post("/language/", {"language": "ar", "next": "/tokens/"})
    assert chosen["Location"] == "/tokens/"
    page = client.get("/tokens/", headers={"Accept-Language": "en"})
    assert RTL in page.content.decode()
    assert page["Content-Language"] == "ar"
    elsewhere = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert elsewhere["Location"] == "/"


def test_refusals_are_said_in_the_readers_language(cast: Cast) -> None:
    client = signed_in(cast.ada)
    client.post("/language/", {"language": "ar"})
    assert "لا يدير هذا المشروع إلا المشرفون" in client.get("/projects/mill-lane/members/").content.decode()


def test_programs_are_told_english(cast: Cast) -> None:
    asked = Client().get("/api/v1/projects/", headers={"Accept-Language": "ar"})
    assert asked.status_code == 401
    assert asked.json()["detail"].isascii()
    assert "Accept-Language" not in asked.get("Vary", "")


def test_scripts_say_their_words_in_the_readers_language(served: Served, world: World) -> None:
    served.client = signed_in(world.cast.ada)
    page = served.open(f"/documents/{world.cast.document.pk}/", "ar")
    expect(page.locator("[data-saved]")).to_have_text("حُفظ 3")
    page.locator("[data-document]").focus()
    page.keyboard.press("n")
    page.keyboard.press("2")
    expect(page.locator("[data-said]")).to_have_text("غُيّر إلى متنازَع عليه.")
    served.open(f"/documents/{world.cast.document.pk}/", "en")
    assert page.locator("#words").count() == 0


def test_plurals_of_scripts_are_those_of_the_language(served: Served, world: World) -> None:
    served.client = signed_in(world.cast.ada)
    said = {
        language: served.open("/tokens/", language).evaluate(
            """async (words) => {
              const { tn, number } = await import(words);
              return [1, 2, 3, 11, 1100].map((n) => tn(n, "One comment", "%s comments")).concat(number(12345));
            }""",
            static("js/words.js"),
        )
        for language in ("en", "ar")
    }
    assert said["en"] == [
        "One comment",
        "2 comments",
        "3 comments",
        "11 comments",
        "1,100 comments",
        "12,345",
    ]
    assert said["ar"] == ["تعليق واحد", "تعليقان", "3 تعليقات", "11 تعليقًا", "1,100 تعليق", "12,345"]


def test_times_are_those_of_the_browsers_zone_and_without_scripts_say_utc(
    browser: Browser, world: World
) -> None:
    seen = {}
    for scripts in (True, False):
        context = browser.new_context(timezone_id="Asia/Kathmandu", java_script_enabled=scripts)
        page = Served(context, signed_in(world.cast.cleo)).open("/projects/mill-lane/members/")
        time = page.locator("main time").first
        seen[scripts] = (time.text_content(), time.get_attribute("title"), time.get_attribute("datetime"))
        context.close()
    assert re.fullmatch(r"\d+ \w+ \d{4}, \d\d:\d\d UTC", seen[False][0] or "")
    assert re.fullmatch(r"this minute|\d+ minutes? ago", seen[True][0] or "")
    assert "GMT+5:45" in (seen[True][1] or "")
    assert (seen[True][2] or "").endswith("+00:00")
