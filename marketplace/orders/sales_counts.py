"""How often products were bought, kept beside them for lists: up with a sale, down again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import case, update

from marketplace.catalog.models import Product
from marketplace.core.database import db
from marketplace.orders.models import OrderLine
from marketplace.search import outbox


def count_sales(units: Iterable[tuple[OrderLine, int]]) -> None:
    """Add units of lines (negative: take them off, never below nothing) and tell the search."""
    sold: dict[int, int] = {}
    for line, quantity in units:
        sold[line.product_id] = sold.get(line.product_id, 0) + quantity
    for product_id in sorted(sold):
        after = Product.sales_count + sold[product_id]
        db.session.execute(
            update(Product)
            .where(Product.id == product_id)
            .values(sales_count=case((after < 0, 0), else_=after)),
            execution_options={"synchronize_session": False},
        )
    outbox.enqueue(*sorted(sold))
