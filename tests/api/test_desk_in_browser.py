"""The desk in Chromium: journeys of a counsellor, on a real server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from fakes import POST, Serve
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
DRAFT, TEXT, SUBMIT = "#draft", "#text", "text=Entwurf schreiben"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Desk:
    """A page on the desk, and what the browser asked for and complained about."""

    page: Page
    address: str
    hosts: set[str] = field(default_factory=set)
    posts: int = 0
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", lambda request: self._seen(request.url, request.method))
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _seen(self, url: str, method: str) -> None:
        self.hosts.add(urlsplit(url).netloc)
        self.posts += method == "POST"

    def write(self, text: str = POST) -> None:
        self.page.fill(TEXT, text)
        self.page.click(SUBMIT)
        self.page.wait_for_selector(DRAFT)

    def draft(self) -> str:
        return self.page.input_value(DRAFT)


def opened(browser: Browser, address: str, **options: object) -> Iterator[Desk]:
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
    if options.get("java_script_enabled", True):
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    context.set_default_timeout(10_000)
    desk = Desk(context.new_page(), address)
    desk.watch()
    desk.page.goto(address)
    yield desk
    assert desk.hosts == {urlsplit(address).netloc}
    assert desk.complaints == []
    context.close()


@pytest.fixture
def desk(browser: Browser, serve: Serve, app: FastAPI) -> Iterator[Desk]:
    """The desk; after each test nothing may have left the origin, and the console must be clean (no CSP violation)."""
    yield from opened(browser, serve(app))


@pytest.fixture
def small_desk(browser: Browser, serve: Serve, app: FastAPI) -> Iterator[Desk]:
    yield from opened(browser, serve(app), viewport={"width": 360, "height": 740})


@pytest.fixture
def plain_desk(browser: Browser, serve: Serve, app: FastAPI) -> Iterator[Desk]:
    """The desk without JavaScript."""
    yield from opened(browser, serve(app), java_script_enabled=False)


def test_paste_draft_edit_copy(desk: Desk) -> None:
    desk.page.evaluate("window.kept = true")
    desk.write()
    assert desk.page.evaluate("window.kept"), "the page was loaded anew"
    assert desk.page.inner_text("#status") == "Der Entwurf ist da."
    assert desk.page.evaluate("document.activeElement.id") == "result"
    edited = "Liebe Grüße 👋 [1]"
    desk.page.fill(DRAFT, edited)
    assert desk.page.inner_text("[data-count]") == str(len(edited))
    desk.page.click("#copy")
    desk.page.wait_for_selector("#said:has-text('Zwischenablage')")
    assert desk.page.evaluate("navigator.clipboard.readText()") == edited


def test_the_count_says_when_a_draft_is_too_long(desk: Desk) -> None:
    desk.page.select_option("#channel", "threads")
    desk.write()
    desk.page.fill(DRAFT, "x" * 512)
    assert "512 von 500 Zeichen" in desk.page.inner_text("#count")
    assert "12 zu viel" in desk.page.inner_text("#count")


def test_another_hit_is_swapped_in_and_back(desk: Desk) -> None:
    desk.write()
    before = desk.draft()
    desk.page.click("summary:has-text('Minijob')")
    desk.page.click("button[value='de/minijob#grenze']")
    desk.page.wait_for_selector("text=die Sie gewählt haben")
    assert "603 Euro" in desk.draft()
    desk.page.click("text=Zurück zum Vorschlag")
    desk.page.wait_for_selector("text=die Sie gewählt haben", state="detached")
    assert desk.draft() == before


def test_edits_are_not_lost_without_a_question(desk: Desk) -> None:
    desk.write()
    desk.page.fill(DRAFT, "mein Text")
    asked: list[str] = []
    desk.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    desk.page.click(SUBMIT)
    assert "geht verloren" in asked[0]
    assert desk.draft() == "mein Text"
    assert desk.posts == 1


def test_the_keyboard_is_enough(desk: Desk) -> None:
    page = desk.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.type(POST)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(DRAFT)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "draft"
    page.keyboard.press("Control+Home")
    page.keyboard.type("Gern: ")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "copy"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("#said:has-text('Zwischenablage')")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Gern: Hallo")


@pytest.mark.parametrize("path", ["/", "/articles", "/articles/de/brueckenteilzeit", "/articles/ar/minijob", "/about"])
def test_nothing_is_wider_than_a_small_screen(small_desk: Desk, path: str) -> None:
    page = small_desk.page
    page.goto(small_desk.address + path)
    if path == "/":
        small_desk.write("x" * 300 + " " + POST)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    wider = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 360).map(e => e.outerHTML.slice(0, 80))"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.evaluate(wider)


def test_everything_works_without_javascript(plain_desk: Desk) -> None:
    plain_desk.write()
    assert "höchstens fünf Jahre" in plain_desk.draft()
    assert plain_desk.page.input_value(TEXT) == POST
    assert not plain_desk.page.is_visible("#copy")
    assert plain_desk.page.is_visible("text=Strg+A und Strg+C")
    plain_desk.page.click("summary:has-text('Minijob')")
    plain_desk.page.click("button[value='de/minijob#grenze']")
    plain_desk.page.wait_for_selector("text=die Sie gewählt haben")
    assert "603 Euro" in plain_desk.draft()
    plain_desk.page.click("text=English")
    plain_desk.page.wait_for_selector("text=Write draft")


def test_a_post_never_stands_in_an_address_or_in_storage(desk: Desk) -> None:
    desk.write()
    assert urlsplit(desk.page.url).query == ""
    kept = desk.page.evaluate("JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])")
    assert "Brückenteilzeit" not in kept
    assert desk.page.evaluate("document.cookie") == ""


def test_a_post_with_markup_stays_text(desk: Desk) -> None:
    desk.write(f"<script>window.ran = true</script><img src=x onerror='window.ran = true'> {{{{ 7*7 }}}} {POST}")
    assert desk.page.evaluate("window.ran") is None
    assert "<script>window.ran = true</script>" in desk.page.inner_text(".redacted")
    assert "{{ 7*7 }}" in desk.page.inner_text(".redacted")


def test_an_emergency_is_announced(desk: Desk) -> None:
    desk.write("Ich will nicht mehr leben")
    assert "ACHTUNG" in desk.page.inner_text("[role=alert]")
    assert "112" in desk.draft()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(desk: Desk, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1, for each pair of colours that the style sheet sets text in."""
    desk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    pairs = [
        ("ink", "ground"), ("ink", "sheet"), ("soft", "ground"), ("soft", "sheet"), ("accent", "ground"), ("accent", "sheet"),
        ("on-accent", "accent"), ("on-mark", "mark"), ("alarm", "alarm-ground"), ("alarm", "ground"), ("warn", "sheet"),
        ("warn", "ground"), ("ink", "used"),
    ]  # fmt: skip
    style = "getComputedStyle(document.documentElement).getPropertyValue('--' + name)"
    low = {pair: ratio for pair in pairs if (ratio := contrast(*(desk.page.evaluate(f"name => {style}", name) for name in pair))) < 4.5}
    assert low == {}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written #rrggbb (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one.strip()), _luminance(other.strip())), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
