"""Two first additions of one member, and one code in several windows, by real processes."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
import requests
from sqlalchemy import func, select

from marketplace.accounts import passwords, second_factor
from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders.models import Cart, CartLine
from tests.orders.conftest import option_of
from tests.races.server import Market
from tests.races.visitors import all_at_once, token_of, words
from tests.support import factories

pytestmark = pytest.mark.race

PASSWORD = "a-long-enough-password"
MAIL = "member@demo.example"
WAIT = 90


def signed_in(market: Market, path: str = "/sign-in") -> requests.Session:
    browser = requests.Session()
    browser.headers["Origin"] = market.url
    token = token_of(browser.get(f"{market.url}{path}", timeout=WAIT))
    data = {"csrf_token": token, "email": MAIL, "password": PASSWORD}
    answer = browser.post(f"{market.url}{path}", data=data, timeout=WAIT)
    assert answer.status_code == 200, words(answer)
    return browser


def member() -> int:
    password_hash = passwords.hash_password(PASSWORD)
    with transaction():
        return factories.account(email=MAIL, password_hash=password_hash).id


def test_two_first_additions_open_one_cart(market: Market) -> None:
    with market.database.app.app_context():
        account_id = member()
        with transaction():
            options = [option_of(factories.product(stock=100)) for _ in range(4)]
        browsers = [signed_in(market) for _ in options]
        asked = list(zip(browsers, options, strict=True))

        def add(one: tuple[requests.Session, int]) -> int:
            browser, option_id = one
            return browser.post(
                f"{market.url}/cart/lines",
                data={"option": option_id, "quantity": 1},
                timeout=WAIT,
                allow_redirects=False,
            ).status_code

        assert all_at_once(add, asked) == [303] * 4
        db.session.rollback()
        carts = select(func.count()).select_from(Cart).filter_by(account_id=account_id)
        assert db.session.scalar(carts) == 1
        assert db.session.scalar(select(func.count()).select_from(CartLine)) == 4


def test_one_code_opens_one_window(market: Market) -> None:
    with market.database.app.app_context():
        account_id = member()
        with clock.frozen(clock.now() - timedelta(hours=1)):
            with transaction():
                secret = second_factor.secret_of(second_factor.begin(account_id))
            code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
            with transaction():
                assert second_factor.confirm(db.session.get_one(Account, account_id), code)
        windows = [signed_in(market) for _ in range(6)]
        tokens = [
            token_of(each.get(f"{market.url}/sign-in/code", timeout=WAIT)) for each in windows
        ]
        now = pyotp.TOTP(secret).at(int(clock.now().timestamp()))

        def enter(one: tuple[requests.Session, str]) -> int:
            browser, token = one
            return browser.post(
                f"{market.url}/sign-in/code",
                data={"csrf_token": token, "code": now},
                timeout=WAIT,
                allow_redirects=False,
            ).status_code

        answers = all_at_once(enter, list(zip(windows, tokens, strict=True)))
        assert sorted(answers) == [303, *[422] * 5]
