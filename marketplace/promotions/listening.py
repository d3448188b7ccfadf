"""What promotions do when an order goes another way."""

from __future__ import annotations

from marketplace.core.events import News, listens_to
from marketplace.promotions import leaving, taking


@listens_to(News.ORDER_CLOSED)
def order_closed(order_id: int) -> None:
    """Cancelled or never paid: its coupons go back. A part cancelled keeps them used."""
    taking.give_back_uses(order_id)


@listens_to(News.ORDER_REVIVED)
def order_revived(order_id: int) -> None:
    """Paid after its time: its coupons are used again, or the payment goes back."""
    taking.take_again(order_id)


@listens_to(News.ACCOUNT_LEAVING)
def account_leaves(account_id: int) -> None:
    """A member is erased: the purse is emptied and no use names them any more."""
    leaving.forget(account_id)
