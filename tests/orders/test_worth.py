"""What my purchases did: sums of what counts and nothing else, in fixed statements."""

from __future__ import annotations

from flask import Flask

from marketplace.core.database import db, transaction
from marketplace.enterprises.models import SocialValueReport
from marketplace.orders.models import Order, OrderLine, OrderStatus, ParcelStatus
from marketplace.orders.worth import paid_by_maker, paid_by_region, whole_of
from tests.support import factories
from tests.support.feedback import bought
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting


class TestWorth:
    def test_counts_what_was_paid_and_not_cancelled(self, app: Flask) -> None:
        with transaction():
            person, other = factories.account(), factories.account()
            maker = factories.enterprise(name="해솔비누")
            factories.certified(maker)
            soap, bread = (
                factories.product(maker, price_won=6000),
                factories.product(price_won=5000),
            )
        order = bought(soap, bread, account=person)
        bought(soap, account=person, status=ParcelStatus.CANCELLED)
        bought(soap, account=other)
        unpaid = bought(bread, account=person)
        with transaction() as session:
            session.get_one(Order, unpaid.id).status = OrderStatus.AWAITING_PAYMENT
            line = session.query(OrderLine).filter_by(product_id=soap.id).first()
            kept = session.get_one(Order, order.id)
            line.reduced_won, kept.discount_won = 1000, 1000
            kept.total_won -= 1000
        db.session.rollback()
        whole = whole_of(person.id)
        assert (whole.paid_won, whole.orders, whole.units) == (10_000, 1, 2)
        by_maker = {each.enterprise_id: each for each in paid_by_maker(person.id)}
        assert by_maker[maker.id].kinds == {"certified_social": "인증사회적기업"}
        assert by_maker[bread.enterprise_id].kinds == {}
        assert [each.paid_won for each in by_maker.values()] == [5000, 5000]
        (region,) = paid_by_region(person.id)
        assert (region.makers, region.paid_won) == (2, 10_000)

    def test_leaves_out_what_was_taken_off_or_sent_back(self, app: Flask) -> None:
        with transaction():
            person = factories.account()
            soap = factories.product(price_won=6000)
            bread = factories.product(price_won=5000)
        bought(soap, bread, account=person)
        with transaction() as session:
            line = session.query(OrderLine).filter_by(product_id=bread.id).one()
            line.returned_quantity, line.returned_won = 1, 5000
        whole = whole_of(person.id)
        assert (whole.paid_won, whole.units) == (6000, 1)
        assert [each.enterprise_id for each in paid_by_maker(person.id)] == [soap.enterprise_id]

    def test_nobody_bought_nothing(self, app: Flask) -> None:
        with transaction():
            person = factories.account()
        assert whole_of(person.id).since is None
        assert paid_by_maker(person.id) == []


class TestPage:
    def test_says_sums_declared_figures_with_year_and_source_and_what_is_missing(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction() as session:
            person = factories.account()
            maker, silent = factories.enterprise(name="해솔비누"), factories.enterprise(name="새싹")
            factories.certified(maker)
            session.add(
                SocialValueReport(
                    enterprise_id=maker.id, year=2025, employees=14, source="가상 경영공시"
                )
            )
            soap = factories.product(maker, price_won=6000)
            bread = factories.product(silent, price_won=5000)
        bought(soap, bread, account=person)
        client = signed_in(person)
        text = visible_text(client.get("/account/value"))
        for said in (
            *("만든 곳에 간 돈 11,000원", "만든 곳 2곳", "지역 1곳", "주문 1건"),
            *("함께 일하는 사람 14명", "2025년, 기업이 밝힌 값", "출처: 가상 경영공시"),
            *("이 기업은 아직 밝힌 값이 없어요.", "인증사회적기업 6,000원"),
            "그날 확인된 인증 없음 5,000원",
        ):
            assert said in text, said

    def test_costs_the_same_however_much_was_bought(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person = factories.account()
        client = signed_in(person)
        costs = []
        for more in (1, 6):
            for _ in range(more):
                with transaction():
                    product = factories.product()
                bought(product, account=person)
            client.get("/account/value")
            with counting(app) as sent:
                assert client.get("/account/value").status_code == 200
            costs.append(len(sent))
        assert costs[0] == costs[1]
        assert costs[0] <= 14

    def test_says_so_when_there_is_nothing(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person = factories.account()
        assert "아직 셀 것이 없어요" in visible_text(signed_in(person).get("/account/value"))
