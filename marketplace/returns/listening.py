"""What returns hear from below."""

from __future__ import annotations

from marketplace.core.events import News, listens_to
from marketplace.returns import leaving


@listens_to(News.ACCOUNT_LEAVING)
def account_leaves(account_id: int) -> None:
    """A member is erased: where things were fetched from is known no more."""
    leaving.forget(account_id)
