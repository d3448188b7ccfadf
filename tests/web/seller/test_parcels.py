"""Orders as an enterprise sees and sends them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.orders.cancelling import cancel_order
from marketplace.orders.models import Parcel, ParcelStatus
from marketplace.orders.placing import place_order
from marketplace.orders.shipping import CARRIERS
from marketplace.orders.tracking import TRACKING_PAGES, tracking_page_of
from tests.orders.conftest import order_request
from tests.support.pages import submit, visible_text
from tests.support.statements import counting
from tests.web.seller.conftest import Firm, paid_parcel

SENT = {"carrier": "cj", "tracking_number": "1234-5678-9012"}


def ship(firm: Firm, parcel: Parcel, **said: str) -> tuple[int, str]:
    page = f"/seller/parcels/{parcel.public_id}"
    answer = submit(firm.client, page, {**SENT, **said}, to=f"{page}/shipment")
    return answer.status_code, visible_text(answer)


def status_of(parcel: Parcel) -> ParcelStatus:
    db.session.expire_all()
    return db.session.get_one(Parcel, parcel.id).status


class TestParcels:
    def test_lists_what_is_certain_by_state(self, app: Flask, firm: Firm) -> None:
        parcel = paid_parcel(firm.product)
        with transaction():
            unpaid = place_order(
                order_request((firm.product.options[0].id, 1), checkout="unpaid")
            ).order
        text = visible_text(firm.client.get("/seller/parcels"))
        assert parcel.order.number in text
        assert unpaid.number not in text
        text = visible_text(firm.client.get("/seller/parcels?status=shipped"))
        assert parcel.order.number not in text
        assert "이 상태의 주문이 없습니다" in text

    def test_costs_the_same_few_statements_however_many(self, app: Flask, firm: Firm) -> None:
        costs = []
        for each in range(3):
            paid_parcel(firm.product, checkout=f"checkout-{each}")
            with counting(app) as statements:
                firm.client.get("/seller/parcels")
            costs.append(len(statements))
        assert costs[0] == costs[2] <= 11


class TestParcel:
    def test_shows_what_to_send_to_whom_and_nothing_of_other_firms(
        self, app: Flask, firm: Firm, stranger: Firm
    ) -> None:
        parcel = paid_parcel(firm.product, stranger.product)
        text = visible_text(firm.client.get(f"/seller/parcels/{parcel.public_id}"))
        assert "쑥비누" in text
        assert "다른 비누" not in text
        assert "서울 성북구 보문로 168 3층" in text
        assert "공급가액 12,727원 + 부가세 1,273원" in text
        assert "인증사회적기업" in text

    def test_anothers_parcel_is_not_found(self, app: Flask, firm: Firm, stranger: Firm) -> None:
        parcel = paid_parcel(stranger.product)
        for path in ("", "/packing-slip"):
            answer = firm.client.get(f"/seller/parcels/{parcel.public_id}{path}")
            assert answer.status_code == 404
        status, _ = ship(stranger, parcel)
        assert status == 302

    def test_prints_a_slip_with_net_and_vat_of_every_line(self, app: Flask, firm: Firm) -> None:
        parcel = paid_parcel(firm.product)
        text = visible_text(firm.client.get(f"/seller/parcels/{parcel.public_id}/packing-slip"))
        assert "거래명세서" in text
        assert "쑥비누 1 11,000원 10,000원 1,000원" in text
        assert "배송비 1 3,000원 2,727원 273원" in text
        assert "합계 14,000원 12,727원 1,273원" in text


class TestShipment:
    def test_sends_and_tells_the_buyer(self, app: Flask, firm: Firm) -> None:
        parcel = paid_parcel(firm.product)
        assert ship(firm, parcel)[0] == 302
        page = firm.client.get(f"/seller/parcels/{parcel.public_id}")
        assert "123456789012" in visible_text(page)
        assert "trace.cjlogistics.com" in page.get_data(as_text=True)
        templates = db.session.scalars(select(Letter.template)).all()
        assert "parcel_shipped" in templates
        assert status_of(parcel) is ParcelStatus.SHIPPED

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"carrier": ""}, "택배사를 골라 주세요."),
            ({"tracking_number": "12"}, "운송장 번호는 숫자와 영문 8~20자리입니다."),
            ({"carrier": "pigeon"}, "보내는 방법:"),
        ],
    )
    def test_refuses_in_the_field_and_keeps_what_was_typed(
        self, app: Flask, firm: Firm, said: dict[str, str], told: str
    ) -> None:
        parcel = paid_parcel(firm.product)
        page = f"/seller/parcels/{parcel.public_id}"
        answer = submit(firm.client, page, {**SENT, **said}, to=f"{page}/shipment")
        assert answer.status_code == 422
        assert told in visible_text(answer)
        typed = {**SENT, **said}["tracking_number"]
        assert f'value="{typed}"' in answer.get_data(as_text=True)
        assert status_of(parcel) is ParcelStatus.PREPARING

    def test_in_person_needs_no_number(self, app: Flask, firm: Firm) -> None:
        parcel = paid_parcel(firm.product)
        assert ship(firm, parcel, carrier="direct", tracking_number="")[0] == 302
        assert status_of(parcel) is ParcelStatus.SHIPPED

    def test_the_second_to_send_is_told(self, app: Flask, firm: Firm) -> None:
        parcel = paid_parcel(firm.product)
        ship(firm, parcel)
        ship(firm, parcel)
        text = visible_text(firm.client.get(f"/seller/parcels/{parcel.public_id}"))
        assert "발송할 수 있는 상태가 아닙니다" in text

    def test_a_cancelled_one_says_not_to_send(self, app: Flask, firm: Firm) -> None:
        parcel = paid_parcel(firm.product)
        with transaction():
            cancel_order(parcel.order_id, "마음이 바뀜")
        text = visible_text(firm.client.get(f"/seller/parcels/{parcel.public_id}"))
        assert "보내지 마세요" in text
        assert "발송했습니다" not in text


class TestTracking:
    def test_knows_an_address_for_every_carrier_that_takes_a_number_in_it(self) -> None:
        numbered = {code for code, each in CARRIERS.items() if each.has_tracking}
        assert set(TRACKING_PAGES) == numbered - {"kyungdong"}

    def test_gives_none_without_a_number(self) -> None:
        assert tracking_page_of("direct", "") == ""
        assert tracking_page_of("kyungdong", "1234567890") == ""
        assert tracking_page_of("cj", "") == ""
        assert tracking_page_of("cj", "1&2").endswith("wblNo=1%262")


class TestArrival:
    def note(self, firm: Firm, parcel: Parcel, day: str) -> tuple[int, str]:
        page = f"/seller/parcels/{parcel.public_id}"
        answer = submit(firm.client, page, {"arrived_on": day}, to=f"{page}/arrival")
        return answer.status_code, visible_text(answer)

    def test_is_written_down_and_taken_back_by_the_buyer(self, app: Flask, firm: Firm) -> None:
        parcel = paid_parcel(firm.product)
        page, order = f"/seller/parcels/{parcel.public_id}", f"/orders/{parcel.order.access_token}"
        assert "도착한 날 적기" not in visible_text(firm.client.get(page))
        ship(firm, parcel)
        assert self.note(firm, parcel, clock.today().isoformat())[0] == 303
        assert "우리가 적음" in visible_text(firm.client.get(page))
        buyer = app.test_client()
        text = visible_text(buyer.get(order))
        assert "받으신 것으로 적혀 있어요" in text
        assert "받으신 것으로 적었어요" in text
        assert "아직 못 받았어요" in text
        answer = submit(buyer, order, {}, to=f"{order}/parcels/{parcel.public_id}/absence")
        assert answer.status_code == 303
        text = visible_text(buyer.get(order))
        assert "아직 못 받으셨다고 판매 기업에 알렸어요" in text
        assert "주문하신 상품이 오고 있어요" in text
        text = visible_text(firm.client.get(page))
        assert "구매자가 아직 받지 못했다고 알렸습니다" in text
        assert "도착한 날 적기" not in text
        assert "못 받음" in visible_text(firm.client.get("/seller/parcels"))

    @pytest.mark.parametrize("day", ["2001-01-01", "어제", "", "2099-12-31"])
    def test_refuses_in_the_field(self, app: Flask, firm: Firm, day: str) -> None:
        parcel = paid_parcel(firm.product)
        ship(firm, parcel)
        status, text = self.note(firm, parcel, day)
        assert status == 422
        assert "도착한 날:" in text
        assert status_of(parcel) is ParcelStatus.SHIPPED

    def test_another_firms_is_not_found(self, app: Flask, firm: Firm, stranger: Firm) -> None:
        parcel = paid_parcel(stranger.product)
        page = f"/seller/parcels/{parcel.public_id}/arrival"
        answer = submit(firm.client, "/seller/profile", {"arrived_on": "2026-01-01"}, to=page)
        assert answer.status_code == 404
