"""Spending points on an order, in the transaction that places it."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.orders.models import Order
from marketplace.promotions.points.errors import PointsNotUsable
from marketplace.promotions.points.lots import draw, hold_lots
from marketplace.promotions.points.models import PointKind, PointMove
from marketplace.promotions.points.queries import spendable_won
from marketplace.promotions.points.rules import current_rule


def refuse_unusable(account_id: int | None, won: int) -> None:
    """Raises PointsNotUsable when a member may not spend that many points today."""
    rule = current_rule()
    if rule is None or account_id is None:
        raise PointsNotUsable(T("지금은 포인트를 쓸 수 없어요."))
    least = rule.min_use_won
    if won < least:
        raise PointsNotUsable(T("포인트는 %(least)s원부터 쓸 수 있어요.", least=f"{least:,}"))
    balance = spendable_won(account_id)
    if won > balance:
        raise _too_few(balance)


def spend(order: Order, won: int) -> None:
    """Spend points on an order, those that run out first before the rest.

    Raises PointsNotUsable when another order was first; then nothing of it remains.
    """
    if not won:
        return
    account_id = order.account_id
    if account_id is None:
        raise PointsNotUsable(T("지금은 포인트를 쓸 수 없어요."))
    lots = hold_lots(account_id)
    latest = draw(lots, won)
    if latest is None:
        raise _too_few(sum(lot.remaining for lot in lots))
    rounds = count_moves(order.id, PointKind.SPENT)
    db.session.add(
        PointMove(
            account_id=account_id,
            kind=PointKind.SPENT,
            won=-won,
            order_id=order.id,
            expires_on=latest,
            deed=f"spent:{order.id}:{rounds}",
        )
    )
    db.session.flush()


def count_moves(order_id: int, kind: PointKind) -> int:
    """How often points moved for an order, which its row's holder alone can change."""
    query = select(func.count()).select_from(PointMove).filter_by(order_id=order_id, kind=kind)
    return int(db.session.scalar(query) or 0)


def _too_few(balance_won: int) -> PointsNotUsable:
    said = T("지금 쓸 수 있는 포인트는 %(balance)s원이에요.", balance=f"{balance_won:,}")
    return PointsNotUsable(said)
