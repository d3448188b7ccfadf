from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import ProductKind, ProductStatus, StockMove
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.money import VatClass
from marketplace.enterprises.models import CertificationStatus, EnterpriseStatus
from marketplace.orders.errors import (
    NotForSale,
    NothingToOrder,
    OptionNotFound,
    PriceChanged,
    QuantityNotPossible,
    QuantityTooSmall,
    StockRanOut,
)
from marketplace.orders.models import Channel, Order, OrderStatus, Parcel, PaymentTerms
from marketplace.orders.placing import place_order
from marketplace.orders.reservations import HOLD
from marketplace.search.models import SearchOutbox
from tests.orders.conftest import Place, available, moved, option_of, order_request
from tests.support import factories


class TestPlaceOrder:
    def test_makes_one_parcel_for_each_enterprise(self, app: Flask, place: Place) -> None:
        with transaction():
            cookie = factories.product(price_won=12_000)
            soap = factories.product(cookie.enterprise, price_won=5_000, vat_class=VatClass.EXEMPT)
            bag = factories.product(price_won=60_000)
            wants = [(option_of(p), n) for p, n in ((cookie, 2), (soap, 1), (bag, 1))]
        order = place(*wants)
        first, second = order.parcels
        assert (first.goods_won, first.delivery_won) == (29_000, 3_000)
        assert (second.goods_won, second.delivery_won) == (60_000, 0)
        assert (order.goods_won, order.delivery_won, order.total_won) == (89_000, 3_000, 92_000)
        assert [(line.gross_won, line.net_won, line.vat_won) for line in first.lines] == [
            (24_000, 21_818, 2_182),
            (5_000, 5_000, 0),
        ]
        assert available(wants[0][0]) == 8
        assert moved(wants[0][0]) == -2

    def test_keeps_the_seller_and_its_certifications_as_they_are_today(
        self, app: Flask, place: Place
    ) -> None:
        with transaction():
            product = factories.product()
            held = factories.certified(product.enterprise)
            factories.certified(product.enterprise, status=CertificationStatus.WAITING)
            option_id, number = option_of(product), held.number
        order = place((option_id, 1))
        [parcel] = order.parcels
        assert parcel.seller["representative"] == "홍가상"
        assert [each["number"] for each in parcel.lines[0].certifications] == [number]
        with transaction():
            db.session.get_one(Parcel, parcel.id).enterprise.representative = "다른 사람"
        assert db.session.get_one(Parcel, parcel.id).seller["representative"] == "홍가상"

    def test_holds_a_prepaid_order_for_a_while(self, app: Flask, place: Place) -> None:
        with transaction():
            option_id = option_of(factories.product())
        with clock.frozen(clock.now()):
            order = place((option_id, 1))
            assert order.reserved_until == clock.now() + HOLD
        assert order.status is OrderStatus.AWAITING_PAYMENT
        assert order.buyer_email == "citizen@demo.example"

    def test_holds_a_pay_later_order_until_it_is_decided(self, app: Flask, place: Place) -> None:
        with transaction():
            option_id = option_of(factories.product())
        order = place((option_id, 1), channel=Channel.PUBLIC, terms=PaymentTerms.PAY_LATER)
        assert (order.status, order.reserved_until) == (OrderStatus.AWAITING_APPROVAL, None)

    def test_the_same_checkout_orders_once(self, app: Flask, place: Place) -> None:
        with transaction():
            option_id = option_of(factories.product())
        first = place((option_id, 2))
        with transaction():
            again = place_order(order_request((option_id, 2)))
        assert (again.order.id, again.is_new) == (first.id, False)
        assert available(option_id) == 8

    def test_writes_an_audit_row(self, app: Flask, place: Place) -> None:
        with transaction():
            option_id = option_of(factories.product())
        order = place((option_id, 1))
        entry = db.session.scalar(select(AuditEntry).filter_by(action="order:placed"))
        assert entry is not None
        assert (entry.subject_id, entry.detail["number"]) == (order.id, order.number)

    def test_services_are_not_counted_and_cost_no_delivery(self, app: Flask, place: Place) -> None:
        with transaction():
            option_id = option_of(factories.product(stock=None, kind=ProductKind.SERVICE))
        order = place((option_id, 500))
        assert order.delivery_won == 0
        assert db.session.scalar(select(func.count()).select_from(StockMove)) == 0

    def test_tells_the_index_only_when_the_last_unit_goes(self, app: Flask, place: Place) -> None:
        with transaction():
            option_id = option_of(factories.product(stock=2))
        place((option_id, 1), checkout="a")
        assert db.session.scalar(select(func.count()).select_from(SearchOutbox)) == 0
        place((option_id, 1), checkout="b")
        assert db.session.scalar(select(func.count()).select_from(SearchOutbox)) == 1

    def test_wants_of_one_option_add_up(self, app: Flask, place: Place) -> None:
        with transaction():
            option_id = option_of(factories.product(stock=3))
        with pytest.raises(StockRanOut):
            place((option_id, 2), (option_id, 2))
        assert available(option_id) == 3


class TestRefusals:
    def test_says_which_product_ran_out_and_takes_nothing(self, app: Flask, place: Place) -> None:
        with transaction():
            plenty = option_of(factories.product(stock=9))
            few = option_of(factories.product(name="도토리묵", stock=1))
            none = option_of(factories.product(name="들기름", stock=0))
        with pytest.raises(StockRanOut) as refused:
            place((plenty, 8), (few, 2), (none, 1))
        assert [(s.product_name, s.left) for s in refused.value.shortages] == [
            ("도토리묵", 1),
            ("들기름", 0),
        ]
        assert "'도토리묵' 등 2개 상품" in refused.value.message
        assert available(plenty) == 9
        assert db.session.scalar(select(func.count()).select_from(Order)) == 0

    @pytest.mark.parametrize(
        ("stock", "said"), [(1, "재고가 1개 남아 주문하신 2개를"), (0, "방금 품절되었어요")]
    )
    def test_says_how_many_are_left(self, app: Flask, place: Place, stock: int, said: str) -> None:
        with transaction():
            option_id = option_of(factories.product(stock=stock))
        with pytest.raises(StockRanOut, match=said):
            place((option_id, 2))

    def test_refuses_another_sum_than_was_shown(self, app: Flask, place: Place) -> None:
        with transaction():
            product = factories.product(price_won=10_000)
            option_id = option_of(product)
        with pytest.raises(PriceChanged, match="12,000원에서 13,000원으로"):
            place((option_id, 1), shown_total_won=12_000)
        assert place((option_id, 1), shown_total_won=13_000).total_won == 13_000

    @pytest.mark.parametrize(
        "change",
        [
            {"status": ProductStatus.HIDDEN},
            {"status": ProductStatus.DRAFT},
            {"price_won": None},
        ],
    )
    def test_refuses_what_is_not_for_sale(
        self, app: Flask, place: Place, change: dict[str, object]
    ) -> None:
        with transaction():
            option_id = option_of(factories.product(**change))
        with pytest.raises(NotForSale):
            place((option_id, 1))

    def test_refuses_a_suspended_seller(self, app: Flask, place: Place) -> None:
        with transaction():
            seller = factories.enterprise(status=EnterpriseStatus.SUSPENDED)
            option_id = option_of(factories.product(seller))
        with pytest.raises(NotForSale):
            place((option_id, 1))

    def test_refuses_an_inactive_option(self, app: Flask, place: Place) -> None:
        with transaction():
            product = factories.product()
            product.options[0].is_active = False
            option_id = option_of(product)
        with pytest.raises(NotForSale):
            place((option_id, 1))

    def test_refuses_less_than_the_smallest_order(self, app: Flask, place: Place) -> None:
        with transaction():
            option_id = option_of(factories.product(min_quantity=5))
        with pytest.raises(QuantityTooSmall, match="5개부터"):
            place((option_id, 4))

    @pytest.mark.parametrize("quantity", [0, -1, 10_000])
    def test_refuses_impossible_quantities(self, app: Flask, place: Place, quantity: int) -> None:
        with transaction():
            option_id = option_of(factories.product())
        with pytest.raises(QuantityNotPossible):
            place((option_id, quantity))

    def test_refuses_nothing_and_the_unknown(self, app: Flask, place: Place) -> None:
        with pytest.raises(NothingToOrder):
            place()
        with pytest.raises(OptionNotFound):
            place((987_654, 1))
