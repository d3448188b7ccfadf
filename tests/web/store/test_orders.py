"""An order's own page: opened by its address, found by number and mail, cancelled, received."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.models import Order, OrderStatus, ParcelStatus
from marketplace.orders.placing import place_order
from marketplace.orders.shipping import ship_parcel
from marketplace.payments.models import Refund
from tests.orders.conftest import order_request
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.paid import paid_attempt
from tests.support.signing_in import SignIn
from tests.web.store.conftest import Shop, option_of


@pytest.fixture
def order(shop: Shop) -> Order:
    """Two sellers' things, paid for."""
    with transaction():
        placed = place_order(
            order_request((option_of(shop.soap), 1), (option_of(shop.bread), 1))
        ).order
        paid_attempt(placed, method="kakao_pay")
        confirm_paid(placed.id)
        return placed


def page_of(order: Order) -> str:
    return f"/orders/{order.access_token}"


def fresh(order: Order) -> Order:
    db.session.rollback()
    return db.session.get_one(Order, order.id, populate_existing=True)


class TestPage:
    def test_shows_everything_of_the_order(self, client: FlaskClient, order: Order) -> None:
        text = visible_text(client.get(page_of(order)))
        for words in (
            *(
                "주문을 잘 받았어요",
                order.number,
                "쑥 숙성비누",
                "통밀 식빵",
                "상품을 준비하고 있어요",
            ),
            *("14,500원", "카카오페이", "서울 성북구 보문로 168", "결제를 확인했어요"),
        ):
            assert words in text, words

    def test_nobody_guesses_its_address(self, client: FlaskClient, order: Order) -> None:
        assert client.get("/orders/0123456789012345678901").status_code == 404
        assert client.get(f"/orders/{order.number}").status_code == 404

    def test_is_kept_from_search_engines_and_caches(
        self, client: FlaskClient, order: Order
    ) -> None:
        answer = client.get(page_of(order))
        assert 'content="noindex"' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"

    def test_leads_to_the_carrier(self, client: FlaskClient, order: Order) -> None:
        with transaction():
            ship_parcel(fresh_parcel(order).id, "cj", "6801-2245-1190")
        page = client.get(page_of(order))
        assert "보냈어요" in visible_text(page)
        assert "trace.cjlogistics.com/next/tracking.html?wblNo=680122451190" in page.text


def fresh_parcel(order: Order, at: int = 0):
    return fresh(order).parcels[at]


class TestFinding:
    def test_opens_with_number_and_mail(self, client: FlaskClient, order: Order) -> None:
        sent = {"number": order.number.lower(), "email": "Citizen@demo.example"}
        answer = submit(client, "/orders/find", sent)
        assert answer.headers["Location"] == page_of(order)

    @pytest.mark.parametrize(
        "changes", [{"number": "000000-AAAA-AAAA"}, {"email": "x@demo.example"}]
    )
    def test_says_the_same_of_either_fault(
        self, client: FlaskClient, order: Order, changes: dict[str, str]
    ) -> None:
        sent = {"number": order.number, "email": "citizen@demo.example", **changes}
        answer = submit(client, "/orders/find", sent)
        assert answer.status_code == 422
        assert "이 번호와 메일 주소로 받은 주문이 없어요" in visible_text(answer)
        assert f'value="{sent["number"]}"' in answer.text


class TestCancelling:
    def test_gives_everything_back(self, client: FlaskClient, order: Order) -> None:
        answer = submit(client, f"{page_of(order)}/cancellation", {"reason": "changed_mind"})
        assert answer.headers["Location"] == page_of(order)
        assert fresh(order).status is OrderStatus.CANCELLED
        refund = db.session.scalars(select(Refund)).one()
        assert refund.amount_won == 14500
        text = visible_text(client.get(page_of(order)))
        assert "취소된 주문이에요" in text
        assert "14,500원" in text

    def test_gives_one_sellers_part_back(self, client: FlaskClient, order: Order) -> None:
        parcel = fresh_parcel(order)
        path = f"{page_of(order)}/parcels/{parcel.public_id}/cancellation"
        submit(client, path, {"reason": "wrong_choice"})
        assert [each.status for each in fresh(order).parcels] == [
            ParcelStatus.CANCELLED,
            ParcelStatus.PREPARING,
        ]
        assert db.session.scalars(select(Refund)).one().amount_won == 9500

    def test_says_what_goes_back_before_units_are_taken_off(
        self, client: FlaskClient, order: Order
    ) -> None:
        parcel = fresh_parcel(order)
        [line] = parcel.lines
        path = f"{page_of(order)}/parcels/{parcel.public_id}/cancellation"
        text = visible_text(client.get(path))
        assert "뺄 상품과 수량" in text
        assert "돌려드릴 금액 9,500원" in text
        none = submit(client, path, {f"units-{line.id}": "0", "step": "count"})
        assert none.status_code == 422
        assert "상품과 수량을 골라 주세요" in visible_text(none)
        for said in ("7", "-1", "1.5", "하나", "9" * 20_000, "<b>1</b>"):
            sent = {f"units-{line.id}": said, "reason": "other"}
            answer = submit(client, path, sent)
            assert answer.status_code == 422, said
            assert "쑥 숙성비누: 1개까지 고를 수 있어요" in visible_text(answer)
        assert db.session.scalars(select(Refund)).all() == []

    def test_refuses_a_sum_that_has_changed(self, client: FlaskClient, order: Order) -> None:
        path = f"{page_of(order)}/parcels/{fresh_parcel(order).public_id}/cancellation"
        answer = submit(client, path, {"reason": "other", "shown_won": "1"})
        assert answer.status_code == 422
        assert "돌려드릴 금액이 달라졌어요" in visible_text(answer)
        assert fresh(order).status is OrderStatus.CONFIRMED

    def test_asks_why(self, client: FlaskClient, order: Order) -> None:
        answer = submit(client, f"{page_of(order)}/cancellation", {})
        assert answer.status_code == 422
        assert "까닭을 골라 주세요" in visible_text(answer)
        assert fresh(order).status is OrderStatus.CONFIRMED

    def test_what_has_left_is_not_cancelled(self, client: FlaskClient, order: Order) -> None:
        with transaction():
            ship_parcel(fresh_parcel(order).id, "direct")
        answer = submit(client, f"{page_of(order)}/cancellation", {"reason": "other"})
        assert answer.status_code == 409
        assert "이미 보낸 상품이 있어" in visible_text(answer)

    def test_another_orders_parcel_is_not_there(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        with transaction():
            other = place_order(order_request((option_of(shop.soap), 1), checkout="other")).order
            token = other.access_token
        parcel = fresh_parcel(order)
        path = f"/orders/{token}/parcels/{parcel.public_id}/cancellation"
        assert client.get(path).status_code == 404


class TestReceiving:
    def test_the_buyer_says_that_it_came(self, client: FlaskClient, order: Order) -> None:
        with transaction():
            ship_parcel(fresh_parcel(order).id, "direct")
        parcel = fresh_parcel(order)
        submit(client, page_of(order), {}, f"{page_of(order)}/parcels/{parcel.public_id}/delivery")
        assert fresh(order).parcels[0].status is ParcelStatus.DELIVERED

    def test_the_same_again_into_the_cart(self, client: FlaskClient, order: Order) -> None:
        submit(client, page_of(order), {}, f"{page_of(order)}/repetition")
        text = visible_text(client.get("/cart"))
        assert "쑥 숙성비누" in text
        assert "통밀 식빵" in text


class TestMembersOrders:
    def test_lists_ones_own_only(
        self, app: Flask, shop: Shop, order: Order, signed_in: SignIn
    ) -> None:
        with transaction():
            person, other = factories.account(), factories.account()
            fresh_order = db.session.get_one(Order, order.id)
            fresh_order.account_id = person.id
        assert order.number in visible_text(signed_in(person).get("/account/orders"))
        assert order.number not in visible_text(signed_in(other).get("/account/orders"))

    def test_a_stranger_is_shown_the_door(self, client: FlaskClient) -> None:
        answer = client.get("/account/orders")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=")
