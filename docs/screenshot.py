"""Takes docs/desk.png from a running server: python docs/screenshot.py [address]."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

POST = (
    "Hallo in die Runde, mein Chef sagt, Teilzeit auf Zeit gibt es bei uns nicht, entweder ganz oder gar nicht. "
    "Wir sind ca. 80 Leute. Stimmt das?"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main(address: str) -> None:
    """Pastes a post into the desk, waits for the draft and writes the picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        page.locator("textarea").first.fill(POST)
        page.locator("button[type=submit]").first.click()
        page.wait_for_selector("textarea >> nth=1")
        page.screenshot(path=str(Path(__file__).parent / "desk.png"))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/")
