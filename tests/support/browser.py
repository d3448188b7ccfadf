"""Real headless Chromium against the real stack: gunicorn, a job worker, the demonstration data."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.serving import serving

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Pictures further down load while scrolling; a photograph of the whole page wants them all.
# One without the attribute `src` is given its address later, by the script that opens it.
LOST_PICTURES = """() => Promise.all([...document.images]
  .filter(image => image.hasAttribute('src')).map(image => {
  image.loading = 'eager';
  return image.decode().then(() => '', () => image.currentSrc || image.outerHTML);
})).then(lost => lost.filter(address => address))"""


def find_chromium() -> str | None:
    """The browser on this machine, `CHROMIUM` to name another."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@dataclass
class Stack:
    """A running marketplace and where its files are."""

    url: str
    var_dir: Path


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The demonstration as `scripts/test` loaded it, copied, served on a port of its own."""
    work = os.environ.get("TEST_WORK_DIR")
    demo = Path(work or "/nonexistent") / "demo"
    if not demo.is_dir():
        pytest.skip("no demonstration data: run the whole suite with scripts/test")
    var_dir = tmp_path_factory.mktemp("stack") / "var"
    shutil.copytree(demo, var_dir)
    with serving(var_dir) as url:
        yield Stack(url, var_dir)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module's journeys."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine (scripts/test installs it where it may)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM)
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """A person at a browser of one width; every page they show is checked and photographed."""

    page: Page
    url: str
    size: str
    journey: str
    seen: int = 0

    def open(self, path: str) -> None:
        """Go to an address of the marketplace; the page must answer well."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def look(self, name: str) -> None:
        """Photograph the page, and refuse sideways scrolling, lost pictures and axe findings."""
        self.seen += 1
        assert self.page.evaluate(LOST_PICTURES) == [], name
        SCREENSHOTS.mkdir(exist_ok=True)
        picture = SCREENSHOTS / f"{self.journey}-{self.seen:02d}-{name}-{self.size}.jpg"
        self.page.screenshot(path=picture, full_page=True, type="jpeg", quality=80)
        too_wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, f"{name} scrolls sideways by {too_wide}px at {self.size}"
        assert serious_findings(self.page) == [], name

    def sign_in(self, portal: str, email: str, password: str = "ieum-demo") -> None:
        """Through the portal's own door."""
        self.open(f"{portal}/sign-in")
        self.page.get_by_label("메일 주소").fill(email)
        self.page.get_by_label("비밀번호").fill(password)
        self.page.get_by_role("button", name="로그인", exact=True).click()
        self.page.wait_for_load_state()


def serious_findings(page: Page) -> list[str]:
    """What axe finds serious or critical on the page as it stands."""
    # The content policy refuses injected scripts, so axe enters through the debugger.
    page.evaluate(AXE.read_text() + "; true")
    found = page.evaluate(
        f"axe.run(document, {{runOnly: {json.dumps(WCAG)}, resultTypes: ['violations']}})"
        ".then(result => result.violations)"
    )
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"][:3]
    ]


@contextmanager
def visiting(
    browser: Browser, url: str, size: str, journey: str, **settings: Any
) -> Iterator[Visitor]:
    """Somebody at a browser of their own; a script error on any page fails the journey."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        **settings,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type == "error" and "Content Security Policy" in message.text
            else None
        ),
    )
    yield Visitor(page, url, size, journey)
    context.close()
    assert faults == []


@pytest.fixture(params=SIZES)
def visitor(request: pytest.FixtureRequest, stack: Stack, browser: Browser) -> Iterator[Visitor]:
    """A fresh visitor at 1280 and at 390 px."""
    journey = request.node.originalname.removeprefix("test_")
    with visiting(browser, stack.url, request.param, journey) as person:
        yield person
