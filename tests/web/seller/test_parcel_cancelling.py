"""Taking off what cannot be sent: what the firm sees, what the buyer reads, where the units go."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.orders.confirming import approve_order, confirm_paid
from marketplace.orders.models import Channel, Order, OrderLine, Parcel, ParcelStatus, PaymentTerms
from marketplace.orders.placing import place_order
from marketplace.orders.shipping import ship_parcel
from marketplace.orders.units import Canceller, LineCancellation
from marketplace.payments.models import Refund
from tests.orders.conftest import available, moved, order_request
from tests.support.pages import submit, visible_text
from tests.support.paid import paid_attempt
from tests.web.seller.conftest import Firm

LONG = "가" * 20_000


def bought(firm: Firm, units: int = 3) -> Parcel:
    """A paid order of the firm's soap at 11,000 won, its delivery 3,000."""
    with transaction():
        order = place_order(order_request((firm.product.options[0].id, units))).order
        confirm_paid(order.id)
        paid_attempt(order)
    return order.parcels[0]


def page_of(parcel: Parcel) -> str:
    return f"/seller/parcels/{parcel.public_id}/cancellation"


def line_of(parcel: Parcel) -> OrderLine:
    db.session.rollback()
    return db.session.get_one(Parcel, parcel.id).lines[0]


def say(firm: Firm, parcel: Parcel, units: object = 1, **said: Any) -> TestResponse:
    values = {f"units-{line_of(parcel).id}": units, "reason": "sold_out", "note": ""}
    return submit(firm.client, page_of(parcel), {**values, **said})


def refunded() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Refund.amount_won).order_by(Refund.id)))


class TestGiveUp:
    def test_is_reached_from_the_order_and_says_the_sum_before_anything(
        self, app: Flask, firm: Firm
    ) -> None:
        parcel = bought(firm)
        shown = firm.client.get(f"/seller/parcels/{parcel.public_id}").get_data(as_text=True)
        assert page_of(parcel) in shown
        asked = say(firm, parcel)
        assert asked.status_code == 200
        assert "구매자에게 돌려줄 금액 11,000원" in visible_text(asked)
        assert refunded() == []

    def test_what_has_run_out_is_refunded_and_sold_to_nobody(self, app: Flask, firm: Firm) -> None:
        parcel = bought(firm)
        option_id = line_of(parcel).option_id
        left, sum_of_moves = available(option_id), moved(option_id)
        answer = say(firm, parcel, shown_won="11000", note="다음 주에 <b>다시</b> 들어와요")
        assert answer.status_code == 303
        assert refunded() == [11_000]
        assert available(option_id) == left
        assert moved(option_id) == sum_of_moves
        taken = db.session.scalars(select(LineCancellation)).one()
        assert (taken.by, taken.quantity) == (Canceller.SELLER, 1)
        letter = db.session.scalars(select(Letter).filter_by(template="units_cancelled")).one()
        assert letter.context["reason"] == "재고가 떨어졌어요 – 다음 주에 <b>다시</b> 들어와요"
        assert line_of(parcel).sent_quantity == 2

    def test_what_could_be_sold_goes_back_to_the_shelf(self, app: Flask, firm: Firm) -> None:
        parcel = bought(firm)
        left = available(line_of(parcel).option_id)
        say(firm, parcel, units=2, shown_won="22000", reason="no_way")
        assert available(line_of(parcel).option_id) == left + 2

    def test_all_of_it_gives_the_delivery_fee_back_and_ends_the_order(
        self, app: Flask, firm: Firm
    ) -> None:
        parcel = bought(firm)
        text = visible_text(say(firm, parcel, units=3))
        assert "배송비도 돌려드림 3,000원" in text
        assert "우리 기업이 보낼 것이 없어집니다" in text
        assert say(firm, parcel, units=3, shown_won="36000").status_code == 303
        assert refunded() == [36_000]
        assert line_of(parcel).parcel.status is ParcelStatus.CANCELLED
        assert firm.client.get(page_of(parcel)).status_code == 409

    @pytest.mark.parametrize(
        ("units", "said", "told"),
        [
            ("0", {}, "상품과 수량을 골라 주세요."),
            ("4", {}, "3개까지 고를 수 있어요."),
            ("1.5", {}, "3개까지 고를 수 있어요."),
            (LONG, {}, "3개까지 고를 수 있어요."),
            ("1", {"reason": ""}, "보낼 수 없는 까닭을 골라 주세요."),
            ("1", {"reason": "'; DROP TABLE"}, "까닭:"),
            ("1", {"note": LONG}, "120"),
            ("2", {}, "돌려드릴 금액이 달라졌어요."),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, app: Flask, firm: Firm, units: str, said: dict[str, str], told: str
    ) -> None:
        parcel = bought(firm)
        said = {"note": "다음 주에 들어와요", **said}
        answer = say(firm, parcel, units=units, shown_won="11000", **said)
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert said["note"] in answer.get_data(as_text=True)
        assert refunded() == []

    def test_not_what_has_left_nor_another_firms(
        self, app: Flask, firm: Firm, stranger: Firm
    ) -> None:
        parcel = bought(firm)
        assert stranger.client.get(page_of(parcel)).status_code == 404
        with transaction():
            ship_parcel(parcel.id, "direct")
        assert firm.client.get(page_of(parcel)).status_code == 409
        shown = firm.client.get(f"/seller/parcels/{parcel.public_id}").get_data(as_text=True)
        assert page_of(parcel) not in shown

    def test_a_public_bodys_order_is_not_taken_apart(self, app: Flask, firm: Firm) -> None:
        wanted = (firm.product.options[0].id, 2)
        more = {"terms": PaymentTerms.PAY_LATER, "channel": Channel.PUBLIC}
        with transaction():
            order = place_order(order_request(wanted, **more)).order
        with transaction():
            approve_order(order.id)
        parcel = db.session.get_one(Order, order.id).parcels[0]
        text = visible_text(firm.client.get(f"/seller/parcels/{parcel.public_id}"))
        assert "구매 담당자에게 연락해 주십시오" in text
        assert firm.client.get(page_of(parcel)).status_code == 409

    def test_units_at_an_agreed_price_took_none_and_bring_none(
        self, app: Flask, firm: Firm
    ) -> None:
        parcel = bought(firm)
        with transaction():
            line_of(parcel).agreed_line = 1
        left = available(line_of(parcel).option_id)
        for units, reason in ((1, "asked"), (1, "sold_out")):
            say(firm, parcel, units=units, reason=reason, shown_won="11000")
        assert refunded() == [11_000, 11_000]
        assert available(line_of(parcel).option_id) == left
