"""A refund the provider refuses alerts the centre, and is answered once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core.database import db, transaction
from marketplace.notify.jobs import render
from marketplace.notify.models import Letter
from marketplace.orders.models import Order
from marketplace.payments import undoing
from marketplace.payments.mending import (
    AlreadyMended,
    HowIsMissing,
    RefundNotFound,
    count_stuck,
    list_stuck,
    note_by_hand,
    try_again,
)
from marketplace.payments.models import Refund, RefundStatus
from marketplace.payments.provider import RefundReading, RefundState
from marketplace.payments.refunding import apply_reading, refundable_won
from tests.payments.shop import Shop
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.queue import ListQueue
from tests.support.signing_in import SignIn


@pytest.fixture
def clerk(shop: Shop) -> Account:
    with transaction():
        return factories.office_member()


@pytest.fixture
def stuck(shop: Shop, clerk: Account) -> Refund:
    """A paid order cancelled, whose refund the provider refused after all."""
    order = shop.order()
    shop.pay(shop.begin(order))
    with transaction():
        undoing.cancel_and_refund(order.id, "마음이 바뀌었어요")
    [refund] = shop.refunds()
    reading = RefundReading(
        refund_ref="re_1",
        payment_ref="pi_1",
        amount_won=refund.amount_won,
        state=RefundState.FAILED,
        reference=refund.idempotency_key,
        failure="closed",
    )
    with transaction():
        apply_reading("stripe", reading)
    return refund


def fresh(refund: Refund) -> Refund:
    db.session.rollback()
    return db.session.get_one(Refund, refund.id)


def test_tells_the_centre_once(stuck: Refund, clerk: Account) -> None:
    letters = db.session.scalars(select(Letter).filter_by(template="refund_failed")).all()
    assert [letter.recipient for letter in letters] == [clerk.email]
    for locale, words in (("ko", "환불이 막혔습니다"), ("en", "A refund is stuck")):
        said = render("refund_failed", locale, letters[0].context)
        assert words in said.subject
        assert "closed" in said.text
        assert "/office/refunds" in said.html


def test_is_listed_until_it_is_answered(stuck: Refund) -> None:
    assert [each.refund.id for each in list_stuck()] == [stuck.id]
    with transaction():
        try_again(stuck.id)
    assert count_stuck() == 0


def test_tries_again_once_and_tells_the_buyer(shop: Shop, stuck: Refund, queue: ListQueue) -> None:
    queue.asked.clear()
    with transaction():
        again = try_again(stuck.id)
        assert again.amount_won == stuck.amount_won
    with pytest.raises(AlreadyMended), transaction():
        try_again(stuck.id)
    with pytest.raises(AlreadyMended), transaction():
        note_by_hand(stuck.id, "이체")
    queue.run_all()
    assert [each.status for each in shop.refunds()] == [RefundStatus.FAILED, RefundStatus.DONE]
    assert "refund_done" in shop.letters()


def test_by_hand_counts_as_given(shop: Shop, stuck: Refund) -> None:
    [attempt] = shop.attempts(shop_order(shop))
    assert refundable_won(attempt) == stuck.amount_won
    with pytest.raises(HowIsMissing), transaction():
        note_by_hand(stuck.id, "  ")
    with transaction():
        note_by_hand(stuck.id, "구매자 계좌로 이체")
    [attempt] = shop.attempts(shop_order(shop))
    assert refundable_won(attempt) == 0
    with pytest.raises(AlreadyMended), transaction():
        try_again(stuck.id)
    assert fresh(stuck).by_hand_note == "구매자 계좌로 이체"


def shop_order(shop: Shop) -> Order:
    db.session.rollback()
    return db.session.scalars(select(Order)).one()


def test_what_is_not_there_is_not_found(shop: Shop) -> None:
    with pytest.raises(RefundNotFound), transaction():
        try_again(9_999)


class TestScreen:
    def test_shows_who_waits_and_sends_again(
        self, stuck: Refund, clerk: Account, signed_in: SignIn
    ) -> None:
        client = signed_in(clerk)
        assert "막힌 환불이 1건 있습니다" in visible_text(client.get("/office"))
        text = visible_text(client.get("/office/refunds"))
        assert "25,000원" in text
        assert "closed" in text
        answer = submit(client, "/office/refunds", {}, f"/office/refunds/{stuck.id}/retry")
        assert answer.status_code == 303
        assert "막힌 환불이 없습니다" in visible_text(client.get("/office/refunds"))

    def test_asks_how_it_was_given_back(
        self, stuck: Refund, clerk: Account, signed_in: SignIn
    ) -> None:
        client, to = signed_in(clerk), f"/office/refunds/{stuck.id}/by-hand"
        answer = submit(client, "/office/refunds", {"note": " "}, to)
        assert answer.status_code == 422
        assert "어떻게 돌려드렸는지 적어 주세요" in visible_text(answer)
        answer = submit(client, "/office/refunds", {"note": "<b>이체</b>" * 9}, to)
        assert answer.status_code == 303
        assert fresh(stuck).by_hand_at is not None

    def test_is_the_centres_alone(self, stuck: Refund, signed_in: SignIn) -> None:
        with transaction():
            somebody = factories.account()
        assert signed_in(somebody).get("/office/refunds").status_code == 403
