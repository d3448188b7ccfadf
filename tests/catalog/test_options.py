"""Options with their own price and stock, changed without losing an order's units."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.catalog import stock
from marketplace.catalog.errors import (
    LastOption,
    ListingNotFound,
    ListingRefused,
    StockTooLow,
)
from marketplace.catalog.models import Product, ProductOption, Stock, StockMove
from marketplace.catalog.options import OptionSaid, change_options
from marketplace.core.database import db, transaction
from marketplace.orders import reservations
from marketplace.search.models import SearchOutbox
from tests.support import factories


def made(count: int | None = 10, **values: object) -> Product:
    with transaction():
        return factories.product(stock=count, **values)


def change(product: Product, *said: OptionSaid) -> Product:
    with transaction():
        return change_options(product.id, product.version, list(said))


def options(product: Product) -> list[tuple[str, int, bool]]:
    return [(each.name, each.price_delta_won, each.is_active) for each in product.options]


def ledger(option_id: int) -> int:
    query = select(func.sum(StockMove.quantity)).filter_by(option_id=option_id)
    return int(db.session.scalar(query) or 0)


class TestChangeOptions:
    def test_adds_renames_orders_and_retires(self, app: Flask) -> None:
        product = made()
        first = product.options[0].id
        change(
            product, OptionSaid(None, "큰 것", 3000, True), OptionSaid(first, "작은 것", 0, True)
        )
        assert options(product) == [("큰 것", 3000, True), ("작은 것", 0, True)]
        second = product.options[0].id
        change(product, OptionSaid(second, "작은 것 2", 0, True))
        assert options(product)[0] == ("작은 것 2", 0, True)
        assert ("작은 것", 0, False) in options(product)
        assert product.version == 3

    def test_one_taken_off_sale_comes_back_by_its_name(self, app: Flask) -> None:
        product = made()
        first = product.options[0].id
        change(product, OptionSaid(first, "가", 0, True), OptionSaid(None, "나", 0, True))
        second = product.options[1].id
        change(product, OptionSaid(first, "가", 0, True))
        change(product, OptionSaid(first, "가", 0, True), OptionSaid(None, "나", 500, True))
        assert [each.id for each in product.options] == [first, second]
        assert options(product)[1] == ("나", 500, True)

    def test_two_options_may_swap_names(self, app: Flask) -> None:
        product = made()
        first = product.options[0].id
        change(product, OptionSaid(first, "가", 0, True), OptionSaid(None, "나", 0, True))
        a, b = product.options
        change(product, OptionSaid(a.id, "나", 0, True), OptionSaid(b.id, "가", 0, True))
        assert options(product) == [("나", 0, True), ("가", 0, True)]

    @pytest.mark.parametrize(
        ("names", "field"),
        [
            (("가", "가"), "options-1-name"),
            (("", "나"), "options-0-name"),
            (("가" * 81,), "options-0-name"),
        ],
    )
    def test_refuses_names_a_buyer_cannot_tell_apart(
        self, app: Flask, names: tuple[str, ...], field: str
    ) -> None:
        product = made()
        with pytest.raises(ListingRefused) as refused:
            change(product, *(OptionSaid(None, name, 0, True) for name in names))
        assert list(refused.value.fields) == [field]

    def test_refuses_a_price_below_the_least(self, app: Flask) -> None:
        product = made(price_won=1000)
        with pytest.raises(ListingRefused) as refused:
            change(product, OptionSaid(None, "", -950, True))
        assert list(refused.value.fields) == ["options-0-price_delta_won"]
        with pytest.raises(ListingRefused):
            change(made(price_won=None), OptionSaid(None, "", 100, True))

    def test_something_is_left_to_buy(self, app: Flask) -> None:
        product = made()
        with pytest.raises(LastOption):
            change(product)
        with pytest.raises(LastOption):
            change(product, OptionSaid(product.options[0].id, "", 0, False))

    def test_anothers_option_is_not_found(self, app: Flask) -> None:
        product, other = made(), made()
        with pytest.raises(ListingNotFound):
            change(product, OptionSaid(other.options[0].id, "", 0, True))


class TestChangeStock:
    def test_adds_and_takes_with_a_ledger_row_each(self, app: Flask) -> None:
        product = made(0)
        option = product.options[0]
        with transaction():
            assert stock.change_stock(option.id, 12, "입고") == 12
        with transaction():
            assert stock.change_stock(option.id, -2, "파손") == 10
        assert ledger(option.id) == 10
        assert db.session.scalars(select(SearchOutbox.product_id)).all() == [product.id] * 2

    def test_an_order_between_reading_and_saving_keeps_its_units(self, app: Flask) -> None:
        product = made(10)
        option_id, seen = product.options[0].id, 10
        with transaction():
            reservations.take({option_id: 3}, "order:1")
        with transaction():
            assert stock.change_stock(option_id, 15 - seen, "입고") == 12

    def test_refuses_to_go_below_nothing(self, app: Flask) -> None:
        option_id = made(3).options[0].id
        with pytest.raises(StockTooLow, match="지금 3개"), transaction():
            stock.change_stock(option_id, -4, "파손")
        assert db.session.scalar(select(Stock.available).filter_by(option_id=option_id)) == 3
        assert ledger(option_id) == 0


class TestCounting:
    def test_begins_and_ends_with_the_ledger_in_step(self, app: Flask) -> None:
        option = made(None).options[0]
        with transaction():
            stock.start_counting(option.id, 7, "처음 센 수량")
        assert db.session.get_one(ProductOption, option.id).stock.available == 7  # type: ignore[union-attr]
        with transaction():
            stock.stop_counting(option.id, "주문 제작")
            stock.stop_counting(option.id, "주문 제작")
        assert db.session.get_one(ProductOption, option.id).stock is None
        assert ledger(option.id) == 0

    def test_refuses_less_than_nothing(self, app: Flask) -> None:
        option = made(None).options[0]
        with pytest.raises(ListingRefused), transaction():
            stock.start_counting(option.id, -1, "")
