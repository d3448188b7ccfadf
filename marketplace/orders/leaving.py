"""A member leaves: not while something is on its way, and not with a cart left behind."""

from __future__ import annotations

from sqlalchemy import delete, select

from marketplace.accounts.leaving import erase_account
from marketplace.catalog.wishing import forget_wishes
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.events import News, announce
from marketplace.core.text import T
from marketplace.orders.models import Cart, CartLine, Order, OrderLine, OrderStatus, Parcel

UNFINISHED = (
    OrderStatus.AWAITING_PAYMENT,
    OrderStatus.AWAITING_APPROVAL,
    OrderStatus.CONFIRMED,
)


class OrdersUnfinished(Conflict):
    """Something of this member's is still to be paid, sent or received."""

    code = "orders_unfinished"

    def __init__(self) -> None:
        super().__init__(
            T("아직 끝나지 않은 주문이 있어 지금은 탈퇴할 수 없어요."),
            kept=T("계정은 그대로예요."),
            action=T("주문을 받으시거나 취소한 뒤에 다시 시도해 주세요"),
        )


def leave(account_id: int) -> None:
    """Erase a member; orders stay for as long as the law asks. Raises OrdersUnfinished."""
    open_orders = select(Order.id).where(
        Order.account_id == account_id, Order.status.in_(UNFINISHED)
    )
    coming_back = (
        select(OrderLine.id)
        .join(Parcel, Parcel.id == OrderLine.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.account_id == account_id, OrderLine.claimed_quantity > 0)
    )
    for unfinished in (open_orders, coming_back):
        if db.session.scalar(unfinished.limit(1)) is not None:
            raise OrdersUnfinished
    carts = select(Cart.id).where(Cart.account_id == account_id)
    db.session.execute(delete(CartLine).where(CartLine.cart_id.in_(carts)))
    db.session.execute(delete(Cart).where(Cart.account_id == account_id))
    forget_wishes(account_id)
    announce(News.ACCOUNT_LEAVING, account_id)
    erase_account(account_id)
