"""What an order does to its member's points when it is bought out, cancelled or sent back.

Each verb counts what should be from the order as it stands and writes only what is missing,
so that it is harmless when repeated. Callers hold the order's row.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.booked import read_booked
from marketplace.orders.models import Channel, Order, OrderStatus, ParcelStatus
from marketplace.promotions.points.lots import draw, hold_lots
from marketplace.promotions.points.models import PointKind, PointMove
from marketplace.promotions.points.rules import earned_won, last_day, rule_at
from marketplace.promotions.points.shares import due_back
from marketplace.promotions.points.spending import count_moves, spend

# Points that come back could be spent for that long at least, whatever day they had.
GRACE = timedelta(days=30)


def earn(order: Order) -> None:
    """Give the points of a completed order, once; members of the shop only."""
    won = _earned_by(order)
    if not won or count_moves(order.id, PointKind.EARNED):
        return
    rule = rule_at(_moment_of(order))
    if rule is None or order.account_id is None or _has_left(order.account_id):
        return
    _come(order, PointKind.EARNED, won, f"earned:{order.id}", rule.valid_months)


def take_back(order: Order) -> None:
    """After a return: keep of what was earned only what the rest of the order earns.

    Never more than the member has: what was spent meanwhile or has run out stays with them.
    """
    earned = _sum_of(order.id, PointKind.EARNED)
    if not earned or order.account_id is None:
        return
    kept = earned + _sum_of(order.id, PointKind.TAKEN_BACK)
    lots = hold_lots(order.account_id)
    lots.sort(key=lambda lot: lot.order_id != order.id)  # its own points before others'
    if _has_run_out(order.id):
        return
    won = min(kept - _earned_by(order), sum(lot.remaining for lot in lots))
    if won <= 0:
        return
    draw(lots, won)
    rounds = count_moves(order.id, PointKind.TAKEN_BACK)
    db.session.add(
        PointMove(
            account_id=order.account_id,
            kind=PointKind.TAKEN_BACK,
            won=-won,
            order_id=order.id,
            deed=f"taken_back:{order.id}:{rounds}",
        )
    )
    db.session.flush()


def give_back(order: Order) -> None:
    """Return what was spent on what is no longer bought, as points and never as money."""
    if not order.points_won or order.account_id is None or _has_left(order.account_id):
        return
    spent = -_sum_of(order.id, PointKind.SPENT) - _sum_of(order.id, PointKind.RETURNED)
    won = due_back(order) - (order.points_won - spent)
    if won > 0:
        rounds = count_moves(order.id, PointKind.RETURNED)
        _come(order, PointKind.RETURNED, won, f"returned:{order.id}:{rounds}")


def spend_again(order: Order) -> None:
    """Paid after its time was over: spend what was returned; raises PointsNotUsable."""
    spent = -_sum_of(order.id, PointKind.SPENT) - _sum_of(order.id, PointKind.RETURNED)
    spend(order, order.points_won - spent)


def _earned_by(order: Order) -> int:
    """What an order earns: its day's rate of what was paid for goods that were kept."""
    if order.account_id is None or order.channel is not Channel.STORE:
        return 0
    rule = rule_at(_moment_of(order))
    if rule is None or order.status is not OrderStatus.COMPLETED:
        return 0
    booked = read_booked(order.parcels)
    paid = sum(
        line.paid_won - line.cancelled_won - line.returned_won
        for parcel in order.parcels
        for line in parcel.lines
        if parcel.status is not ParcelStatus.CANCELLED
        and not (line.id in booked and booked[line.id].is_called_off)
    )
    return earned_won(rule, paid)


def _come(order: Order, kind: PointKind, won: int, deed: str, months: int = 0) -> None:
    until = last_day(clock.today(), months) if months else _returned_until(order)
    db.session.add(
        PointMove(
            account_id=order.account_id,
            kind=kind,
            won=won,
            remaining=won,
            order_id=order.id,
            expires_on=until,
            deed=deed,
        )
    )
    db.session.flush()


def _returned_until(order: Order) -> date:
    query = select(func.max(PointMove.expires_on)).filter_by(
        order_id=order.id, kind=PointKind.SPENT
    )
    soonest = clock.today() + GRACE
    return max(db.session.scalar(query) or soonest, soonest)


def _moment_of(order: Order) -> datetime:
    return order.confirmed_at or order.created_at


def _sum_of(order_id: int, kind: PointKind) -> int:
    query = select(func.coalesce(func.sum(PointMove.won), 0)).filter_by(
        order_id=order_id, kind=kind
    )
    return int(db.session.scalar(query) or 0)


def _has_run_out(order_id: int) -> bool:
    query = select(PointMove.id).where(
        PointMove.order_id == order_id,
        PointMove.kind == PointKind.EARNED,
        PointMove.expires_on < clock.today(),
    )
    return db.session.scalar(query) is not None


def _has_left(account_id: int) -> bool:
    query = select(Account.id).where(Account.id == account_id, Account.disabled_at.is_not(None))
    return db.session.scalar(query) is not None
