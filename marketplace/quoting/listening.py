"""What quoting hears from below: orders and accounts cannot call it."""

from __future__ import annotations

from marketplace.core.events import News, listens_to
from marketplace.quoting import leaving, reopening


@listens_to(News.ORDER_CLOSED)
def order_closed(order_id: int) -> None:
    """Never paid, rejected or taken back: the quote it was made by can be accepted again."""
    reopening.reopen(order_id)


@listens_to(News.ORDER_REVIVED)
def order_revived(order_id: int) -> None:
    """Paid after its time: its quote is accepted again, or the payment goes back."""
    reopening.take_up_again(order_id)


@listens_to(News.ACCOUNT_LEAVING)
def account_leaves(account_id: int) -> None:
    """A member is erased: what they asked for names nobody any more."""
    leaving.forget(account_id)
