"""What is measured: addresses, and the steps of a checkout."""

from __future__ import annotations

import itertools
import re
import time
from multiprocessing import Process, Queue

from scripts.benchmark.loading import Measured, Person, summary

ANONYMOUS = [
    ("home", "/"),
    ("listing", "/products"),
    ("filtered search", "/search?q=%EB%B9%84%EB%88%84&min_price=1000&sort=price_asc"),
    ("product page", "{product}"),
    ("API products", "/api/v1/products?limit=24"),
]
SIGNED_IN = [("home", "/"), ("listing", "/products"), ("product page", "{product}")]
FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
PASSWORD = "ieum-demo"  # noqa: S105 - the demonstration's


def hidden_fields(page: str) -> dict[str, str]:
    """Name and value of every hidden field on a page."""
    found = {}
    for tag in FIELD.findall(page):
        attributes = dict(ATTRIBUTE.findall(tag))
        if "name" in attributes:
            found[attributes["name"]] = attributes.get("value", "")
    return found


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
    "buyer_email": "bench@demo.example",
    "buyer_phone": "010-0000-0000",
    "is_same_person": "y",
    "postcode": "02800",
    "address": "서울 성북구 가상로 1",
    "agree_order": "y",
    "agree_privacy": "y",
    "agree_sellers": "y",
}
BUYERS = 2
Answers = Queue  # of (seconds of each checkout, how many went wrong)


def check_out(port: int, option: int) -> bool:
    """A new guest's whole checkout, until the payment page's address; says whether it went well."""
    guest = Person(port)
    guest.ask("POST", "/cart/lines", {"option": str(option), "quantity": "1"})
    _, page, _ = guest.ask("GET", "/checkout")
    status, _, target = guest.ask("POST", "/checkout", {**hidden_fields(page), **ADDRESS})
    return status == 303 and "/sandbox/checkout/" in target


def _buyer(
    port: int,
    options: range,
    seconds: float,
    answers: Answers,
) -> None:
    times, failures = [], 0
    until = time.perf_counter() + seconds
    for option in itertools.cycle(options):
        if (begun := time.perf_counter()) >= until:
            break
        failures += not check_out(port, option)
        times.append(time.perf_counter() - begun)
    answers.put((times, failures))


def checkouts(port: int, seconds: float, seeded: dict[str, int]) -> Measured:
    """Whole checkouts by two guests at once, each buying other products than the other."""
    answers: Answers = Queue()
    first, last = seeded["option"], seeded["option"] + seeded["count"]
    begun = time.perf_counter()
    buyers = [
        Process(target=_buyer, args=(port, range(first + n, last, BUYERS), seconds, answers))
        for n in range(BUYERS)
    ]
    for buyer in buyers:
        buyer.start()
    collected = [answers.get() for _ in buyers]
    for buyer in buyers:
        buyer.join()
    spent = time.perf_counter() - begun
    times = [each for taken, _ in collected for each in taken]
    return summary("checkout (3 requests)", times, spent, 0, sum(bad for _, bad in collected))
