"""An enterprise's coupons: its own products, its own money, nobody else's business."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders.confirming import confirm_paid
from marketplace.promotions.models import Coupon
from tests.promotions.conftest import PlaceWith, place_with
from tests.promotions.coupons import coupon
from tests.support.pages import submit, visible_text
from tests.web.seller.conftest import Firm

__all__ = ["place_with"]

TYPED = {
    "name": "단골 쿠폰",
    "audience": "code",
    "code": "",
    "kind": "won",
    "amount": "2,000",
    "starts_on": clock.today().isoformat(),
    "ends_on": (clock.today() + timedelta(days=9)).isoformat(),
    "uses_per_person": "1",
}


class TestCoupons:
    def test_makes_one_on_some_of_its_products(self, firm: Firm) -> None:
        typed = {**TYPED, "product_ids": [firm.product.id]}
        submit(firm.client, "/seller/coupons/new", typed)
        [one] = db.session.scalars(select(Coupon))
        assert one.enterprise_id == firm.enterprise.id
        assert [scope.product_id for scope in one.scopes] == [firm.product.id]
        assert "쑥비누" in visible_text(firm.client.get(f"/seller/coupons/{one.code}"))

    def test_not_on_somebody_elses_products(self, firm: Firm, stranger: Firm) -> None:
        typed = {**TYPED, "product_ids": [stranger.product.id]}
        answer = submit(firm.client, "/seller/coupons/new", typed)
        assert answer.status_code == 422
        assert db.session.scalar(select(Coupon.id)) is None

    def test_cannot_give_to_members(self, firm: Firm) -> None:
        answer = submit(firm.client, "/seller/coupons/new", {**TYPED, "audience": "given"})
        assert answer.status_code == 422

    def test_somebody_elses_is_not_there(self, firm: Firm, stranger: Firm) -> None:
        with transaction():
            theirs = coupon(enterprise_id=stranger.enterprise.id, name="남의 쿠폰").code
            centres = coupon(name="센터 쿠폰").code
        for code in (theirs, centres):
            at = f"/seller/coupons/{code}"
            assert firm.client.get(at).status_code == 404
            assert (
                submit(firm.client, "/seller/coupons/new", {}, to=f"{at}/pause").status_code == 404
            )
        page = visible_text(firm.client.get("/seller/coupons"))
        assert "남의 쿠폰" not in page
        assert "센터 쿠폰" not in page


class TestPapers:
    def test_show_the_reduction_apart_from_the_tax_and_who_bears_it(
        self, firm: Firm, place_with: PlaceWith
    ) -> None:
        with transaction():
            option_id = firm.product.options[0].id
            price = firm.product.price_won
            own = coupon(enterprise_id=firm.enterprise.id, amount=700, is_combinable=True).code
            centres = coupon(amount=300, is_combinable=True).code
        order = place_with(option_id, own, centres)
        with transaction():
            confirm_paid(order.id)
        parcel = order.parcels[0]
        paid = f"{price + parcel.delivery_won - 1_000:,}원"
        for page in ("", "/packing-slip"):
            text = visible_text(firm.client.get(f"/seller/parcels/{parcel.public_id}{page}"))
            assert "할인 (우리 기업 부담) −700원" in text
            assert "할인 (센터 부담, 기업에 그대로 지급) −300원" in text
            assert f"구매자가 낸 금액 {paid}" in text
