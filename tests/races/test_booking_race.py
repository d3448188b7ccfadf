"""Ten people for the last three seats, and two who accept one quote: over real HTTP."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import requests
from sqlalchemy import func, select

from marketplace.core.database import db, transaction
from marketplace.orders.models import Order
from marketplace.quoting.models import InquiryStatus, QuoteInquiry
from tests.bookings.dates import experience
from tests.quoting.asking import quoted, request_of
from tests.races.server import Market
from tests.races.test_checkout_race import (
    HIDDEN,
    NAME,
    PAYMENT_PAGE,
    VALUE,
    WAIT,
    Shopper,
    left_and_moved,
    shopper,
    sold,
)
from tests.races.visitors import all_at_once, words

pytestmark = pytest.mark.race


def test_the_last_three_seats_are_sold_exactly_once(market: Market) -> None:
    with market.database.app.app_context():
        with transaction():
            session = experience(seats=3)
            option_id = session.option_id
        shoppers = [shopper(market, n, {option_id: 1}) for n in range(10)]
        pages = all_at_once(Shopper.press, shoppers)
        assert {page.status_code for page in pages} == {200}, Counter(p.status_code for p in pages)
        refused = [words(page) for page in pages if PAYMENT_PAGE not in page.url]
        assert len(refused) == 7
        assert all("장바구니는 그대로 두었어요. 결제된 금액은 없어요." in said for said in refused)
        assert sold(option_id) == 3
        assert left_and_moved(option_id) == (0, 0)  # three came in, three went out


def press(market: Market, at: str) -> tuple[requests.Session, str, list[tuple[str, str]]]:
    """Open the acceptance page, as a browser would, ready to press."""
    browser = requests.Session()
    page = browser.get(f"{market.url}{at}", timeout=WAIT)
    assert page.status_code == 200, words(page)
    hidden = [
        (name[1], value[1])
        for tag in HIDDEN.findall(page.text)
        if (name := NAME.search(tag)) and (value := VALUE.search(tag))
    ]
    typed = {
        "buyer_name": "김시민",
        "buyer_email": "citizen@demo.example",
        "buyer_phone": "010-1234-5678",
        "is_same_person": "y",
        "agree_order": "y",
        "agree_privacy": "y",
        "agree_sellers": "y",
    }
    return browser, f"{market.url}{at}", hidden + list(typed.items())


def test_two_acceptances_make_one_order(market: Market) -> None:
    with market.database.app.app_context():
        with transaction():
            request = request_of()
            quoted(request)
            at = f"/quotes/{request.public_id}/acceptance"
        ready = [press(market, at) for _ in range(6)]  # six tabs, each with a token of its own
        answers = all_at_once(lambda one: one[0].post(one[1], data=one[2], timeout=WAIT), ready)
        assert {answer.status_code for answer in answers} == {200}
        assert sum(bool(re.search(PAYMENT_PAGE, answer.url)) for answer in answers) == 1
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(Order)) == 1
        inquiry = db.session.scalars(select(QuoteInquiry)).one()
        assert inquiry.status is InquiryStatus.ACCEPTED
        assert inquiry.order_id is not None
