"""Something bought and arrived, ready to be spoken of."""

from __future__ import annotations

from itertools import count
from typing import Any

from marketplace.accounts.models import Account
from marketplace.catalog.models import Product, Stock
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.feedback.models import Review
from marketplace.feedback.writing import Draft, save_review
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelStatus
from marketplace.orders.placing import Buyer, Destination, OrderRequest, place_order

_numbers = count(1)
PRAISE = "거품이 곱고 향이 은은해요."


def bought(
    product: Product,
    *others: Product,
    name: str = "김한솔",
    account: Account | None = None,
    status: ParcelStatus = ParcelStatus.DELIVERED,
    locale: str = "ko",
) -> Order:
    """An order of the shop, paid for, its parcels in `status`."""
    n = next(_numbers)
    email = account.email if account else f"buyer{n}@mail.example"
    request = OrderRequest(
        checkout_token=f"feedback-{n}",
        wanted=[(each.options[0].id, 1) for each in (product, *others)],
        buyer=Buyer(name, email, "010-0000-0000", account.id if account else None),
        destination=Destination(name, "010-0000-0000", "02848", "서울 성북구 보문로 168", ""),
    )
    with transaction() as session:
        for each in (product, *others):
            session.get_one(Stock, each.options[0].id).available += 1  # never what is short
        order = place_order(request).order
        order.status, order.locale = OrderStatus.COMPLETED, locale
        order.confirmed_at = clock.now()
        for parcel in order.parcels:
            parcel.status, parcel.delivered_at = status, clock.now()
    db.session.rollback()
    return order


def line_of(order: Order, product: Product) -> OrderLine:
    """The line with which an order bought a product."""
    query = db.session.query(OrderLine).join(Parcel).filter(Parcel.order_id == order.id)
    return query.filter(OrderLine.product_id == product.id).one()


def reviewed(product: Product, stars: int = 5, text: str = PRAISE, **bought_by: Any) -> Review:
    """A visible review of a product by somebody new."""
    order = bought(product, **bought_by)
    line_id, order_id = line_of(order, product).id, order.id
    with transaction():
        return save_review(order_id, line_id, Draft(stars, text))


def sums(product: Product) -> tuple[int, int]:
    """Stars and ratings as they stand on the product."""
    db.session.rollback()
    row = db.session.query(Product.rating_sum, Product.rating_count).filter_by(id=product.id)
    rating_sum, rating_count = row.one()
    return rating_sum, rating_count
