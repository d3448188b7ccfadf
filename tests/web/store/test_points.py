"""Points in the shop: nothing of them while off; balance, field, ledger while on."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.models import Account
from marketplace.accounts.passwords import hash_password
from marketplace.core.database import db, transaction
from marketplace.orders.cancelling import cancel_order
from marketplace.promotions.points.models import PointMove
from tests.promotions.coupons import coupon
from tests.promotions.pointing import books, points_of, points_on
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting
from tests.web.store.conftest import Shop, put_in_cart
from tests.web.store.test_checkout import filled, orders
from tests.web.store.test_checkout_coupons import with_coupons

PASSWORD = "a-long-enough-password"


@pytest.fixture
def person(app: Flask) -> Account:
    with transaction():
        return factories.account(
            email="member@demo.example", name="한가람", password_hash=hash_password(PASSWORD)
        )


@pytest.fixture
def member(person: Account, signed_in: SignIn) -> FlaskClient:
    return signed_in(person)


def switched_on(person: Account, won: int = 0, **values: Any) -> None:
    with transaction():
        points_on(**values)
        if won:
            points_of(person.id, won)


class TestOff:
    def test_nothing_of_points_is_seen(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        put_in_cart(member, shop.soap)
        for address in (
            *("/", "/checkout", "/account", "/account/value", "/account/data"),
            *("/account/data/departure", f"/products/{shop.soap.id}", "/cart"),
        ):
            page = member.get(address)
            assert page.status_code == 200, address
            assert "포인트" not in visible_text(page), address
            assert 'name="points"' not in page.text, address
        assert member.get("/account/points").status_code == 404
        assert "points" not in member.get("/account/data/copy").text

    def test_a_crafted_field_changes_nothing(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        with transaction():
            points_of(person.id, 1_000)
        put_in_cart(member, shop.soap)
        page = member.post("/checkout", data=filled(member, agreed="", points="500"))
        assert page.status_code == 200
        assert "포인트" not in visible_text(page)
        assert orders() == []

    def test_turned_off_while_somebody_looks(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        switched_on(person, 1_000)
        put_in_cart(member, shop.soap)
        form = filled(member, points="500", agreed="+500", shown_total_won="9000")
        with transaction():
            points_on(rate=0)
        page = member.post("/checkout", data=form)
        assert page.status_code == 409
        assert "지금은 포인트를 쓸 수 없어요." in visible_text(page)
        assert 'value="서울 성북구 보문로 168"' in page.text
        assert "9,500원 결제하기" in visible_text(page)
        assert books(person.id) == (1_000, 1_000)


class TestOn:
    def test_guests_see_no_field(self, client: FlaskClient, person: Account, shop: Shop) -> None:
        switched_on(person)
        put_in_cart(client, shop.soap)
        assert "포인트" not in visible_text(client.get("/checkout"))

    def test_all_of_it_with_one_press_and_a_coupon(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        switched_on(person, 2_000)
        with transaction():
            coupon(name="첫 쿠폰", amount=1_000)
        put_in_cart(member, shop.soap)
        opened = visible_text(member.get("/checkout"))
        assert "쓸 수 있는 포인트 2,000원" in opened
        form = with_coupons(member, points_all="1")
        page = member.post("/checkout", data=form)
        text = visible_text(page)
        assert page.status_code == 200
        assert 'name="points" type="text" value="2,000"' in page.text
        assert "6,500원 결제하기" in text
        for kept in ("김시민", "서울 성북구 보문로 168"):
            assert f'value="{kept}"' in page.text
        again = with_coupons(member, points="2,000")
        assert again["shown_total_won"] == "6500"
        assert member.post("/checkout", data=again).status_code == 303
        [order] = orders()
        assert (order.discount_won, order.points_won, order.total_won) == (1_000, 2_000, 6_500)
        assert books(person.id) == (0, 0)
        shown = visible_text(member.get(f"/orders/{order.access_token}"))
        assert "포인트 −2,000원" in shown
        assert "쓸 수 있는" not in visible_text(member.get("/checkout"))

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("3000", "지금 쓸 수 있는 포인트는 2,000원이에요."),
            ("50", "포인트는 100원부터 쓸 수 있어요."),
            ("-5", "쓸 포인트를 숫자로 적어 주세요."),
            ("' OR 1=1 --", "쓸 포인트를 숫자로 적어 주세요."),
            ("<script>alert(1)</script>", "쓸 포인트를 숫자로 적어 주세요."),
            ("9" * 20_000, "쓸 포인트를 숫자로 적어 주세요."),
            ("٣", "쓸 포인트를 숫자로 적어 주세요."),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field_and_stays(
        self, member: FlaskClient, person: Account, shop: Shop, typed: str, said: str
    ) -> None:
        switched_on(person, 2_000)
        put_in_cart(member, shop.soap)
        page = member.post("/checkout", data=with_coupons(member, points=typed))
        assert page.status_code == 422
        assert said in visible_text(page)
        assert "<script>alert" not in page.text
        assert 'value="서울 성북구 보문로 168"' in page.text
        assert orders() == []

    def test_more_than_the_goods_cost_takes_what_they_cost(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        switched_on(person, 50_000)
        put_in_cart(member, shop.soap)
        page = member.post("/checkout", data=with_coupons(member, points="50,000"))
        assert 'name="points" type="text" value="6,500"' in page.text
        assert "3,000원 결제하기" in visible_text(page)

    def test_spent_in_another_window_keeps_everything_typed(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        switched_on(person, 2_000)
        put_in_cart(member, shop.soap)
        member.post("/checkout", data=with_coupons(member, points="2000"))
        form = with_coupons(member, points="2,000")
        with transaction() as session:
            session.query(PointMove).update({"remaining": 500})
        page = member.post("/checkout", data=form)
        assert page.status_code == 409
        assert "지금 쓸 수 있는 포인트는 500원이에요." in visible_text(page)
        assert "적어 주신 내용은 그대로 두었어요. 결제된 금액은 없어요." in visible_text(page)
        assert 'value="서울 성북구 보문로 168"' in page.text
        assert orders() == []

    def test_the_ledger_reads_by_pages_and_bounded(
        self, app: Flask, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        switched_on(person)
        assert "아직 포인트가 없어요" in visible_text(member.get("/account/points"))
        spent = []
        for count in (3, 22):
            with transaction():
                for _ in range(count):
                    points_of(person.id, 100)
            with counting(app) as sent:
                page = member.get("/account/points")
            spent.append(len(sent))
        assert spent[0] == spent[1] <= 12
        assert "2,500원" in visible_text(page)
        assert "cursor=" in page.text
        assert "포인트" in visible_text(member.get("/account"))

    def test_a_cancelled_order_is_in_the_ledger_and_in_the_copy(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        switched_on(person, 2_000)
        put_in_cart(member, shop.soap)
        member.post("/checkout", data=with_coupons(member, points="2000"))
        member.post("/checkout", data=with_coupons(member, points="2,000"))
        [order] = orders()
        with transaction():
            cancel_order(order.id, "마음이 바뀌었어요")
        text = visible_text(member.get("/account/points"))
        assert "취소·반품으로 돌아옴" in text
        assert order.number in text
        copy = member.get("/account/data/copy").get_json()
        assert [each["won"] for each in copy["points"]] == [2_000, -2_000, 2_000][::-1]

    def test_leaving_says_what_is_lost_and_loses_it(
        self, member: FlaskClient, person: Account
    ) -> None:
        switched_on(person, 2_000)
        at = "/account/data/departure"
        assert "쓰지 않은 포인트 2,000원." in visible_text(member.get(at))
        assert submit(member, at, {"current": PASSWORD}).status_code == 303
        assert books(person.id) == (0, 0)
        db.session.rollback()


class TestEarning:
    def test_cart_and_checkout_say_what_the_goods_earn_less_what_is_taken_off(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        switched_on(person, 1_000)
        put_in_cart(member, shop.soap)
        for address in ("/cart", "/checkout"):
            assert "포인트 65원이 쌓여요" in visible_text(member.get(address))
        counted = member.post("/checkout", data=filled(member, points="1000", agreed=""))
        assert "포인트 55원이 쌓여요" in visible_text(counted)

    def test_a_guest_earns_nothing_and_reads_nothing(
        self, client: FlaskClient, person: Account, shop: Shop
    ) -> None:
        switched_on(person)
        put_in_cart(client, shop.soap)
        for address in ("/cart", "/checkout"):
            assert "쌓여요" not in visible_text(client.get(address))
