from __future__ import annotations

import pytest
from flask import Flask

from marketplace.catalog.models import Product
from marketplace.core.database import db, transaction
from marketplace.orders import cart
from marketplace.orders.cart import CartOwner
from marketplace.orders.errors import (
    CartLineNotFound,
    NotForSale,
    OptionNotFound,
    QuantityNotPossible,
    QuantityTooSmall,
    StockRanOut,
)
from marketplace.orders.pricing import Obstacle
from tests.orders.conftest import option_of
from tests.support import factories

GUEST = CartOwner(token="guest-token")


@pytest.fixture
def product(app: Flask) -> Product:
    with transaction():
        return factories.product(price_won=20_000)


def put(owner: CartOwner, option_id: int, quantity: int = 1) -> None:
    with transaction():
        cart.put_in_cart(owner, option_id, quantity)


class TestPutInCart:
    def test_adds_up(self, product: Product) -> None:
        option_id = option_of(product)
        put(GUEST, option_id, 2)
        put(GUEST, option_id, 3)
        assert cart.count_units(GUEST) == 5
        assert cart.read_cart(GUEST).wanted == [(option_id, 5)]

    def test_holds_no_stock(self, product: Product) -> None:
        put(GUEST, option_of(product), 10)
        put(CartOwner(token="another"), option_of(product), 10)

    def test_refuses_more_than_there_are(self, product: Product) -> None:
        put(GUEST, option_of(product), 8)
        with pytest.raises(StockRanOut, match="10개 남아"):
            put(GUEST, option_of(product), 3)
        assert cart.count_units(GUEST) == 8

    @pytest.mark.parametrize("quantity", [0, -3, 10_000])
    def test_refuses_impossible_quantities(self, product: Product, quantity: int) -> None:
        with pytest.raises(QuantityNotPossible):
            put(GUEST, option_of(product), quantity)

    def test_refuses_what_cannot_be_ordered(self, app: Flask) -> None:
        with transaction():
            quote_only = option_of(factories.product(price_won=None))
            many = option_of(factories.product(min_quantity=3))
        with pytest.raises(NotForSale):
            put(GUEST, quote_only)
        with pytest.raises(QuantityTooSmall):
            put(GUEST, many, 2)
        with pytest.raises(OptionNotFound):
            put(GUEST, 987_654)


class TestReadCart:
    def test_prices_by_enterprise(self, product: Product) -> None:
        with transaction():
            other = factories.product(price_won=50_000)
        put(GUEST, option_of(product), 2)
        put(GUEST, option_of(other), 1)
        priced = cart.read_cart(GUEST)
        near, far = priced.quote.shares
        assert (near.delivery_won, near.more_for_free_delivery_won) == (3_000, 10_000)
        assert (far.delivery_won, far.more_for_free_delivery_won) == (0, 0)
        assert (priced.quote.total_won, priced.quote.quantity) == (93_000, 3)
        assert priced.quote.can_be_ordered

    def test_marks_what_has_changed_since(self, product: Product) -> None:
        option_id = option_of(product)
        put(GUEST, option_id, 3)
        with transaction():
            changed = db.session.get_one(Product, product.id)
            changed.price_won = 21_000
            changed.options[0].stock.available = 2
        priced = cart.read_cart(GUEST)
        assert priced.price_moved(option_id)
        assert priced.quote.lines[0].obstacle is Obstacle.SHORT
        assert not priced.quote.can_be_ordered

    def test_an_empty_cart_cannot_be_ordered(self, app: Flask) -> None:
        assert not cart.read_cart(GUEST).quote.can_be_ordered
        assert cart.count_units(CartOwner()) == 0


class TestChange:
    def test_sets_and_removes(self, product: Product) -> None:
        option_id = option_of(product)
        put(GUEST, option_id)
        line_id = cart.read_cart(GUEST).line_ids[option_id]
        with transaction():
            cart.change_quantity(GUEST, line_id, 7)
        assert cart.count_units(GUEST) == 7
        with transaction():
            cart.remove_line(GUEST, line_id)
        assert cart.count_units(GUEST) == 0

    def test_somebody_elses_line_is_not_found(self, product: Product) -> None:
        put(GUEST, option_of(product))
        put(CartOwner(token="other"), option_of(product))
        line_id = cart.read_cart(GUEST).line_ids[option_of(product)]
        with pytest.raises(CartLineNotFound), transaction():
            cart.change_quantity(CartOwner(token="other"), line_id, 2)
        with pytest.raises(CartLineNotFound), transaction():
            cart.remove_line(CartOwner(token="nobody"), line_id)

    def test_what_was_ordered_leaves(self, product: Product) -> None:
        with transaction():
            kept = option_of(factories.product())
        put(GUEST, option_of(product))
        put(GUEST, kept)
        with transaction():
            cart.take_out_ordered(GUEST, [option_of(product)])
        assert cart.read_cart(GUEST).wanted == [(kept, 1)]


class TestMerge:
    def test_a_guest_cart_becomes_the_members(self, product: Product) -> None:
        with transaction():
            person = factories.account().id
        put(GUEST, option_of(product), 2)
        with transaction():
            cart.merge_into_account("guest-token", person)
        assert cart.count_units(CartOwner(account_id=person)) == 2
        assert cart.find_cart(GUEST) is None

    def test_two_carts_add_up(self, product: Product) -> None:
        with transaction():
            person, other = factories.account().id, option_of(factories.product())
        member = CartOwner(account_id=person)
        put(member, option_of(product), 3)
        put(GUEST, option_of(product), 2)
        put(GUEST, other)
        with transaction():
            cart.merge_into_account("guest-token", person)
        assert dict(cart.read_cart(member).wanted) == {option_of(product): 5, other: 1}
        assert cart.find_cart(GUEST) is None

    def test_nothing_to_merge_is_no_fault(self, app: Flask) -> None:
        with transaction():
            cart.merge_into_account("no-such-token", factories.account().id)

    def test_a_members_token_opens_nothing_as_a_guest(self, product: Product) -> None:
        with transaction():
            person = factories.account().id
        put(CartOwner(account_id=person), option_of(product))
        held = cart.find_cart(CartOwner(account_id=person))
        assert held is not None
        assert cart.find_cart(CartOwner(token=held.token)) is None
