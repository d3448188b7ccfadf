"""Tell the index, in the transaction that changes a product, to read it again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, func, insert, select

from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import after_commit, db
from marketplace.core.jobs import enqueue as ask_for
from marketplace.core.types import UtcDateTime
from marketplace.search.models import SearchOutbox

DRAIN = "search.drain"
AT_ONCE = 500


def enqueue(*product_ids: int) -> None:
    """Queue products inside the open transaction; a crash after the commit loses nothing."""
    if not product_ids:
        return
    rows = [{"product_id": product_id} for product_id in sorted(set(product_ids))]
    db.session.execute(insert(SearchOutbox), rows)
    _ask_once()


def enqueue_enterprise(enterprise_id: int) -> None:
    """Queue every product of an enterprise: its name, region or certificates have changed."""
    queued_at = bindparam("queued_at", clock.now(), UtcDateTime())
    products = select(Product.id, queued_at).where(Product.enterprise_id == enterprise_id)
    db.session.execute(
        insert(SearchOutbox).from_select(["product_id", "queued_at"], products.order_by(Product.id))
    )
    _ask_once()


def read_queued(limit: int = AT_ONCE) -> dict[int, int]:
    """The oldest rows as outbox id → product id."""
    query = select(SearchOutbox.id, SearchOutbox.product_id).order_by(SearchOutbox.id)
    return {row.id: row.product_id for row in db.session.execute(query.limit(limit))}


def count_queued() -> int:
    """How many rows wait."""
    return int(db.session.scalar(select(func.count()).select_from(SearchOutbox)) or 0)


def forget(row_ids: Iterable[int]) -> None:
    """Delete rows the index has learnt, inside the open transaction.

    By id and never by "up to": on PostgreSQL a lower id may be committed later.
    """
    ids = list(row_ids)
    for start in range(0, len(ids), AT_ONCE):
        portion = ids[start : start + AT_ONCE]
        db.session.execute(delete(SearchOutbox).where(SearchOutbox.id.in_(portion)))


def _ask_once() -> None:
    """One job for a transaction, however many products it changes."""
    if _ask_to_drain not in db.session().info.get("after_commit", ()):
        after_commit(_ask_to_drain)


def _ask_to_drain() -> None:
    ask_for(DRAIN)
