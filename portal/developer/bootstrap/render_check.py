"""Start one browser and draw one page: `python -m portal.developer.bootstrap.render_check PATH`. Runs in the dev environment (Playwright)."""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PAGE = "<!doctype html><html lang=nl><title>proef</title><h1 style='font-size:40px'>Samenzicht</h1></html>"


def draws(path: str) -> bool:
    """Is a heading on a page as high as its letters, in a picture that is not empty?"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, chromium_sandbox=False, timeout=30_000)
        try:
            page = browser.new_page()
            page.set_content(PAGE)
            box = page.locator("h1").bounding_box()
            picture = page.screenshot()
            return box is not None and box["height"] >= 40 and len(picture) > 1000
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(0 if draws(sys.argv[1]) else 1)
