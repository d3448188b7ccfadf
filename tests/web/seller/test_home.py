"""What waits today."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.enterprises.models import CertificationStatus, EnterpriseStatus
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting
from tests.web.seller.conftest import Firm, paid_parcel

MOST_STATEMENTS = 16


class TestDoor:
    def test_a_stranger_is_shown_the_door_and_a_buyer_refused(
        self, client: FlaskClient, signed_in: SignIn
    ) -> None:
        answer = client.get("/seller")
        assert answer.status_code == 302
        assert "/seller/sign-in" in answer.location
        with transaction():
            person = factories.account()
        assert signed_in(person).get("/seller").status_code == 403


class TestHome:
    def test_says_so_when_there_is_nothing_to_do(self, firm: Firm) -> None:
        text = visible_text(firm.client.get("/seller"))
        assert "지금 보낼 주문이 없습니다" in text
        assert "모자라는 상품이 없습니다" in text

    def test_shows_orders_stock_and_sales(self, app: Flask, firm: Firm) -> None:
        parcel = paid_parcel(firm.product)
        with transaction():
            firm.product.options[0].stock.available = 2  # type: ignore[union-attr]
        text = visible_text(firm.client.get("/seller"))
        assert parcel.order.number in text
        assert "오늘 들어옴" in text
        assert "2개 남음" in text
        assert "판매액 11,000원" in text

    def test_costs_no_more_with_more_orders(self, app: Flask, firm: Firm) -> None:
        costs = []
        for each in range(2):
            paid_parcel(firm.product, checkout=f"checkout-{each}")
            with counting(app) as statements:
                assert firm.client.get("/seller").status_code == 200
            costs.append(len(statements))
        assert costs[0] == costs[1] <= MOST_STATEMENTS

    def test_nobody_elses_order_is_there(self, firm: Firm, stranger: Firm) -> None:
        parcel = paid_parcel(stranger.product)
        assert parcel.order.number not in visible_text(firm.client.get("/seller"))


class TestStanding:
    def test_warns_of_papers_that_end_lapse_or_came_back(self, app: Flask, firm: Firm) -> None:
        today = clock.today()
        with transaction():
            village = factories.certification_kind("village", "마을기업").id
            women = factories.certification_kind("women", "여성기업").id
            ends, ended = today + timedelta(days=40), today - timedelta(days=1)
            firm.enterprise.certifications[0].expires_on = ends
            factories.certified(firm.enterprise, kind_id=village, expires_on=ended)
            returned = {"status": CertificationStatus.REJECTED, "decision_note": "도장이 없습니다."}
            factories.certified(firm.enterprise, kind_id=women, **returned)
        text = visible_text(firm.client.get("/seller"))
        assert "인증사회적기업 유효기간이 40일 남았습니다" in text
        assert "마을기업 유효기간이 끝났습니다" in text
        assert "여성기업: 다시 제출해 주세요 도장이 없습니다." in text

    def test_a_renewed_paper_is_no_longer_warned_of(self, app: Flask, firm: Firm) -> None:
        today = clock.today()
        with transaction():
            firm.enterprise.certifications[0].expires_on = today + timedelta(days=5)
            factories.certified(
                firm.enterprise, issued_on=today, status=CertificationStatus.WAITING
            )
        text = visible_text(firm.client.get("/seller"))
        assert "유효기간이" not in text

    def test_a_new_firm_reads_what_is_missing(self, app: Flask, firm: Firm) -> None:
        with transaction():
            firm.enterprise.status = EnterpriseStatus.WAITING
        assert "판매를 시작할 수 있습니다" in visible_text(firm.client.get("/seller"))


class TestChooseEnterprise:
    def test_a_person_of_two_firms_works_for_one_at_a_time(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            first, second = factories.enterprise(name="가공방"), factories.enterprise(name="나공방")
            person = factories.member_of(first)
            db.session.add(
                factories.EnterpriseMember(enterprise_id=second.id, account_id=person.id)
            )
            other = factories.enterprise(name="다공방")
        client = signed_in(person)
        chosen = 'value="{}" selected'
        assert chosen.format(first.id) in client.get("/seller").get_data(as_text=True)
        submit(client, "/seller", {"enterprise_id": second.id}, to="/seller/enterprise")
        assert chosen.format(second.id) in client.get("/seller").get_data(as_text=True)
        submit(client, "/seller", {"enterprise_id": other.id}, to="/seller/enterprise")
        assert chosen.format(second.id) in client.get("/seller").get_data(as_text=True)
