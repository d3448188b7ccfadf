"""The centre makes, pauses and gives coupons and sees what they cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.notify.models import Letter
from marketplace.orders.confirming import confirm_paid
from marketplace.promotions.models import (
    Coupon,
    CouponAudience,
    CouponGrant,
    CouponStatus,
)
from tests.orders.conftest import option_of
from tests.promotions.conftest import PlaceWith, place_with
from tests.promotions.coupons import coupon
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

__all__ = ["place_with"]

TYPED = {
    "name": "설맞이 쿠폰",
    "audience": "open",
    "code": "seollal-2026",
    "kind": "percent",
    "amount": "10",
    "cap_won": "5,000원",
    "min_goods_won": "30,000",
    "starts_on": clock.today().isoformat(),
    "ends_on": (clock.today() + timedelta(days=9)).isoformat(),
    "total_uses": "100",
    "uses_per_person": "1",
}


@pytest.fixture
def office(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.office_member()
    return signed_in(person)


def made() -> list[Coupon]:
    db.session.rollback()
    return list(db.session.scalars(select(Coupon).order_by(Coupon.id)))


def make(office: FlaskClient, **changes: Any) -> Any:
    return submit(office, "/office/coupons/new", {**TYPED, **changes})


class TestMaking:
    def test_keeps_every_term(self, office: FlaskClient) -> None:
        with transaction():
            food = factories.category("food", "먹거리").id
        answer = make(office, category_ids=[food])
        assert answer.headers["Location"].endswith("/office/coupons/SEOLLAL-2026")
        [one] = made()
        assert (one.amount, one.cap_won, one.min_goods_won, one.total_uses) == (
            10,
            5000,
            30000,
            100,
        )
        assert [scope.category_id for scope in one.scopes] == [food]
        page = visible_text(office.get("/office/coupons/SEOLLAL-2026"))
        for words in ("10% 할인 (최대 5,000원) · 30,000원 이상", "쓰는 중", "먹거리", "센터"):
            assert words in page, words

    def test_names_a_firm_that_pays(self, office: FlaskClient) -> None:
        with transaction():
            firm = factories.enterprise(name="쑥비누공방").id
        make(office, payer=" 쑥비누공방 ", code="")
        [one] = made()
        assert one.enterprise_id == firm
        assert len(one.code) == 10

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("name", "", "쿠폰 이름을 적어 주세요."),
            ("name", "가" * 20_000, "60"),
            ("amount", "0", "1 이상"),
            ("amount", "많이", "숫자로 적어 주세요."),
            ("amount", "101", "할인율은 1에서 100 사이로"),
            ("cap_won", "9" * 30, "숫자로 적어 주세요."),
            ("code", "없는코드!", "4~20자"),
            ("ends_on", "2020-01-01", "종료일은 시작일과 같거나 뒤여야"),
            ("ends_on", "내일", "종료일"),
            ("payer", "없는 기업", "판매 중인 기업의 이름이 아닙니다"),
            ("enterprise", "' OR 1=1 --", "판매 중인 기업의 이름이 아닙니다"),
            ("category_ids", "999999", "분류"),
        ],
    )
    def test_says_at_the_field_what_is_wrong(
        self, office: FlaskClient, field: str, typed: str, said: str
    ) -> None:
        answer = make(office, **{field: typed})
        assert answer.status_code == 422
        assert said in visible_text(answer)
        if field != "name":
            assert 'value="설맞이 쿠폰"' in answer.text
        assert made() == []

    def test_a_code_is_somebody_elses_once(self, office: FlaskClient) -> None:
        make(office)
        again = make(office)
        assert again.status_code == 422
        assert "이미 쓰고 있는 코드입니다" in visible_text(again)
        assert len(made()) == 1

    def test_is_the_centres_alone(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            someone = factories.account()
        assert signed_in(someone).get("/office/coupons").status_code == 403


class TestRunning:
    def test_pauses_and_resumes(self, office: FlaskClient) -> None:
        with transaction():
            code = coupon().code
        at = f"/office/coupons/{code}"
        submit(office, at, {}, to=f"{at}/pause")
        assert made()[0].status is CouponStatus.PAUSED
        assert submit(office, at, {}, to=f"{at}/pause").status_code == 409
        submit(office, at, {}, to=f"{at}/resume")
        assert made()[0].status is CouponStatus.ACTIVE

    def test_gives_to_members_once_and_names_the_others(self, office: FlaskClient) -> None:
        with transaction():
            member = factories.account(email="member@demo.example").id
            code = coupon(audience=CouponAudience.GIVEN, name="생일 쿠폰").code
        at = f"/office/coupons/{code}"
        for _ in range(2):
            typed = {"emails": "Member@demo.example\nnobody@demo.example"}
            submit(office, at, typed, to=f"{at}/grants")
        assert list(db.session.scalars(select(CouponGrant.account_id))) == [member]
        [letter] = db.session.scalars(select(Letter).filter_by(template="coupon_given"))
        assert letter.recipient == "member@demo.example"
        assert "회원이 아닌 주소: nobody@demo.example" in visible_text(office.get(at))

    def test_counts_what_was_paid_for(self, office: FlaskClient, place_with: PlaceWith) -> None:
        with transaction():
            code = coupon(uses_per_person=5).code
            soap = option_of(factories.product())
        paid = place_with(soap, code)
        place_with(soap, code)
        with transaction():
            confirm_paid(paid.id)
        page = visible_text(office.get(f"/office/coupons/{code}"))
        assert "결제가 끝난 주문 1건" in page
        assert paid.number in page
        assert code in visible_text(office.get("/office/coupons"))

    def test_an_unknown_code_is_not_there(self, office: FlaskClient) -> None:
        assert office.get("/office/coupons/NOTHING").status_code == 404
