"""What was accepted and never paid or approved can be accepted again, by one at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.orders import reservations
from marketplace.orders.cancelling import cancel_order
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.models import Order, OrderStatus
from marketplace.procurement import requesting
from marketplace.procurement.approving import reject
from marketplace.procurement.models import ContractMethod, PurchaseFile
from marketplace.procurement.quoted import request_by_quote
from marketplace.procurement.requesting import PurchaseRequest
from marketplace.quoting import answering, deciding
from marketplace.quoting.asking import Asker
from marketplace.quoting.deciding import Choice
from marketplace.quoting.errors import InquiryClosed
from marketplace.quoting.models import InquiryStatus, Outcome, QuoteInquiry, QuoteRequest
from tests.orders.conftest import DESTINATION, order_request
from tests.quoting.asking import quoted, request_of, service
from tests.quoting.test_quoting import TOTAL, fresh, letters
from tests.support import factories


def ordered(choice: Choice, checkout: str = "one") -> Order:
    with transaction():
        return deciding.order_by_quote(
            choice, order_request(shown_total_won=TOTAL, checkout=checkout)
        )


def one_quoted() -> Choice:
    with transaction():
        return Choice(quoted(request_of()).inquiry_id, 1)


def release(order_id: int) -> bool:
    with transaction():
        return reservations.release_one(order_id)


class TestUnpaid:
    def test_cancelled_it_is_accepted_again_and_both_times_are_told(self, app: Flask) -> None:
        choice = one_quoted()
        first = ordered(choice)
        with transaction():
            cancel_order(first.id, "다시 생각해 볼게요")
        inquiry = fresh(choice.inquiry_id)
        assert (inquiry.status, inquiry.outcome) == (InquiryStatus.QUOTED, None)
        assert (inquiry.outcome_won, inquiry.closed_at) == (None, None)
        assert inquiry.fell_through
        assert letters().count("quote_reopened") == 1
        second = ordered(choice, "two")
        inquiry = fresh(choice.inquiry_id)
        assert (inquiry.status, inquiry.order_id) == (InquiryStatus.ACCEPTED, second.id)
        assert not inquiry.fell_through
        assert letters().count("quote_accepted") == 2
        with pytest.raises(InquiryClosed):
            ordered(choice, "three")

    def test_not_paid_in_time_it_needs_a_new_version(self, app: Flask) -> None:
        choice = one_quoted()
        order = ordered(choice)
        with clock.frozen(clock.now() + timedelta(days=12)):
            assert release(order.id)
            inquiry = fresh(choice.inquiry_id)
            assert inquiry.result(clock.today()) is Outcome.LAPSED
            with transaction():
                request = db.session.get_one(QuoteRequest, inquiry.request_id)
                quoted(request)
            ordered(Choice(choice.inquiry_id, 2), "two")
        assert fresh(choice.inquiry_id).status is InquiryStatus.ACCEPTED

    def test_paid_and_cancelled_later_stays_agreed(self, app: Flask) -> None:
        choice = one_quoted()
        order = ordered(choice)
        with transaction():
            confirm_paid(order.id)
        with transaction():
            cancel_order(order.id, "행사가 없어졌어요")
        assert fresh(choice.inquiry_id).status is InquiryStatus.ACCEPTED


class TestPaidAfterAll:
    def test_is_the_accepted_one_again(self, app: Flask) -> None:
        choice = one_quoted()
        order = ordered(choice)
        with clock.frozen(clock.now() + timedelta(days=12)):
            release(order.id)
            with transaction():
                confirm_paid(order.id)
        inquiry = fresh(choice.inquiry_id)
        assert (inquiry.status, inquiry.outcome_won) == (InquiryStatus.ACCEPTED, TOTAL)
        assert db.session.get_one(Order, order.id).status is OrderStatus.CONFIRMED

    @pytest.mark.parametrize("then", ["revised", "declined", "accepted"])
    def test_not_when_it_went_another_way(self, app: Flask, then: str) -> None:
        choice = one_quoted()
        order = ordered(choice)
        with clock.frozen(clock.now() + timedelta(days=12)):
            release(order.id)
            with transaction():
                if then == "declined":
                    deciding.decline(choice.inquiry_id, "")
                else:
                    quoted(fresh(choice.inquiry_id).request)
            if then == "accepted":
                ordered(Choice(choice.inquiry_id, 2), "two")
            with pytest.raises(InquiryClosed), transaction():
                confirm_paid(order.id)
            db.session.rollback()
            assert db.session.get_one(Order, order.id).status is OrderStatus.EXPIRED


class TestSeveral:
    def test_those_passed_over_stand_where_they_stood(self, app: Flask) -> None:
        with transaction():
            request = request_of(*(service() for _ in range(4)))
            for number in (0, 1, 3):
                quoted(request, number)
            keys = [each.id for each in request.inquiries]
        with transaction():
            deciding.decline(keys[3], "비싸요", Outcome.LOST_TO_SOCIAL)
        order = ordered(Choice(keys[0], 1))
        with transaction():
            cancel_order(order.id, "")
        assert [fresh(key).status for key in keys] == [
            InquiryStatus.QUOTED,
            InquiryStatus.QUOTED,
            InquiryStatus.ASKED,
            InquiryStatus.DECLINED,
        ]
        told = select(Letter.context).filter_by(template="quote_reopened").order_by(Letter.id)
        assert [each["was_accepted"] for each in db.session.scalars(told)] == [True, False, False]
        ordered(Choice(keys[1], 1), "two")
        assert [fresh(key).status for key in keys[:3]] == [
            InquiryStatus.DECLINED,
            InquiryStatus.ACCEPTED,
            InquiryStatus.WITHDRAWN,
        ]

    def test_an_end_noted_since_stays(self, app: Flask) -> None:
        with transaction():
            request = request_of(service(), service())
            quoted(request)
            keys = [each.id for each in request.inquiries]
        order = ordered(Choice(keys[0], 1))
        with transaction():
            answering.note_outcome(keys[1], Outcome.LOST_TO_ORDINARY, None)
        with transaction():
            cancel_order(order.id, "")
        assert fresh(keys[1]).outcome is Outcome.LOST_TO_ORDINARY


class TestDepartment:
    @pytest.mark.parametrize("how", ["rejected", "withdrawn"])
    def test_it_can_be_requested_again(self, app: Flask, how: str) -> None:
        with transaction():
            place = factories.department()
            buyer, head = factories.serves(place), factories.serves(place, DepartmentRole.APPROVER)
            asker = Asker("담당", buyer.email, "02", department_id=place.id, account_id=buyer.id)
            choice = Choice(quoted(request_of(asker=asker)).inquiry_id, 1)

        def requested(token: str) -> PurchaseFile:
            asked = PurchaseRequest(
                department_id=place.id,
                title="청소",
                purpose="",
                budget_item="",
                method=ContractMethod.NEGOTIATED_ONE_QUOTE,
                wanted=(),
                destination=DESTINATION,
                checkout_token=token,
                shown_total_won=TOTAL,
            )
            with transaction():
                return request_by_quote(choice, asked, buyer)

        first = requested("a" * 32)
        with pytest.raises(InquiryClosed):
            requested("b" * 32)
        with transaction():
            if how == "rejected":
                reject(first.id, head, "예산이 모자랍니다")
            else:
                requesting.withdraw(first.id, buyer, "")
        assert fresh(choice.inquiry_id).status is InquiryStatus.QUOTED
        second = requested("c" * 32)
        inquiry = fresh(choice.inquiry_id)
        assert (inquiry.status, inquiry.order_id) == (InquiryStatus.ACCEPTED, second.order_id)
        accepted = select(func.count()).select_from(QuoteInquiry).filter_by(status="accepted")
        assert db.session.scalar(accepted) == 1
