"""What members want to remember."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from marketplace.accounts.models import Account
from marketplace.catalog.models import Wish
from marketplace.catalog.queries import get_product_on_sale
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T

MOST_WISHES = 200


class WishListFull(Conflict):
    """A list holds two hundred products."""

    code = "wish_list_full"

    def __init__(self) -> None:
        super().__init__(
            T("찜은 %(most)d개까지 할 수 있어요.", most=MOST_WISHES),
            action=T("지난 찜을 먼저 지워 주세요"),
        )


def wish(account_id: int, product_id: int) -> None:
    """Remember a product on sale; twice is once. Raises ProductNotFound or WishListFull."""
    # Held so that two presses at once cannot both find the product not yet wished for.
    db.session.get_one(Account, account_id, with_for_update=True)
    product = get_product_on_sale(product_id)
    mine = select(func.count()).select_from(Wish).where(Wish.account_id == account_id)
    if db.session.scalar(mine.where(Wish.product_id == product.id)):
        return
    if int(db.session.scalar(mine) or 0) >= MOST_WISHES:
        raise WishListFull
    db.session.add(Wish(account_id=account_id, product_id=product.id))
    db.session.flush()


def forget_wish(account_id: int, product_id: int) -> None:
    """Forget a product; one that was not wished for is no fault."""
    db.session.execute(
        delete(Wish).where(Wish.account_id == account_id, Wish.product_id == product_id)
    )


def wished_ids(account_id: int) -> list[int]:
    """Product ids a member remembers, the latest first."""
    query = select(Wish.product_id).where(Wish.account_id == account_id)
    return list(db.session.scalars(query.order_by(Wish.id.desc())))


def forget_wishes(account_id: int) -> None:
    """Forget everything a member wished for, as when they leave."""
    db.session.execute(delete(Wish).where(Wish.account_id == account_id))
