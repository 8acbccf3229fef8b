"""The report in Chromium, opened as a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from evaluation.baselines import baseline_of, history, write_baseline
from evaluation.report.data import report_data
from evaluation.report.render import write_report
from evaluation.rundir import Run

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture
def report(small_run: Run, tmp_path: Path) -> Path:
    """A report with two faults, one of them on an Arabic post."""
    questions, results = list(small_run.questions), list(small_run.results)
    for place, text in ((0, "كم تستمر؟"), (1, "<img src=x onerror='window.ran = true'>")):
        questions[place] = replace(questions[place], text=text)
        results[place] = replace(results[place], scores={**results[place].scores, "facts": 0.0})
    run = Run(small_run.settings, tuple(questions), tuple(results))
    write_baseline(baseline_of(run, "small", None), tmp_path)
    return write_report(tmp_path, report_data(run, history(tmp_path)))[0]


@pytest.fixture
def page(report: Path) -> Iterator[Page]:
    """The report at the width of a telephone; it may ask for nothing but itself, and the console stays clean."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 360, "height": 740})
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(report.as_uri())
        yield page
        assert asked == [report.as_uri()]
        assert complaints == []
        browser.close()


def test_the_report_in_a_browser(page: Page) -> None:
    """One journey, for each start of the browser takes seconds."""
    assert page.locator("h1").inner_text() == "How good the suggestions are"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("figure svg").count() == 4
    assert page.evaluate("[...document.querySelectorAll('figure svg')].every(one => one.getBoundingClientRect().height > 100)")
    for table in page.locator("table").all():
        assert table.locator("caption").count() == 1
        assert table.locator("th:not([scope])").count() == 0

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#summary")
    details = page.locator("details").first
    assert not page.locator("blockquote").first.is_visible()
    details.locator("summary").press("Enter")
    assert page.locator("blockquote").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('blockquote')).direction") == "rtl"
    assert "said: höchstens fünf jahre" in details.inner_text()
    assert page.evaluate("window.ran") is None
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_prints_in_black_and_white(page: Page) -> None:
    """No text and no line depends on a hue: every colour of the page and its plots is a grey."""
    page.emulate_media(media="print")
    colours = page.evaluate(
        """[...document.querySelectorAll('body, body *')].flatMap(one => {
            const style = getComputedStyle(one); return [style.color, style.backgroundColor, style.fill, style.stroke] })"""
    )
    shades = {tuple(colour.removeprefix("rgba(").removeprefix("rgb(").rstrip(")").split(", ")[:3]) for colour in colours if "rgb" in colour}
    assert {shade for shade in shades if len(set(shade)) > 1 and shade not in _LINK} == set()


_LINK = {("0", "0", "238"), ("85", "26", "139"), ("255", "0", "0")}
"""What browsers give links; they are underlined as well."""
