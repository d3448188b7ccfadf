"""Who pays, what goes back, until when: told before anything is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from marketplace.catalog.models import ProductKind, WithdrawalLimit
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.orders.models import OrderLine, PaymentTerms
from marketplace.returns.errors import NotReturnable, ReturnRefused
from marketplace.returns.models import ReturnKind, ReturnReason
from marketplace.returns.offering import Offer, offer
from marketplace.returns.rules import Limit, limit_of, months_later, terms_from
from tests.returns.conftest import Scene, make_scene


def meant(scene: Scene, *units: int, **more: object) -> Offer:
    wish = scene.wish(*units, **more)  # type: ignore[arg-type]
    return offer(scene.parcel, wish)


class TestMoney:
    def test_a_change_of_mind_pays_the_way_back(self, scene: Scene) -> None:
        told = meant(scene, 1, 0)
        assert (told.goods_won, told.fee_won, told.refund_won) == (11_000, 3_000, 8_000)
        assert not told.seller_pays

    def test_a_fault_costs_the_buyer_nothing(self, scene: Scene) -> None:
        told = meant(scene, 1, 0, reason=ReturnReason.DAMAGED)
        assert (told.goods_won, told.fee_won, told.refund_won) == (11_000, 0, 11_000)
        assert told.seller_pays

    def test_all_back_for_a_fault_gives_the_delivery_fee_back(self, scene: Scene) -> None:
        told = meant(scene, 2, 1, reason=ReturnReason.DIFFERENT)
        assert (told.delivery_back_won, told.refund_won) == (3_000, 45_000)

    def test_all_back_for_a_change_of_mind_keeps_the_delivery_fee(self, scene: Scene) -> None:
        assert meant(scene, 2, 1).refund_won == 42_000 - 3_000

    def test_free_delivery_no_longer_reached_is_due_after_all(self, app: Flask) -> None:
        scene = make_scene((30_000, 2))
        told = meant(scene, 1)
        assert (told.delivery_kept_won, told.fee_won, told.refund_won) == (3_000, 3_000, 24_000)
        told = meant(scene, 2)
        assert (told.delivery_kept_won, told.fee_won, told.refund_won) == (3_000, 3_000, 54_000)

    def test_the_sellers_own_fee_for_the_way_back(self, app: Flask) -> None:
        scene = make_scene((11_000, 2), delivery_fee_won=0, return_fee_won=2_500)
        assert meant(scene, 1).fee_won == 2_500

    def test_an_exchange_goes_both_ways_and_gives_no_money(self, scene: Scene) -> None:
        told = meant(scene, 1, 0, kind=ReturnKind.EXCHANGE)
        assert (told.fee_won, told.delivery_back_won, told.delivery_kept_won) == (6_000, 0, 0)

    def test_never_less_than_nothing(self, app: Flask) -> None:
        scene = make_scene((1_000, 1))
        assert meant(scene, 1).refund_won == 0


class TestDays:
    def test_seven_days_and_on_over_holidays(self) -> None:
        terms = terms_from(date(2026, 9, 18))  # the seventh day is Chuseok
        assert terms.mind_until == date(2026, 9, 28)
        assert terms_from(date(2026, 11, 16)).mind_until == date(2026, 11, 23)

    def test_three_months(self) -> None:
        assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
        assert terms_from(date(2026, 8, 31)).fault_until == date(2026, 11, 30)

    def test_no_days_run_before_it_has_come(self, app: Flask) -> None:
        scene = make_scene(received=False)
        assert meant(scene, 1).terms.mind_until is None

    @pytest.mark.parametrize(("days", "is_late"), [(6, False), (30, True)])
    def test_a_mind_changed_too_late(self, scene: Scene, days: int, is_late: bool) -> None:
        with clock.frozen(clock.now() + timedelta(days=days)):
            if not is_late:
                assert meant(scene, 1).goods_won
                return
            with pytest.raises(ReturnRefused) as refused:
                meant(scene, 1)
            assert refused.value.fields.keys() == {"reason"}
            assert meant(scene, 1, reason=ReturnReason.DAMAGED).goods_won == 11_000

    def test_a_fault_noticed_too_long_ago(self, scene: Scene) -> None:
        today = clock.today()
        with clock.frozen(clock.now() + timedelta(days=40)):
            with pytest.raises(ReturnRefused) as refused:
                meant(scene, 1, reason=ReturnReason.DAMAGED, noticed_on=today)
            assert refused.value.fields.keys() == {"noticed_on"}
            fresh = clock.today() - timedelta(days=2)
            assert meant(scene, 1, reason=ReturnReason.DAMAGED, noticed_on=fresh).seller_pays

    @pytest.mark.parametrize("off", [-400, 1])
    def test_noticed_on_an_impossible_day(self, scene: Scene, off: int) -> None:
        day = clock.today() + timedelta(days=off)
        with pytest.raises(ReturnRefused):
            meant(scene, 1, reason=ReturnReason.DAMAGED, noticed_on=day)

    def test_a_fault_after_three_months(self, scene: Scene) -> None:
        with (
            clock.frozen(datetime(2030, 1, 1, tzinfo=UTC)),
            pytest.raises(ReturnRefused),
        ):
            meant(scene, 1, reason=ReturnReason.DAMAGED)


class TestLimits:
    def test_fresh_food_is_no_matter_of_changing_ones_mind(self, scene: Scene) -> None:
        with transaction() as session:
            line = session.get_one(OrderLine, scene.lines[0].id)
            line.withdrawal_limit = WithdrawalLimit.PERISHABLE
        assert limit_of(scene.lines[0], scene.parcel) is Limit.PERISHABLE
        with pytest.raises(ReturnRefused) as refused:
            meant(scene, 1)
        assert "마음이 바뀌었다는 까닭으로는" in str(refused.value.message)
        assert meant(scene, 0, 1).goods_won == 20_000
        assert meant(scene, 1, reason=ReturnReason.DAMAGED).seller_pays

    def test_a_service_that_was_given(self, scene: Scene) -> None:
        with transaction() as session:
            line = session.get_one(OrderLine, scene.lines[0].id)
            line.product_kind = ProductKind.SERVICE.value
        assert limit_of(scene.lines[0], scene.parcel) is Limit.PROVIDED

    @pytest.mark.parametrize("units", [(), (0, 0), (3, 0), (-1, 0)])
    def test_units_that_are_not_there(self, scene: Scene, units: tuple[int, ...]) -> None:
        with pytest.raises(ReturnRefused) as refused:
            meant(scene, *units)
        assert refused.value.fields.keys() == {"units"}

    def test_nothing_before_it_is_sent(self, app: Flask) -> None:
        scene = make_scene(sent=False)
        with pytest.raises(NotReturnable):
            meant(scene, 1)

    def test_public_purchases_are_settled_elsewhere(self, scene: Scene) -> None:
        with transaction() as session:
            session.get_one(type(scene.order), scene.order_id).terms = PaymentTerms.PAY_LATER
        with pytest.raises(NotReturnable):
            meant(scene, 1)
