"""What is erased of promotions when a member leaves; what an order kept stays with the order."""

from __future__ import annotations

from sqlalchemy import delete, update

from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.promotions.models import CouponGrant, CouponTally, CouponUse


def forget(account_id: int) -> None:
    """Empty the purse; uses stay, because orders were reduced by them, under no one's address."""
    person = db.session.get_one(Account, account_id).email
    nobody = f"left-{account_id}"
    db.session.execute(delete(CouponGrant).where(CouponGrant.account_id == account_id))
    for model in (CouponTally, CouponUse):
        db.session.execute(update(model).where(model.person == person).values(person=nobody))
