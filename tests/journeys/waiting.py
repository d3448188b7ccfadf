"""Waiting for what the job worker does: the page is asked again until it shows."""

from __future__ import annotations

import time

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as NotYet

PATIENCE_SECONDS = 30.0
LOOK_MS = 700


def reload_until(page: Page, shown: Locator) -> None:
    """Ask the page again until this is on it; half a minute at most."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            shown.first.wait_for(timeout=LOOK_MS)
            return
        except NotYet:
            if time.monotonic() > until:
                raise
            page.reload()
