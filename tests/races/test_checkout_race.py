"""More buyers than units, all pressing at once: never one sold too many, nobody left puzzled."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pytest
import requests
from sqlalchemy import func, select

from marketplace.catalog.models import Stock, StockMove
from marketplace.core.database import db, transaction
from marketplace.orders.models import Order, OrderLine, OrderStatus
from tests.orders.conftest import option_of
from tests.races.server import WORKERS, Market
from tests.races.visitors import all_at_once, words
from tests.support import factories

pytestmark = pytest.mark.race

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'name="([^"]+)"'), re.compile(r'value="([^"]*)"')
WAIT = 90
PAYMENT_PAGE = "/sandbox/checkout/cs_test_"


@dataclass
class Shopper:
    """A guest with a ready cart, looking at the checkout page."""

    market: Market
    browser: requests.Session
    form: list[tuple[str, str]]

    def press(self) -> requests.Response:
        """Place the order; the page on which this ends."""
        return self.browser.post(f"{self.market.url}/checkout", data=self.form, timeout=WAIT)


def shopper(market: Market, number: int, wants: dict[int, int]) -> Shopper:
    """Fill a cart by its form and open the checkout page, as a browser would."""
    browser = requests.Session()
    browser.headers["Origin"] = market.url
    for option_id, quantity in wants.items():
        added = browser.post(
            f"{market.url}/cart/lines",
            data={"option": option_id, "quantity": quantity},
            timeout=WAIT,
            allow_redirects=False,
        )
        assert added.status_code == 303, words(added)
    page = browser.get(f"{market.url}/checkout", timeout=WAIT)
    assert page.status_code == 200, words(page)
    hidden = [
        (name[1], value[1])
        for tag in HIDDEN.findall(page.text)
        if (name := NAME.search(tag)) and (value := VALUE.search(tag))
    ]
    typed = {
        "buyer_name": f"손님{number}",
        "buyer_email": f"guest{number}@demo.example",
        "buyer_phone": "010-1234-5678",
        "is_same_person": "y",
        "postcode": "02848",
        "address": "서울 성북구 보문로 168",
        "agree_order": "y",
        "agree_privacy": "y",
        "agree_sellers": "y",
    }
    return Shopper(market, browser, hidden + list(typed.items()))


def sold(option_id: int) -> int:
    """Units of an option on orders that hold them."""
    db.session.rollback()
    query = select(func.coalesce(func.sum(OrderLine.quantity), 0)).filter_by(option_id=option_id)
    return int(db.session.scalar(query) or 0)


def left_and_moved(option_id: int) -> tuple[int, int]:
    db.session.rollback()
    left = db.session.scalar(select(Stock.available).filter_by(option_id=option_id))
    moved = db.session.scalar(select(func.sum(StockMove.quantity)).filter_by(option_id=option_id))
    return int(left or 0), int(moved or 0)


@pytest.mark.parametrize(("buyers", "units"), [(10, 3), (50, 10)])
def test_sells_exactly_what_there_is(market: Market, buyers: int, units: int) -> None:
    with market.database.app.app_context():
        with transaction():
            option_id = option_of(factories.product(name="도토리묵", stock=units))
        shoppers = [shopper(market, n, {option_id: 1}) for n in range(buyers)]
        pages = all_at_once(Shopper.press, shoppers)
        assert {page.status_code for page in pages} == {200}, Counter(p.status_code for p in pages)
        refused = [words(page) for page in pages if PAYMENT_PAGE not in page.url]
        assert len(refused) == buyers - units
        for said in refused:
            assert "'도토리묵' 상품을 다른 분이 먼저 주문해 방금 품절되었어요." in said
            assert "장바구니는 그대로 두었어요. 결제된 금액은 없어요." in said
        assert sold(option_id) == units
        assert left_and_moved(option_id) == (0, -units)


def test_a_double_click_orders_once(market: Market) -> None:
    with market.database.app.app_context():
        with transaction():
            option_id = option_of(factories.product(stock=10))
        one = shopper(market, 1, {option_id: 2})
        answers = all_at_once(Shopper.press, [one] * WORKERS)
        assert {answer.status_code for answer in answers} == {200}
        assert sold(option_id) == 2
        assert left_and_moved(option_id) == (8, -2)


def test_carts_filled_in_opposite_order_do_not_block_each_other(market: Market) -> None:
    with market.database.app.app_context():
        with transaction():
            options = [option_of(factories.product(stock=100)) for _ in range(3)]
        there, back = dict.fromkeys(options, 1), dict.fromkeys(reversed(options), 1)
        shoppers = [shopper(market, n, back if n % 2 else there) for n in range(20)]
        answers = all_at_once(Shopper.press, shoppers)
        lost = [words(page) for page in answers if PAYMENT_PAGE not in page.url]
        assert lost == []
        assert [left_and_moved(option) for option in options] == [(80, -20)] * 3
        placed = select(func.count()).select_from(Order)
        waiting = placed.filter_by(status=OrderStatus.AWAITING_PAYMENT)
        assert db.session.scalar(waiting) == 20
