"""From the asking to the money, with every way out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Product, StockMove, StockMoveKind
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.notify.jobs import render
from marketplace.notify.models import Letter
from marketplace.orders.errors import StockRanOut
from marketplace.orders.leaving import OrdersUnfinished, leave
from marketplace.orders.models import Order
from marketplace.orders.reservations import take
from marketplace.orders.shipping import ShippingDetailsRefused
from marketplace.payments.models import Refund
from marketplace.returns import answering, deciding, queries, requesting
from marketplace.returns.errors import AlreadyAnswered, OfferChanged, ReturnRefused
from marketplace.returns.models import (
    Condition,
    ReturnKind,
    ReturnReason,
    ReturnRequest,
    ReturnStatus,
    WayBack,
)
from marketplace.returns.offering import received_on
from marketplace.returns.requesting import Asking, ask
from marketplace.returns.rules import is_overdue, refund_due_on
from tests.orders.conftest import available
from tests.returns.conftest import PICKUP, Scene, make_scene
from tests.support import factories


def fresh(request: ReturnRequest) -> ReturnRequest:
    db.session.rollback()
    return db.session.get_one(ReturnRequest, request.id)


def do(deed, *args, **more):
    with transaction():
        return deed(*args, **more)


def arrive(request: ReturnRequest, condition: Condition = Condition.RESALEABLE) -> None:
    do(answering.approve, request.id)
    do(answering.note_arrival, request.id, condition)


class TestAsking:
    def test_holds_the_units_and_what_was_paid(self, scene: Scene) -> None:
        request = scene.ask(1, 1)
        assert fresh(request).status is ReturnStatus.REQUESTED
        soap, other = scene.lines
        assert (soap.claimed_quantity, soap.claimed_won, soap.left_quantity) == (1, 11_000, 1)
        assert (other.claimed_quantity, other.left_quantity) == (1, 0)
        with pytest.raises(ReturnRefused):
            scene.ask(2, 0, token="form-2")

    def test_the_same_form_asks_once(self, scene: Scene) -> None:
        assert scene.ask(1).id == scene.ask(1).id
        assert scene.lines[0].claimed_quantity == 1

    def test_refuses_another_sum_than_was_shown(self, scene: Scene) -> None:
        asking = Asking("f", scene.wish(1), "", WayBack.SELF, PICKUP, shown_won=1)
        with pytest.raises(OfferChanged):
            do(ask, scene.parcel.id, asking)
        assert scene.lines[0].claimed_quantity == 0

    def test_tells_both(self, scene: Scene) -> None:
        scene.ask(1)
        told = set(db.session.scalars(select(Letter.template)))
        assert {"return_to_buyer", "return_to_seller"} <= told

    def test_a_member_with_something_open_does_not_leave(self, scene: Scene) -> None:
        with transaction() as session:
            member = factories.account()
            session.get_one(Order, scene.order_id).account_id = member.id
        scene.ask(1)
        with pytest.raises(OrdersUnfinished):
            do(leave, member.id)


class TestWaysOut:
    def test_withdrawn_before_it_is_sent(self, scene: Scene) -> None:
        request = scene.ask(1)
        do(answering.approve, request.id)
        do(requesting.withdraw, request.id)
        assert scene.lines[0].left_quantity == 2
        with pytest.raises(AlreadyAnswered):
            do(requesting.withdraw, request.id)

    def test_not_withdrawn_once_on_its_way(self, scene: Scene) -> None:
        request = scene.ask(1)
        do(answering.approve, request.id)
        do(requesting.send_back, request.id, "epost", "6012345678901")
        with pytest.raises(AlreadyAnswered):
            do(requesting.withdraw, request.id)

    def test_refused_with_a_reason(self, scene: Scene) -> None:
        request = scene.ask(1)
        with pytest.raises(ReturnRefused):
            do(answering.refuse, request.id, "  ")
        do(answering.refuse, request.id, "이미 쓰신 상품입니다.")
        assert scene.lines[0].left_quantity == 2
        assert fresh(request).answer == "이미 쓰신 상품입니다."

    def test_a_refusal_disputed_and_decided_for_the_buyer(self, scene: Scene) -> None:
        with transaction():
            factories.office_member()
        request = scene.ask(1)
        do(answering.refuse, request.id, "이미 쓰신 상품입니다.")
        with pytest.raises(ReturnRefused):
            do(requesting.object_to, request.id, "")
        do(requesting.object_to, request.id, "열어 보기만 했어요.")
        assert scene.lines[0].claimed_quantity == 1
        assert queries.count_for_office(queries.is_disputed()) == 1
        with pytest.raises(ReturnRefused):
            do(deciding.decide, request.id, for_buyer=True, why="")
        do(deciding.decide, request.id, for_buyer=True, why="봉인이 그대로입니다.")
        assert fresh(request).status is ReturnStatus.APPROVED
        assert "return_to_office" in set(db.session.scalars(select(Letter.template)))

    def test_a_dispute_decided_for_the_seller_is_the_end(self, scene: Scene) -> None:
        request = scene.ask(1)
        do(answering.refuse, request.id, "쓰신 상품")
        do(requesting.object_to, request.id, "아니에요")
        do(deciding.decide, request.id, for_buyer=False, why="사용한 흔적이 있습니다.")
        assert fresh(request).status is ReturnStatus.REJECTED
        assert scene.lines[0].left_quantity == 2
        with pytest.raises(AlreadyAnswered):
            do(requesting.object_to, request.id, "그래도")

    def test_units_asked_back_anew_cannot_be_disputed(self, scene: Scene) -> None:
        request = scene.ask(2)
        do(answering.refuse, request.id, "쓰신 상품")
        scene.ask(1, token="form-2", reason=ReturnReason.DAMAGED)
        with pytest.raises(ReturnRefused):
            do(requesting.object_to, request.id, "아니에요")

    def test_the_seller_contests_what_came(self, scene: Scene) -> None:
        request = scene.ask(1)
        arrive(request, Condition.NOT_RESALEABLE)
        do(answering.contest, request.id, "다른 상품이 들어 있습니다.")
        assert fresh(request).status is ReturnStatus.DISPUTED
        do(deciding.decide, request.id, for_buyer=True, why="사진과 같습니다.")
        assert fresh(request).status is ReturnStatus.ARRIVED
        do(answering.refund, request.id)
        assert scene.refunds() == [8_000]


class TestMoney:
    def test_gives_back_what_was_told(self, scene: Scene) -> None:
        request = scene.ask(1)
        option_id = scene.lines[0].option_id
        before = available(option_id)
        arrive(request)
        given = do(answering.refund, request.id)
        assert given is not None
        assert scene.refunds() == [8_000]
        line = scene.lines[0]
        assert (line.claimed_quantity, line.returned_quantity, line.returned_won) == (0, 1, 11_000)
        assert available(option_id) == before + 1
        kinds = db.session.scalars(select(StockMove.kind).filter_by(option_id=option_id)).all()
        assert kinds[-1] is StockMoveKind.RETURNED
        assert db.session.get_one(Product, line.product_id).sales_count == 1

    def test_the_seller_may_deduct_less_and_never_more(self, scene: Scene) -> None:
        request = scene.ask(1)
        arrive(request)
        for wrong in (-1, 3_001):
            with pytest.raises(ReturnRefused):
                do(answering.refund, request.id, wrong)
        do(answering.refund, request.id, 0)
        assert scene.refunds() == [11_000]

    def test_what_cannot_be_sold_again_stays_off_the_shelf(self, scene: Scene) -> None:
        request = scene.ask(1)
        option_id = scene.lines[0].option_id
        before = available(option_id)
        arrive(request, Condition.NOT_RESALEABLE)
        assert available(option_id) == before

    def test_refunds_once(self, scene: Scene) -> None:
        request = scene.ask(1)
        arrive(request)
        do(answering.refund, request.id)
        with pytest.raises(AlreadyAnswered):
            do(answering.refund, request.id)
        assert scene.refunds() == [8_000]
        [first] = db.session.scalars(select(Refund)).all()
        again = Refund(
            attempt_id=first.attempt_id,
            amount_won=1,
            reason="",
            idempotency_key=first.idempotency_key,
        )
        with pytest.raises(IntegrityError):
            do(db.session.add, again)

    def test_without_sending_it_back(self, scene: Scene) -> None:
        """Fresh food that came spoilt is not sent through the country again."""
        request = scene.ask(1, reason=ReturnReason.DAMAGED)
        do(answering.approve, request.id)
        do(answering.refund, request.id)
        assert scene.refunds() == [11_000]

    def test_everything_back_is_what_was_paid(self, scene: Scene) -> None:
        first = scene.ask(1, reason=ReturnReason.DAMAGED)
        rest = scene.ask(1, 1, token="form-2", reason=ReturnReason.DAMAGED)
        for request in (first, rest):
            arrive(request)
            do(answering.refund, request.id)
        assert sum(scene.refunds()) == scene.order.total_won

    def test_free_delivery_lost_is_taken_once(self, app: Flask) -> None:
        scene = make_scene((30_000, 2))
        first = scene.ask(1)
        second = scene.ask(1, token="form-2")
        assert (first.delivery_kept_won, second.delivery_kept_won) == (3_000, 0)
        do(requesting.withdraw, first.id)
        assert scene.parcel.delivery_now_won == 0

    def test_nothing_left_after_the_fee_is_no_refund(self, app: Flask) -> None:
        scene = make_scene((1_000, 1))
        request = scene.ask(1)
        arrive(request)
        assert do(answering.refund, request.id) is None
        assert fresh(request).status is ReturnStatus.REFUNDED
        assert scene.refunds() == []

    def test_due_within_three_business_days(self, scene: Scene) -> None:
        request = scene.ask(1)
        arrive(request)
        due = refund_due_on(fresh(request))
        assert due is not None
        assert not is_overdue(fresh(request), due)
        later = clock.start_of_day(due + timedelta(days=1)) + timedelta(hours=1)
        assert queries.count_for_office(queries.is_overdue_refund(clock.today())) == 0
        with clock.frozen(later):
            assert is_overdue(fresh(request), clock.today())
            assert queries.count_for_office(queries.is_overdue_refund(clock.today())) == 1
            assert queries.count_for_office(queries.needs_office(clock.today())) == 1

    def test_unanswered_too_long_is_seen_by_the_centre(self, scene: Scene) -> None:
        scene.ask(1)
        assert queries.count_for_office(queries.is_overdue_answer(clock.today())) == 0
        with clock.frozen(clock.now() + timedelta(days=9)):
            assert queries.count_for_office(queries.is_overdue_answer(clock.today())) == 1


class TestExchange:
    def test_a_new_one_is_sent_and_received(self, scene: Scene) -> None:
        request = scene.ask(1, kind=ReturnKind.EXCHANGE, reason=ReturnReason.DAMAGED)
        option_id = scene.lines[0].option_id
        before = available(option_id)
        arrive(request, Condition.NOT_RESALEABLE)
        with pytest.raises(ShippingDetailsRefused):
            do(answering.send_replacement, request.id, "cj", "12")
        do(answering.send_replacement, request.id, "cj", "680122451191")
        assert available(option_id) == before - 1
        do(requesting.confirm_replacement, request.id)
        assert fresh(request).status is ReturnStatus.DONE
        assert scene.lines[0].left_quantity == 2
        assert scene.refunds() == []

    def test_the_days_run_anew_from_the_new_one(self, scene: Scene) -> None:
        with clock.frozen(clock.now() + timedelta(days=6)):
            request = scene.ask(1, kind=ReturnKind.EXCHANGE, reason=ReturnReason.DAMAGED)
            arrive(request)
            do(answering.send_replacement, request.id, "direct")
            do(requesting.confirm_replacement, request.id)
            assert received_on(scene.parcel) == clock.today()

    def test_none_left_to_send_becomes_a_refund(self, scene: Scene) -> None:
        request = scene.ask(1, kind=ReturnKind.EXCHANGE, reason=ReturnReason.DAMAGED)
        option_id = scene.lines[0].option_id
        arrive(request, Condition.NOT_RESALEABLE)
        do(take, {option_id: available(option_id)}, "다른 주문")
        with pytest.raises(StockRanOut):
            do(answering.send_replacement, request.id, "cj", "680122451191")
        do(answering.refund, request.id)
        assert scene.refunds() == [11_000]

    def test_a_return_is_not_replaced(self, scene: Scene) -> None:
        request = scene.ask(1)
        arrive(request)
        with pytest.raises(ReturnRefused):
            do(answering.send_replacement, request.id, "direct")


def test_every_step_is_in_the_audit_trail(scene: Scene) -> None:
    request = scene.ask(1)
    do(answering.approve, request.id)
    do(requesting.send_back, request.id, "direct")
    do(answering.note_arrival, request.id, Condition.RESALEABLE)
    do(answering.refund, request.id)
    actions = set(db.session.scalars(select(AuditEntry.action)))
    for act in ("requested", "approved", "sent_back", "arrived", "refunded"):
        assert f"return:{act}" in actions


def test_letters_of_every_step_read_well_in_both_languages(scene: Scene) -> None:
    with transaction():
        factories.office_member()
    request = scene.ask(1, kind=ReturnKind.EXCHANGE, reason=ReturnReason.DAMAGED)
    do(answering.refuse, request.id, "재고가 없습니다.")
    do(requesting.object_to, request.id, "바꿔 주세요.")
    do(deciding.decide, request.id, for_buyer=True, why="사진을 보았습니다.")
    do(requesting.send_back, request.id, "direct")
    do(answering.note_arrival, request.id, Condition.NOT_RESALEABLE)
    do(answering.send_replacement, request.id, "cj", "680122451191")
    other = scene.ask(1, token="form-2")
    do(answering.approve, other.id, note="상자에 넣어 주세요.")
    do(requesting.withdraw, other.id)
    last = scene.ask(0, 1, token="form-3")
    arrive(last)
    do(answering.refund, last.id)
    letters = db.session.scalars(select(Letter).where(Letter.template.like("return%"))).all()
    steps = {(each.template, each.context["step"]) for each in letters}
    assert len(steps) >= 14
    for letter in letters:
        for locale in ("ko", "en"):
            said = render(letter.template, locale, letter.context)
            assert said.subject, steps
            assert len(said.subject) < 120
            assert scene.order.number in said.subject
            if locale == "en":
                words = [w for w in said.text.split() if any("가" <= c <= "힣" for c in w)]
                assert len(words) < 25, said.text


@given(st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_asked_and_answered_never_gives_more_than_was_paid(
    test_database, data: st.DataObject
) -> None:
    test_database.reset()
    with test_database.app.app_context():
        price = data.draw(st.integers(100, 40_000))
        scene = make_scene((price, data.draw(st.integers(1, 5))), (price + 7, 2))
        reasons = st.sampled_from([ReturnReason.CHANGED_MIND, ReturnReason.DAMAGED])
        for number in range(data.draw(st.integers(1, 6))):
            left = [line.left_quantity for line in scene.lines]
            units = [data.draw(st.integers(0, each)) for each in left]
            if not any(units):
                continue
            request = scene.ask(*units, token=f"form-{number}", reason=data.draw(reasons))
            if data.draw(st.booleans()):
                arrive(request)
                do(answering.refund, request.id)
            elif data.draw(st.booleans()):
                do(answering.refuse, request.id, "아니요")
        assert sum(scene.refunds()) <= scene.order.total_won
        for line in scene.lines:
            assert line.left_won >= 0
