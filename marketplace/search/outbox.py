"""Tell the index, in the transaction that changes a product, to read it again."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.jobs import enqueue_after_commit
from marketplace.core.types import UtcDateTime
from marketplace.search.models import SearchOutbox

DRAIN = "search.drain"


def enqueue(*product_ids: int) -> None:
    """Queue products inside the open transaction; a crash after the commit loses nothing."""
    if not product_ids:
        return
    rows = [{"product_id": product_id} for product_id in sorted(set(product_ids))]
    db.session.execute(insert(SearchOutbox), rows)
    enqueue_after_commit(DRAIN)


def enqueue_enterprise(enterprise_id: int) -> None:
    """Queue every product of an enterprise: its name, region or certificates have changed."""
    queued_at = bindparam("queued_at", clock.now(), UtcDateTime())
    products = select(Product.id, queued_at).where(Product.enterprise_id == enterprise_id)
    db.session.execute(
        insert(SearchOutbox).from_select(["product_id", "queued_at"], products.order_by(Product.id))
    )
    enqueue_after_commit(DRAIN)
