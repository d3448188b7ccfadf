"""Every page a person can reach by links, on a phone: it answers, fits, and can be tapped.

Each audience starts at its own door and follows links; one page of each kind is looked at, so a
page built tomorrow is looked at too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from marketplace import create_app
from tests.support.browser import Stack, Visitor, serious_findings, visiting
from tests.support.databases import settings_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

AUDIENCES = {
    "guest": ("", "", ["/", "/disclosures", "/search?q=비누", "/cart", "/sign-up", "/orders/find"]),
    "citizen": ("", "citizen@demo.example", ["/account"]),
    "seller": ("/seller", "seller@demo.example", ["/seller"]),
    "purchaser": ("/buyer", "buyer@demo.example", ["/buyer"]),
    "coordinator": ("/buyer", "coordinator@demo.example", ["/buyer"]),
    "office": ("/office", "office@demo.example", ["/office"]),
}
MOST_PAGES = 90
MOST_SHIFT = 0.1  # what the Core Web Vitals call good

LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A link inside a sentence is as high as its line; a card's link and a box are as large as what
# is pressed with them.
PRESSED = "a[href], button, select, summary, input, textarea"
TOO_SMALL = """pressed => [...document.querySelectorAll(pressed)]
  .filter(e => e.type !== 'hidden' && !e.disabled && !e.closest('.visually-hidden, svg, [inert]'))
  .filter(e => e.checkVisibility({checkVisibilityCSS: true, checkOpacity: true}))
  .filter(e => getComputedStyle(e).display !== 'inline')
  .map(e => {
    const wide = getComputedStyle(e, '::after');
    const whole = wide.position === 'absolute' && wide.content !== 'none' && e.matches('a')
      ? e.offsetParent : e.closest('.choice');
    return [(whole ?? e).getBoundingClientRect(), e];
  })
  .filter(([r]) => r.width > 0 && (r.width < 43.5 || r.height < 43.5))
  .map(([r, e]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 110)}`)"""
UNSIZED = """() => [...document.images]
  .filter(i => !(i.getAttribute('width') && i.getAttribute('height')))
  .map(i => i.outerHTML.slice(0, 120))"""
LARGEST = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().at(-1).element?.tagName ?? ''))
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done(''), 3000);
})"""
SHIFT = """() => new Promise(done => {
  let sum = 0;
  const add = entry => { sum += entry.hadRecentInput ? 0 : entry.value; };
  new PerformanceObserver(list => list.getEntries().forEach(add))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 120);
})"""
STRANGERS = """() => performance.getEntriesByType('resource').map(e => e.name)
  .filter(name => new URL(name).origin !== location.origin)"""


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, asked only which view an address belongs to."""
    folder: Path = tmp_path_factory.mktemp("routes")
    return create_app(settings_for(folder, f"sqlite:///{folder}/none.sqlite3"))


def view_of(routes: Flask, path: str) -> str:
    """The endpoint behind a path, empty for none that is opened by a GET."""
    try:
        endpoint, _ = routes.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return str(endpoint)


def pages(visitor: Visitor, routes: Flask, starts: list[str], portal: str) -> Iterator[str]:
    """One address of each view, found by following links; the page is open when it is given."""
    waiting, seen = deque(starts), set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        view = view_of(routes, urlsplit(address).path)
        if not view or view in seen or not is_page(view, portal):
            continue
        seen.add(view)
        answer = visitor.page.goto(visitor.url + address, wait_until="load")
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        yield address
        for link in visitor.page.evaluate(LINKS):
            parts = urlsplit(link)
            if link.startswith(visitor.url):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def is_page(view: str, portal: str) -> bool:
    """Whether a view is a page of this portal, and no file, door, feed or machine's answer."""
    if portal:
        return view.startswith(f"{portal.strip('/')}.") and not view.endswith(NO_PAGES)
    return view.startswith("store.") and not view.endswith(NO_PAGES)


NO_PAGES = (
    *(".sign_in", "_csv", "_json", "_ics", "_pdf", "_hwpx", "_xlsx", "_feed", ".feed", "_file"),
    *(".robots", ".sitemap", "_download", "_evidence", "language", "_atom", "_svg", "_xml"),
)


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open."""
    found = serious_findings(page)
    sideways = page.evaluate(SIDEWAYS)
    found += [f"scrolls sideways by {sideways}px"] if sideways > 0 else []
    found += [f"too small to tap: {each}" for each in page.evaluate(TOO_SMALL, PRESSED)]
    found += [f"no size: {each}" for each in page.evaluate(UNSIZED)]
    found += [f"asks a stranger: {each}" for each in page.evaluate(STRANGERS)]
    shift = page.evaluate(SHIFT)
    found += [f"moves by {shift:.3f} while loading"] if shift > MOST_SHIFT else []
    return found


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_on_a_phone(
    stack: Stack, browser: Browser, routes: Flask, audience: str
) -> None:
    portal, email, starts = AUDIENCES[audience]
    wrong: list[str] = []
    with visiting(browser, stack.url, "narrow", f"every-{audience}") as visitor:
        if email:
            visitor.sign_in(portal, email)
        looked_at = 0
        for address in pages(visitor, routes, starts, portal):
            looked_at += 1
            found = faults(visitor.page)
            if audience == "guest" and not visitor.page.evaluate(LARGEST):
                found.append("nobody knows what paints largest")
            wrong += [f"{address} {each}" for each in found[:6]]
    assert looked_at >= 5
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
