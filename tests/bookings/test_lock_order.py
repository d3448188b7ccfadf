"""A date called off while an approver decides: the file is held before its order by both."""

from __future__ import annotations

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.bookings import calling_off
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.orders import confirming
from marketplace.orders.booking_models import BookingEnd, BookingOutcome
from marketplace.orders.models import Order, OrderStatus
from marketplace.procurement import approving
from marketplace.procurement.models import ContractMethod, PurchaseFile, PurchaseFileStatus
from marketplace.procurement.requesting import PurchaseRequest, request_purchase
from tests.bookings.dates import experience
from tests.orders.conftest import DESTINATION
from tests.support import factories

WAIT = 20


@pytest.fixture
def asked(app: Flask) -> tuple[int, int, int, int]:
    """Session, order, file and approver of a request that waits for approval."""
    with transaction():
        place = factories.department()
        buyer, head = factories.serves(place), factories.serves(place, DepartmentRole.APPROVER)
        session = experience(10)
        request = PurchaseRequest(
            department_id=place.id,
            title="숲 체험",
            purpose="",
            budget_item="",
            method=ContractMethod.NEGOTIATED_ONE_QUOTE,
            wanted=((session.option_id, 2),),
            destination=DESTINATION,
            checkout_token="c" * 32,
            shown_total_won=40_000,
        )
        file = request_purchase(request, buyer)
        return session.id, file.order_id, file.id, head.id


def call_off(session_id: int) -> None:
    with transaction():
        calling_off.call_off_date(session_id, "비")


def statuses(order_id: int, file_id: int) -> tuple[OrderStatus, PurchaseFileStatus]:
    db.session.rollback()
    return (
        db.session.get_one(Order, order_id).status,
        db.session.get_one(PurchaseFile, file_id).status,
    )


def test_the_request_ends_with_its_order(asked: tuple[int, int, int, int]) -> None:
    session_id, order_id, file_id, _ = asked
    call_off(session_id)
    for expected in (True, False):
        with transaction():
            assert calling_off.work_off(session_id, order_id) is expected
    assert statuses(order_id, file_id) == (OrderStatus.CANCELLED, PurchaseFileStatus.REJECTED)


def test_an_approved_request_ends_with_its_reason_and_both_hear(
    asked: tuple[int, int, int, int],
) -> None:
    session_id, order_id, file_id, head_id = asked
    with transaction():
        approving.approve(file_id, db.session.get_one(Account, head_id), "좋습니다")
    call_off(session_id)
    for expected in (True, False):
        with transaction():
            assert calling_off.work_off(session_id, order_id) is expected
    assert statuses(order_id, file_id) == (OrderStatus.CANCELLED, PurchaseFileStatus.CALLED_OFF)
    file = db.session.get_one(PurchaseFile, file_id)
    assert (file.decision_note, file.end_reason) == (
        "좋습니다",
        "판매 기업이 체험 날짜를 취소했습니다. 비",
    )
    told = db.session.scalars(select(Letter.recipient).filter_by(template="purchase_ended"))
    assert set(told) == {file.requester.email, file.decider.email}


def test_an_approver_who_holds_the_file_goes_first_and_nobody_waits_in_a_circle(
    app: Flask, asked: tuple[int, int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, order_id, file_id, head_id = asked
    call_off(session_id)
    holds_file, faults = threading.Event(), []
    approve_order = confirming.approve_order

    def slowly(order_id: int) -> Order:
        holds_file.set()
        time.sleep(1)  # whoever held the order first would by now wait for the file
        return approve_order(order_id)

    monkeypatch.setattr(confirming, "approve_order", slowly)

    def approve() -> None:
        with app.app_context(), transaction():
            approving.approve(file_id, db.session.get_one(Account, head_id))

    def work_off() -> None:
        assert holds_file.wait(WAIT)
        with app.app_context(), transaction():
            calling_off.work_off(session_id, order_id)

    def run(deed) -> None:
        try:
            deed()
        except Exception as fault:
            faults.append(fault)

    hands = [threading.Thread(target=run, args=(deed,)) for deed in (approve, work_off)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(WAIT)
    assert faults == []
    assert statuses(order_id, file_id)[1] is PurchaseFileStatus.CALLED_OFF  # approved first
    ended = db.session.scalars(select(BookingOutcome)).one()
    assert (ended.how, ended.refund_won) == (BookingEnd.SELLER_CANCELLED, 0)
