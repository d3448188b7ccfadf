"""What search hears from below: the packages under it cannot call it."""

from __future__ import annotations

from marketplace.core.events import News, listens_to
from marketplace.search import outbox


@listens_to(News.PRODUCT_CHANGED)
def hear_product(product_id: int) -> None:
    """A listing, its options, stock or pictures changed."""
    outbox.enqueue(product_id)


@listens_to(News.ENTERPRISE_CHANGED)
def hear_enterprise(enterprise_id: int) -> None:
    """An enterprise's name, standing or certificates changed, and with it all it sells."""
    outbox.enqueue_enterprise(enterprise_id)
