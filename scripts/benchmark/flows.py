"""What is measured: addresses, and the steps of a checkout."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterable
from multiprocessing import Process, Queue
from secrets import token_hex
from urllib.parse import urlsplit

from scripts.benchmark.loading import Measured, Person, summary

ANONYMOUS = [
    ("home", "/"),
    ("listing", "/products"),
    ("filtered search", "/search?q=%EB%B9%84%EB%88%84&min_price=1000&sort=price_asc"),
    ("three filters", "/products?certification=village&region=seoul&extra=in_stock&min_price=2000"),
    ("suggestions", "/search/suggestions?q=%EB%B9%84%EB%88%84"),
    ("product page", "{product}"),
    ("API products", "/api/v1/products?limit=24"),
]
SIGNED_IN = [("home", "/"), ("listing", "/products"), ("product page", "{product}")]
FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
TICKED = re.compile(r'<input[^>]*type="checkbox"[^>]*\schecked[^>]*>')
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
PASSWORD = "ieum-demo"  # noqa: S105 - the demonstration's


def hidden_fields(page: str) -> dict[str, str]:
    """Name and value of every hidden field on a page."""
    return dict(_named(FIELD.findall(page)))


def ticked_boxes(page: str) -> list[tuple[str, str]]:
    """Name and value of every box that is ticked as the page arrives: a proposed coupon, say."""
    return _named(TICKED.findall(page))


def _named(tags: Iterable[str]) -> list[tuple[str, str]]:
    read = [dict(ATTRIBUTE.findall(tag)) for tag in tags]
    return [(each["name"], each.get("value", "")) for each in read if "name" in each]


def sign_in(person: Person, door: str, email: str) -> None:
    """Through a portal's door; raises RuntimeError when it stays shut."""
    _, page, _ = person.ask("GET", door)
    token = hidden_fields(page)["csrf_token"]
    form = {"csrf_token": token, "email": email, "password": PASSWORD}
    status, _, _ = person.ask("POST", door, form)
    if status not in {302, 303}:
        raise RuntimeError(f"{email} could not sign in at {door}: {status}")


ADDRESS = {
    "buyer_name": "측정",
    "buyer_phone": "010-0000-0000",
    "is_same_person": "y",
    "postcode": "02800",
    "address": "서울 성북구 가상로 1",
    "agree_order": "y",
    "agree_privacy": "y",
    "agree_sellers": "y",
}
BUYERS = 2
MOST_STEPS = 12
Answers = Queue  # of (seconds of each checkout, how many went wrong)


def add_to_cart(port: int, option: int) -> bool:
    """A new guest's first thing in the basket; says whether it went well."""
    form = {"option": str(option), "quantity": "1"}
    status, _, _ = Person(port).ask("POST", "/cart/lines", form)
    return status in {200, 303}


def check_out(port: int, option: int) -> bool:
    """A new guest's way to the payment page's address; says whether it went well."""
    return bool(_payment_page(Person(port), option))


def buy(port: int, option: int) -> bool:
    """The same to the end: paid, the shop told by webhook, the order's page read."""
    guest = Person(port)
    page = _payment_page(guest, option)
    _, asked, _ = guest.ask("GET", page)
    form = {**hidden_fields(asked), "method": "kr_card"}
    status, _, target = guest.ask("POST", f"{page}/payment", form)
    return status == 303 and _arrives(guest, target)


def _arrives(guest: Person, target: str) -> bool:
    """Whether the buyer comes back to the shop, by way of the page that waits for it."""
    for _ in range(MOST_STEPS):
        way = urlsplit(target)
        status, _, further = guest.ask("GET", f"{way.path}?{way.query}")
        if status == 200 and "/sandbox/" not in way.path:
            return True
        if status == 200:
            time.sleep(1)  # as the page's own Refresh header asks
        target = further or target
    return False


def _payment_page(guest: Person, option: int) -> str:
    """Cart, checkout, order: the path of the payment page, empty when something was refused."""
    guest.ask("POST", "/cart/lines", {"option": str(option), "quantity": "1"})
    _, page, _ = guest.ask("GET", "/checkout")
    # A person of their own: a coupon that is given once to each would be refused the second time.
    typed = {**hidden_fields(page), **ADDRESS, "buyer_email": f"{token_hex(8)}@demo.example"}
    form = [*(each for each in ticked_boxes(page) if each[0] not in typed), *typed.items()]
    status, _, target = guest.ask("POST", "/checkout", form)
    return urlsplit(target).path if status == 303 and "/sandbox/checkout/" in target else ""


Deed = Callable[[int, int], bool]


def _buyer(deed: Deed, port: int, options: range, seconds: float, answers: Answers) -> None:
    times, failures = [], 0
    until = time.perf_counter() + seconds
    for option in itertools.cycle(options):
        if (begun := time.perf_counter()) >= until:
            break
        failures += not deed(port, option)
        times.append(time.perf_counter() - begun)
    answers.put((times, failures))


def repeated(name: str, deed: Deed, port: int, seconds: float, seeded: dict[str, int]) -> Measured:
    """A deed by two guests at once, each with other products than the other."""
    answers: Answers = Queue()
    first, last = seeded["option"], seeded["option"] + seeded["count"]
    begun = time.perf_counter()
    buyers = [
        Process(target=_buyer, args=(deed, port, range(first + n, last, BUYERS), seconds, answers))
        for n in range(BUYERS)
    ]
    for buyer in buyers:
        buyer.start()
    collected = [answers.get() for _ in buyers]
    for buyer in buyers:
        buyer.join()
    spent = time.perf_counter() - begun
    times = [each for taken, _ in collected for each in taken]
    return summary(name, times, spent, 0, sum(bad for _, bad in collected))


DEEDS: tuple[tuple[str, Deed], ...] = (
    ("cart add", add_to_cart),
    ("checkout (3 requests)", check_out),
    ("paid order (7 requests)", buy),
)
