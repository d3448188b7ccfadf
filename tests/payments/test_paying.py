"""From an order to its money and back: every word of the provider, in every order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.audit.models import AuditEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict
from marketplace.enterprises.models import EnterpriseStatus
from marketplace.orders import confirming, shipping
from marketplace.orders import jobs as order_jobs
from marketplace.orders.errors import AlreadyShipped, NotCancellable
from marketplace.orders.models import Order, OrderStatus, PaymentTerms
from marketplace.orders.placing import place_order
from marketplace.payments import comparing, jobs, refunding, transfers, undoing
from marketplace.payments.beginning import OrderNotPayable, begin_payment
from marketplace.payments.models import AttemptStatus, PaymentAttempt, RefundStatus
from marketplace.payments.provider import AmountNotPayable, ProviderFailed
from marketplace.payments.queries import Standing, read_payment
from marketplace.payments.sandbox import sessions
from marketplace.payments.settling import Outcome
from tests.orders.conftest import available, option_of, order_request
from tests.payments.shop import PAGES, Shop
from tests.support import factories
from tests.support.queue import ListQueue


def audited() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def option_ordered(order: Order) -> int:
    return order.parcels[0].lines[0].option_id


class TestBeginPayment:
    def test_commits_the_attempt_and_opens_a_page(self, shop: Shop) -> None:
        order = shop.order()
        session_id = shop.begin(order)
        [attempt] = shop.attempts(order)
        assert (attempt.status, attempt.provider_ref) == (AttemptStatus.OPEN, session_id)
        assert attempt.amount_won == order.total_won == 25_000

    def test_returns_to_the_page_already_open(self, shop: Shop) -> None:
        order = shop.order()
        assert shop.begin(order) == shop.begin(order)
        assert len(shop.attempts(order)) == 1

    def test_the_page_ends_with_the_hold(self, shop: Shop) -> None:
        order = shop.order()
        shop.begin(order)
        [attempt] = shop.attempts(order)
        assert attempt.expires_at == order.reserved_until.replace(microsecond=0)

    def test_a_paid_order_is_not_paid_again(self, shop: Shop) -> None:
        order = shop.order()
        shop.pay(shop.begin(order))
        with pytest.raises(OrderNotPayable, match="이미 결제"):
            begin_payment(order.id, PAGES)

    def test_an_order_whose_time_is_over_is_not_payable(self, shop: Shop) -> None:
        order = shop.order()
        with (
            clock.frozen(clock.now() + timedelta(hours=1)),
            pytest.raises(OrderNotPayable, match="시간이 지나"),
        ):
            begin_payment(order.id, PAGES)

    def test_a_refused_call_leaves_a_failed_attempt_and_the_order(self, shop: Shop) -> None:
        order = self.cheap(shop)
        with pytest.raises(AmountNotPayable):
            begin_payment(order.id, PAGES)
        assert [a.status for a in shop.attempts(order)] == [AttemptStatus.FAILED]
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT

    def cheap(self, shop: Shop, price_won: int = 50) -> Order:
        with transaction():
            seller = factories.enterprise(delivery_fee_won=0)
            option_id = option_of(factories.product(seller, price_won=price_won))
            return place_order(order_request((option_id, 1))).order

    def test_what_costs_nothing_is_confirmed_at_once(self, shop: Shop) -> None:
        order = self.cheap(shop, price_won=0)
        assert begin_payment(order.id, PAGES) == PAGES.success_url
        assert shop.fresh(order).status is OrderStatus.CONFIRMED


class TestWebhook:
    def test_a_completed_checkout_confirms_the_order(self, shop: Shop) -> None:
        order = shop.order()
        shop.pay(shop.begin(order), "naver_pay")
        [attempt] = shop.attempts(order)
        assert attempt.status is AttemptStatus.PAID
        assert attempt.payment_ref is not None
        assert shop.fresh(order).status is OrderStatus.CONFIRMED
        assert shop.letters() == ["new_order", "order_confirmed"]
        entry = db.session.scalar(select(AuditEntry).filter_by(action="payment:paid"))
        assert entry is not None
        assert entry.actor_label == "webhook:stripe"

    def test_with_what_it_was_paid_is_learned_afterwards(self, shop: Shop, jobs: ListQueue) -> None:
        order = shop.order()
        shop.pay(shop.begin(order), "naver_pay")
        jobs.asked = [asked for asked in jobs.asked if asked[0] == "payments.learn_method"]
        jobs.run_all()
        assert [attempt.method for attempt in shop.attempts(order)] == ["naver_pay"]

    def test_the_same_event_pays_once(self, shop: Shop) -> None:
        order = shop.order()
        event = shop.event(shop.pay(shop.begin(order)))
        assert [shop.send(event) for _ in range(3)] == [200, 200, 200]
        assert audited().count("payment:paid") == 1
        assert shop.letters() == ["new_order", "order_confirmed"]

    def test_another_event_of_the_same_payment_pays_once(self, shop: Shop) -> None:
        order = shop.order()
        event = shop.event(shop.pay(shop.begin(order)))
        assert shop.send(event | {"id": "evt_other"}) == 200
        assert audited().count("payment:paid") == 1

    @pytest.mark.parametrize("fault", [{"secret": "whsec_forged"}, {"age": 400}])
    def test_a_forged_or_stale_event_is_refused(self, shop: Shop, fault: dict[str, object]) -> None:
        order = shop.order()
        event = shop.event(shop.pay(shop.begin(order), deliver=False))
        assert shop.send(event, **fault) == 400  # type: ignore[arg-type]
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT

    def test_an_event_before_our_own_note_of_the_page_still_pays(self, shop: Shop) -> None:
        order = shop.order()
        event = shop.event(shop.pay(shop.begin(order), deliver=False))
        with transaction() as session:
            unknown = {"status": AttemptStatus.INTENDED, "provider_ref": None, "hosted_url": ""}
            session.execute(update(PaymentAttempt).values(**unknown))
        assert shop.send(event) == 200
        assert shop.fresh(order).status is OrderStatus.CONFIRMED

    def test_expiry_told_after_payment_changes_nothing(self, shop: Shop) -> None:
        order = shop.order()
        event = shop.event(shop.pay(shop.begin(order)))
        late = event | {"id": "evt_late", "type": "checkout.session.expired"}
        late["data"] = {
            "object": event["data"]["object"] | {"status": "expired", "payment_status": "unpaid"}
        }
        assert shop.send(late) == 200
        assert shop.attempts(order)[0].status is AttemptStatus.PAID
        assert shop.fresh(order).status is OrderStatus.CONFIRMED

    def test_another_amount_is_not_taken_for_payment(self, shop: Shop) -> None:
        order = shop.order()
        event = shop.event(shop.pay(shop.begin(order), deliver=False))
        event["data"]["object"]["amount_total"] -= 1
        assert shop.send(event) == 200
        assert shop.attempts(order)[0].status is AttemptStatus.FAILED
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT
        assert "payment:amount_differs" in audited()

    def test_an_expired_page_leaves_the_order_payable(self, shop: Shop) -> None:
        order = shop.order()
        session_id = shop.begin(order)
        with shop.sandbox.ledger.writing() as book:
            sessions.expire(book, session_id)
        shop.sandbox.courier.deliver_due()
        assert shop.attempts(order)[0].status is AttemptStatus.EXPIRED
        assert shop.begin(order) != session_id

    def test_an_event_of_somebody_elses_checkout_is_taken_in_quietly(self, shop: Shop) -> None:
        order = shop.order()
        event = shop.event(shop.pay(shop.begin(order), deliver=False))
        event["data"]["object"] |= {"id": "cs_other", "client_reference_id": "other"}
        assert shop.send(event) == 200
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT

    def test_what_the_shop_could_not_take_in_is_sent_again(self, shop: Shop) -> None:
        order = shop.order()
        shop.answers = [503, 503, 503]
        shop.pay(shop.begin(order))
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT
        with shop.sandbox.ledger.writing() as book:
            book.sql.execute("UPDATE event SET next_at = 0 WHERE delivered_at IS NULL")
        jobs.run_sandbox()
        assert shop.fresh(order).status is OrderStatus.CONFIRMED


class TestLatePayment:
    def test_takes_the_units_again_when_there_are_some(self, shop: Shop) -> None:
        order = shop.order(units=2, stock=10)
        event_id = shop.pay(shop.begin(order), deliver=False)
        with clock.frozen(clock.now() + timedelta(hours=1)):
            order_jobs.release_expired()
        assert shop.send(shop.event(event_id)) == 200
        assert shop.fresh(order).status is OrderStatus.CONFIRMED
        assert available(option_ordered(order)) == 8

    def test_gives_the_money_back_when_others_were_faster(
        self, shop: Shop, queue: ListQueue
    ) -> None:
        order = shop.order(units=2, stock=2)
        option_id = option_ordered(order)
        event_id = shop.pay(shop.begin(order), deliver=False)
        with clock.frozen(clock.now() + timedelta(hours=1)):
            order_jobs.release_expired()
        with transaction():
            place_order(order_request((option_id, 1), checkout="faster"))
        assert shop.send(shop.event(event_id)) == 200
        [attempt] = shop.attempts(order)
        assert attempt.status is AttemptStatus.REFUSED
        assert shop.fresh(order).status is OrderStatus.EXPIRED
        assert available(option_id) == 1
        queue.run_all()
        [refund] = shop.refunds()
        assert (refund.status, refund.amount_won) == (RefundStatus.DONE, order.total_won)
        assert "payment_returned" in shop.letters()
        assert read_payment(shop.fresh(order)).standing is Standing.RETURNED

    def test_gives_the_money_back_when_the_seller_was_suspended_meanwhile(
        self, shop: Shop, queue: ListQueue
    ) -> None:
        order = shop.order()
        event_id = shop.pay(shop.begin(order), deliver=False)
        with transaction():
            shop.fresh(order).parcels[0].enterprise.status = EnterpriseStatus.SUSPENDED
        assert shop.send(shop.event(event_id)) == 200
        queue.run_all()
        [refund] = shop.refunds()
        assert (refund.status, refund.amount_won) == (RefundStatus.DONE, order.total_won)
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT
        assert "payment_returned" in shop.letters()

    def test_a_second_payment_of_one_order_goes_back(self, shop: Shop, queue: ListQueue) -> None:
        order = shop.order()
        first = shop.begin(order)
        with transaction() as session:
            session.execute(update(PaymentAttempt).values(expires_at=clock.now()))
        second = shop.begin(order)
        assert first != second
        shop.pay(first)
        shop.pay(second)
        queue.run_all()
        assert [a.status for a in shop.attempts(order)] == [
            AttemptStatus.PAID,
            AttemptStatus.REFUSED,
        ]
        [refund] = shop.refunds()
        assert refund.attempt_id == shop.attempts(order)[1].id
        assert shop.fresh(order).status is OrderStatus.CONFIRMED


class TestComparing:
    def test_the_return_page_settles_only_by_the_providers_word(self, shop: Shop) -> None:
        order = shop.order()
        session_id = shop.begin(order)
        assert comparing.verify_payment(order.id) is Outcome.NOTHING
        shop.pay(session_id, deliver=False)
        assert comparing.verify_payment(order.id) is Outcome.PAID
        assert shop.fresh(order).status is OrderStatus.CONFIRMED
        assert shop.sandbox.courier.deliver_due() > 0
        assert audited().count("payment:paid") == 1

    def test_a_page_is_shut_when_its_order_has_ended(self, shop: Shop) -> None:
        order = shop.order()
        session_id = shop.begin(order)
        with transaction():
            undoing.cancel_and_refund(order.id, "")
        assert jobs.close_stale_pages() == 1
        assert shop.attempts(order)[0].status is AttemptStatus.EXPIRED
        with pytest.raises(Exception, match="no longer open"):
            shop.pay(session_id)

    def test_a_lost_event_is_found_when_the_page_is_over(self, shop: Shop) -> None:
        order = shop.order()
        shop.pay(shop.begin(order), deliver=False)
        assert jobs.close_stale_pages() == 0
        with clock.frozen(clock.now() + timedelta(hours=1)):
            assert jobs.close_stale_pages() == 1
        assert shop.fresh(order).status is OrderStatus.CONFIRMED


class TestRefunds:
    @pytest.fixture
    def paid(self, shop: Shop) -> Order:
        order = shop.order()
        shop.pay(shop.begin(order))
        return order

    def test_cancelling_gives_everything_back(
        self, shop: Shop, queue: ListQueue, paid: Order
    ) -> None:
        with transaction():
            undoing.cancel_and_refund(paid.id, "마음이 바뀌었어요")
        queue.run_all()
        [refund] = shop.refunds()
        assert (refund.status, refund.amount_won) == (RefundStatus.DONE, 25_000)
        assert available(option_ordered(paid)) == 10
        assert shop.sandbox.courier.deliver_due() > 0
        assert shop.refunds()[0].status is RefundStatus.DONE
        assert len(shop.refunds()) == 1

    def test_a_refusal_to_cancel_gives_nothing_back(self, shop: Shop, paid: Order) -> None:
        with transaction():
            shipping.ship_parcel(paid.parcels[0].id, "cj", "123456789012")
        with pytest.raises(AlreadyShipped), transaction():
            undoing.cancel_and_refund(paid.id, "")
        assert shop.refunds() == []

    def test_one_enterprises_part_goes_back_with_its_delivery_fee(
        self, shop: Shop, queue: ListQueue
    ) -> None:
        with transaction():
            options = [option_of(factories.product(price_won=p)) for p in (10_000, 20_000)]
            order = place_order(order_request(*((o, 1) for o in options))).order
        shop.pay(shop.begin(order))
        with transaction():
            undoing.cancel_parcel_and_refund(order.parcels[0].id, "재료가 떨어졌습니다")
        with transaction():
            undoing.cancel_and_refund(order.id, "나머지도")
        queue.run_all()
        assert [r.amount_won for r in shop.refunds()] == [13_000, 23_000]
        assert {r.status for r in shop.refunds()} == {RefundStatus.DONE}

    def test_the_order_of_a_public_body_is_undone_by_its_file_alone(self, app: Flask) -> None:
        with transaction():
            options = [option_of(factories.product()) for _ in range(2)]
            wanted = order_request(*((each, 1) for each in options), terms=PaymentTerms.PAY_LATER)
            order = confirming.approve_order(place_order(wanted).order.id)
        with pytest.raises(NotCancellable), transaction():
            undoing.cancel_and_refund(order.id, "")
        with pytest.raises(NotCancellable), transaction():
            undoing.cancel_parcel_and_refund(order.parcels[0].id, "")
        assert db.session.get_one(Order, order.id).status is OrderStatus.CONFIRMED

    def test_never_more_than_was_paid(self, shop: Shop, paid: Order) -> None:
        with pytest.raises(refunding.RefundTooLarge), transaction():
            refunding.refund_of_order(paid.id, 25_001, "too much")
        with transaction():
            refunding.refund_of_order(paid.id, 20_000, "some")
        with pytest.raises(refunding.RefundTooLarge), transaction():
            refunding.refund_of_order(paid.id, 5_001, "rest and more")

    def test_a_wallet_refund_waits_for_the_wallets_word(self, shop: Shop, queue: ListQueue) -> None:
        order = shop.order()
        shop.pay(shop.begin(order), "kakao_pay")
        with transaction():
            undoing.cancel_and_refund(order.id, "")
        queue.run_all()
        assert shop.refunds()[0].status is RefundStatus.SENT
        shop.sandbox.courier.deliver_due()
        assert shop.refunds()[0].status is RefundStatus.DONE

    def test_sending_twice_gives_back_once(self, shop: Shop, paid: Order) -> None:
        with transaction():
            refund = refunding.refund_of_order(paid.id, 5_000, "part")
            assert refund is not None
            refund_id = refund.id
        refunding.send_refund(refund_id)
        refunding.send_refund(refund_id)
        with shop.sandbox.ledger.writing() as book:
            given = book.sql.execute("SELECT id FROM object WHERE id LIKE 're_%'").fetchall()
        assert len(given) == 1

    def test_what_was_forgotten_is_sent_by_the_minute(self, shop: Shop, paid: Order) -> None:
        with transaction():
            refunding.refund_of_order(paid.id, 5_000, "part")
        assert jobs.send_waiting_refunds() == 0
        with clock.frozen(clock.now() + timedelta(minutes=2)):
            assert jobs.send_waiting_refunds() == 1
        assert shop.refunds()[0].status is RefundStatus.DONE

    def test_a_refund_the_provider_refuses_is_for_people_to_see(
        self, shop: Shop, paid: Order
    ) -> None:
        with transaction():
            refund = refunding.refund_of_order(paid.id, 5_000, "part")
            assert refund is not None
            refund_id = refund.id
            db.session.get_one(PaymentAttempt, refund.attempt_id).payment_ref = "pi_unknown"
        refunding.send_refund(refund_id)
        assert shop.refunds()[0].status is RefundStatus.FAILED
        assert "refund:failed" in audited()

    def test_a_refund_made_at_the_provider_enters_the_book(self, shop: Shop, paid: Order) -> None:
        payment_ref = shop.attempts(paid)[0].payment_ref
        assert payment_ref is not None
        shop.refund_in_console(payment_ref, 4_000)
        shop.sandbox.courier.deliver_due()
        [refund] = shop.refunds()
        assert (refund.amount_won, refund.status) == (4_000, RefundStatus.DONE)
        assert refunding.refundable_won(shop.attempts(paid)[0]) == 21_000


class TestTransfers:
    @pytest.fixture
    def approved(self, shop: Shop) -> Order:

        with transaction():
            option_id = option_of(factories.product())
            order = place_order(order_request((option_id, 1), terms=PaymentTerms.PAY_LATER)).order
            return confirming.approve_order(order.id)

    def test_an_approved_order_owes_its_total_once(self, shop: Shop, approved: Order) -> None:

        for _ in range(2):
            with transaction():
                assert transfers.expect_transfer(approved.id).amount_won == 14_000
        assert len(shop.attempts(approved)) == 1

    def test_records_what_came(self, shop: Shop, approved: Order) -> None:

        with pytest.raises(transfers.TransferAmountDiffers), transaction():
            transfers.record_transfer(approved.id, 13_999, "2025-1121")
        with transaction():
            transfers.record_transfer(approved.id, 14_000, "2025-1121")
        with pytest.raises(Conflict, match="이미"), transaction():
            transfers.record_transfer(approved.id, 14_000, "again")
        assert shop.attempts(approved)[0].status is AttemptStatus.PAID

    def test_a_prepaid_order_owes_no_transfer(self, shop: Shop) -> None:

        order = shop.order()
        with pytest.raises(transfers.NotOnTransferTerms), transaction():
            transfers.expect_transfer(order.id)

    def test_nothing_is_asked_of_a_machine(self) -> None:
        with pytest.raises(ProviderFailed):
            transfers.TransferProvider().read_checkout("any")
