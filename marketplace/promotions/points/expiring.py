"""Points that run out: what is over is written down, what soon will be is told who asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Row, func, select, update

from marketplace.accounts.consents import said_yes_to_news
from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.notify.optional import Topic, queue_optional_letter
from marketplace.promotions.points.models import PointKind, PointMove

AT_ONCE = 200
TOLD_BEFORE, AT_LATEST = timedelta(days=30), timedelta(days=23)


def list_over(limit: int = AT_ONCE) -> list[int]:
    """Ids of points whose last day is past and that are not written off yet, oldest first."""
    query = (
        select(PointMove.id)
        .where(PointMove.expires_on < clock.today(), PointMove.remaining > 0)
        .order_by(PointMove.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def write_off(lot_id: int) -> int:
    """Write down that what is left has run out; the won, 0 when somebody was first."""
    lot = db.session.execute(
        select(PointMove.account_id, PointMove.remaining)
        .where(PointMove.id == lot_id)
        .with_for_update()
    ).one()
    if not lot.remaining:
        return 0
    emptied = db.session.scalar(
        update(PointMove)
        .where(PointMove.id == lot_id, PointMove.remaining == lot.remaining)
        .values(remaining=0)
        .returning(PointMove.id),
        execution_options={"synchronize_session": False},
    )
    if emptied is None:
        return 0
    won = int(lot.remaining)
    db.session.add(
        PointMove(
            account_id=lot.account_id, kind=PointKind.EXPIRED, won=-won, deed=f"expired:{lot_id}"
        )
    )
    db.session.flush()
    return won


def forget(account_id: int) -> None:
    """A member leaves: whatever is left is gone; the ledger stays, under no one's name."""
    left = select(PointMove.id).where(PointMove.account_id == account_id, PointMove.remaining > 0)
    lots = list(db.session.scalars(left.order_by(PointMove.expires_on, PointMove.id)))
    won = sum(write_off(lot_id) for lot_id in lots)
    if won:
        audit.record("points:erased", db.session.get_one(Account, account_id), won=won)


def list_to_tell(
    after: int = 0, limit: int = AT_ONCE
) -> Sequence[Row[int, str, str, str, date | None, int]]:
    """Members who want news and have points that run out in 23 to 30 days, by account id.

    One row a member: what runs out first. A week of days, so that a night missed is made up
    for; the letter's key lets it go once.
    """
    today = clock.today()
    query = (
        select(
            Account.id,
            Account.email,
            Account.name,
            Account.locale,
            func.min(PointMove.expires_on),
            func.sum(PointMove.remaining),
        )
        .join(PointMove, PointMove.account_id == Account.id)
        .where(
            Account.id > after,
            Account.disabled_at.is_(None),
            PointMove.remaining > 0,
            PointMove.expires_on >= today + AT_LATEST,
            PointMove.expires_on <= today + TOLD_BEFORE,
            said_yes_to_news(Account.id),
        )
        .group_by(Account.id, Account.email, Account.name, Account.locale)
        .order_by(Account.id)
        .limit(limit)
    )
    return db.session.execute(query).all()


def tell(
    account_id: int, email: str, name: str, locale: str, last_day: date | None, won: int
) -> bool:
    """Queue the one letter about points that run out in a month; False for who does not want it."""
    if last_day is None:
        return False
    letter = queue_optional_letter(
        Topic.NEWS,
        "points_expiring",
        email,
        f"points-expiring:{account_id}:{last_day:%Y-%m}",
        locale=locale,
        name=name,
        won=int(won),
        last_day=last_day.isoformat(),
    )
    return letter is not None
