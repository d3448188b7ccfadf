"""One member in several windows: together they spend at most what there is."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import func, select

from marketplace.core.database import db, transaction
from marketplace.orders.models import Order
from tests.orders.conftest import option_of
from tests.promotions.pointing import books, points_of, points_on
from tests.races.server import Market
from tests.races.test_cart_and_code_race import member, signed_in
from tests.races.test_checkout_race import HIDDEN, NAME, PAYMENT_PAGE, VALUE, WAIT, Shopper
from tests.races.visitors import all_at_once, words
from tests.support import factories

pytestmark = pytest.mark.race

TYPED = {
    "buyer_name": "한가람",
    "buyer_email": "member@demo.example",
    "buyer_phone": "010-1234-5678",
    "is_same_person": "y",
    "postcode": "02848",
    "address": "서울 성북구 보문로 168",
    "agree_order": "y",
    "agree_privacy": "y",
    "agree_sellers": "y",
}


def window(market: Market, browser: requests.Session) -> Shopper:
    """A checkout page of the member that has been counted with 600 points."""
    page = browser.get(f"{market.url}/checkout", timeout=WAIT)
    for _ in range(2):
        hidden = [
            (name[1], value[1])
            for tag in HIDDEN.findall(page.text)
            if (name := NAME.search(tag)) and (value := VALUE.search(tag))
        ]
        form = [*hidden, *TYPED.items(), ("points", "600")]
        if "+600" in [value for _name, value in hidden]:
            break
        page = browser.post(f"{market.url}/checkout", data=[*form, ("apply", "1")], timeout=WAIT)
    return Shopper(market, browser, form)


def test_two_checkouts_spend_at_most_the_balance(market: Market) -> None:
    with market.database.app.app_context():
        account_id = member()
        with transaction():
            points_on()
            points_of(account_id, 400)
            points_of(account_id, 600)
            option_id = option_of(factories.product(price_won=9_000, stock=100))
        browsers = [signed_in(market) for _ in range(4)]
        browsers[0].post(
            f"{market.url}/cart/lines", data={"option": option_id, "quantity": 1}, timeout=WAIT
        )
        windows = [window(market, each) for each in browsers]
        pages = all_at_once(Shopper.press, windows)
        paid = [page for page in pages if PAYMENT_PAGE in page.url]
        assert len(paid) == 1, [words(page)[:300] for page in pages]
        db.session.rollback()
        spent = db.session.scalar(select(func.sum(Order.points_won)))
        assert spent == 600
        assert books(account_id) == (400, 400)
