"""Every page a person can reach by links, read in English: it answers, once each, without Korean
left of a sentence the catalogues have English for."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from babel.messages.pofile import read_po
from lxml import html

from tests.support.browser import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
AUDIENCES = {
    "guest": ("", "", ["/", "/disclosures", "/cart", "/sign-up", "/orders/find", "/nowhere"]),
    "citizen": ("", "citizen@demo.example", ["/account"]),
    "seller": ("/seller", "seller@demo.example", ["/seller"]),
    "purchaser": ("/buyer", "buyer@demo.example", ["/buyer"]),
    "approver": ("/buyer", "approver@demo.example", ["/buyer"]),
    "coordinator": ("/buyer", "coordinator@demo.example", ["/buyer"]),
    "office": ("/office", "office@demo.example", ["/office"]),
}
OF_A_KIND = 2
# Doors of other portals stand in the shop's frame and say to whom they are shut.
SHUT = {"/seller", "/buyer", "/office", "/account/data/departure", "/nowhere"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
# One page of a kind tells of the others: what differs is a number, a name or an unguessable one.
LISTS = "products|brands|outlets|exhibitions|enterprises|markets|categories|disclosures"
NAMED = re.compile(rf"^(/office)?/({LISTS}|coupons)/(?!new)[^/]+")
# What people wrote may be the same words as ours: an answer of a notice, a head of their sheet.
WRITTEN = {"해당 없음", "금액"}


@pytest.fixture(scope="module")
def korean() -> dict[str, str]:
    """Sentences without values, with their English."""
    found: dict[str, str] = {}
    for source in (ROOT / "marketplace" / "translations").glob("*/en/**/messages.po"):
        with source.open("rb") as po:
            for each in read_po(po, locale="en"):
                if isinstance(each.id, str) and len(each.id) > 1 and "%" not in each.id:
                    found[each.id] = str(each.string)
    return {said: english for said, english in found.items() if said != english}


def visitor(url: str, door: str, mail: str) -> requests.Session:
    session = requests.Session()
    session.get(f"{url}/language/en", timeout=30)
    if mail:
        page = session.get(f"{url}{door}/sign-in", timeout=30).text
        token = TOKEN.search(page)
        assert token
        sent = {"csrf_token": token.group(1), "email": mail, "password": "ieum-demo"}
        session.post(f"{url}{door}/sign-in", data=sent, timeout=30)
    return session


def kind_of(path: str) -> str:
    return NAMED.sub(
        r"\1/\2/*", re.sub(r"/(\d+|[\w-]{20,})(?=/|$|\.)", "/*", path.split("?", 1)[0])
    )


def walk(session: requests.Session, url: str, starts: list[str]) -> Iterator[requests.Response]:
    """Pages linked from `starts` on, at most `OF_A_KIND` of each kind."""
    seen, waiting, of_kind = set(starts), deque(starts), Counter[str]()
    while waiting:
        path = waiting.popleft()
        of_kind[kind_of(path)] += 1
        if of_kind[kind_of(path)] > OF_A_KIND:
            continue
        answer = session.get(url + path, timeout=30, stream=True)
        if "html" not in answer.headers.get("Content-Type", ""):
            answer.close()
            continue
        yield answer
        for link in html.fromstring(answer.content).xpath("//a[not(@download)]/@href"):
            place = urljoin(answer.url, link).split("#", 1)[0]
            path = place.removeprefix(url)
            if place.startswith(url + "/") and path not in seen and "/language/" not in path:
                seen.add(path)
                waiting.append(path)


def faults(answer: requests.Response, korean: dict[str, str]) -> list[str]:
    page = html.fromstring(answer.content)
    wrong = [] if page.get("lang") == "en" else ["not English"]
    ids = Counter(page.xpath("//*/@id"))
    wrong += [f"id {each} twice" for each, n in ids.items() if n > 1]
    if len(page.xpath("//h1")) != 1:
        wrong.append("not one h1")
    texts = page.xpath("//body//text()[not(ancestor::*[@lang='ko'])][not(ancestor::script)]")
    said = {" ".join(each.split()) for each in texts} - WRITTEN
    return wrong + [f"Korean: {each}" for each in said if each in korean]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_in_english(stack: Stack, korean: dict[str, str], audience: str) -> None:
    door, mail, starts = AUDIENCES[audience]
    session = visitor(stack.url, door, mail)
    found: dict[str, list[str]] = {}
    pages = 0
    for answer in walk(session, stack.url, starts):
        path = answer.url.removeprefix(stack.url)
        pages += 1
        wrong = faults(answer, korean)
        if answer.status_code >= 400 and path not in SHUT:
            wrong.append(f"answers {answer.status_code}")
        if wrong:
            found[path] = wrong
    assert pages > 20
    assert found == {}
