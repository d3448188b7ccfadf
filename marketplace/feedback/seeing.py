"""Which products a member looked at: the latest twelve, to find them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from marketplace.accounts.models import Account
from marketplace.catalog.models import Product, ProductStatus
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.feedback.models import SeenProduct

MOST_SEEN = 12


def is_shown(product_id: int) -> bool:
    """Whether there is such a product to have been seen."""
    query = select(Product.id).filter_by(id=product_id, status=ProductStatus.PUBLISHED)
    return db.session.scalar(query) is not None


def note_seen(account_id: int, product_ids: Sequence[int]) -> None:
    """Remember products, the first of them as the one seen last; older than twelve are let go."""
    # Held so that two pages opened at once cannot both find the product not yet seen.
    db.session.get_one(Account, account_id, with_for_update=True)
    mine = select(SeenProduct).where(SeenProduct.account_id == account_id)
    held = {row.product_id: row for row in db.session.scalars(mine)}
    now = clock.now()
    for place, product_id in enumerate(product_ids[:MOST_SEEN]):
        at = now - timedelta(microseconds=place)
        if product_id in held:
            held[product_id].seen_at = at
        else:
            db.session.add(SeenProduct(account_id=account_id, product_id=product_id, seen_at=at))
    db.session.flush()
    rows = db.session.scalars(mine.order_by(SeenProduct.seen_at.desc(), SeenProduct.id.desc()))
    for row in list(rows)[MOST_SEEN:]:
        db.session.delete(row)
    db.session.flush()


def seen_ids(account_id: int) -> list[int]:
    """What a member looked at, the latest first."""
    query = select(SeenProduct.product_id).where(SeenProduct.account_id == account_id)
    order = (SeenProduct.seen_at.desc(), SeenProduct.id.desc())
    return list(db.session.scalars(query.order_by(*order).limit(MOST_SEEN)))


def forget_seen(account_id: int) -> None:
    """Forget all of it."""
    db.session.execute(delete(SeenProduct).where(SeenProduct.account_id == account_id))
