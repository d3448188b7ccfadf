"""Many hands on one return and one parcel: refunded once, never more units than were bought."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import select

from marketplace.accounts.passwords import hash_password
from marketplace.core.database import db, transaction
from marketplace.orders.models import OrderLine
from marketplace.payments.models import Refund
from marketplace.returns import answering
from marketplace.returns.models import Condition, ReturnReason, ReturnRequest, ReturnStatus
from tests.orders.conftest import available
from tests.races.server import Market
from tests.races.visitors import all_at_once, token_of, words
from tests.returns.conftest import Scene, make_scene
from tests.returns.test_swapping import another, come, exchange
from tests.support import factories

pytestmark = pytest.mark.race

PASSWORD = "ieum-race"
HANDS = 6


def colleagues(market: Market, scene: Scene) -> list[requests.Session]:
    """Browsers of people of the scene's firm, signed in."""
    enterprise, hashed = scene.parcel.enterprise, hash_password(PASSWORD)
    with transaction():
        people = [factories.member_of(enterprise) for _ in range(HANDS)]
        for person in people:
            person.password_hash = hashed
        mails = [person.email for person in people]
    return [browser_of(market, mail) for mail in mails]


def browser_of(market: Market, email: str) -> requests.Session:
    browser, door = requests.Session(), f"{market.url}/seller/sign-in"
    form = {"csrf_token": token_of(browser.get(door, timeout=60))}
    answer = browser.post(door, data=form | {"email": email, "password": PASSWORD}, timeout=60)
    assert answer.ok, words(answer)
    return browser


def test_colleagues_who_all_refund_refund_once(market: Market) -> None:
    with market.database.app.app_context():
        scene = make_scene()
        request = scene.ask(1)
        request_id, name = request.id, request.public_id
        with transaction():
            answering.approve(request_id)
        with transaction():
            answering.note_arrival(request_id, Condition.RESALEABLE)
        page = f"{market.url}/seller/returns/{name}"
        browsers = colleagues(market, scene)
        tokens = [token_of(browser.get(page, timeout=60)) for browser in browsers]

        def press(at: int) -> str:
            form = {"csrf_token": tokens[at], "deducted_won": "3000"}
            answer = browsers[at].post(f"{page}/refund", data=form, timeout=60)
            assert answer.ok, words(answer)
            return words(answer)

        said = all_at_once(press, range(HANDS))
        assert sum("환불을 시작했습니다" in text for text in said) == 1
        assert sum("다른 분이 먼저 처리했거나" in text for text in said) == HANDS - 1
        assert scene.refunds() == [8_000]
        db.session.rollback()
        assert db.session.get_one(ReturnRequest, request_id).status is ReturnStatus.REFUNDED


def test_the_same_units_asked_back_by_many_tabs_are_held_once(market: Market) -> None:
    with market.database.app.app_context():
        scene = make_scene((11_000, 2))
        line_id = scene.lines[0].id
        order = f"{market.url}/orders/{scene.token}"
        new = f"{order}/parcels/{scene.parcel.public_id}/returns"
        browsers = [requests.Session() for _ in range(HANDS)]
        tokens = [token_of(browser.get(f"{new}/new", timeout=60)) for browser in browsers]

        def press(at: int) -> int:
            form = {
                "csrf_token": tokens[at],
                "form_token": f"tab-{at}",
                f"units-{line_id}": "2",
                "kind": "return",
                "reason": ReturnReason.DAMAGED.value,
                "way_back": "self",
                "pickup_name": "김시민",
                "pickup_phone": "010-0000-0000",
                "pickup_postcode": "02848",
                "pickup_address": "서울 성북구 보문로 168",
                "step": "send",
            }
            answer = browsers[at].post(new, data=form, timeout=60, allow_redirects=False)
            assert answer.status_code in {303, 409, 422}, words(answer)
            return answer.status_code

        codes = all_at_once(press, range(HANDS))
        assert codes.count(303) == 1, codes
        db.session.rollback()
        line = db.session.get_one(OrderLine, line_id)
        assert (line.claimed_quantity, line.left_quantity) == (2, 0)
        assert db.session.scalars(select(Refund)).all() == []


def test_the_last_of_another_option_is_sent_to_one_of_many(market: Market) -> None:
    with market.database.app.app_context():
        scene = make_scene((11_000, HANDS))
        blue = another(scene, units=1)
        ids = [exchange(scene, blue, token=f"form-{n}").id for n in range(HANDS)]
        for request_id in ids:
            come(request_id)
        names = [db.session.get_one(ReturnRequest, each).public_id for each in ids]
        pages = [f"{market.url}/seller/returns/{name}" for name in names]
        browsers = colleagues(market, scene)
        tokens = [token_of(b.get(p, timeout=60)) for b, p in zip(browsers, pages, strict=True)]

        def press(at: int) -> str:
            form = {"csrf_token": tokens[at], "carrier": "direct", "tracking_number": ""}
            return words(browsers[at].post(f"{pages[at]}/replacement", data=form, timeout=60))

        said = all_at_once(press, range(HANDS))
        assert sum("새 상품을 보냈습니다" in text for text in said) == 1, said
        assert available(blue) == 0
