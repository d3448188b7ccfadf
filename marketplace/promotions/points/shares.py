"""Which part of an order's points lies on which line, and how much of it is to go back.

A line's reduction is its coupons' shares and its points together, so that its points are what
the coupons leave. Of a line's points go back, rounded down, as large a part as of its units;
the last unit takes the rest, so that a line taken apart gives back exactly its points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select

from marketplace.core.database import db
from marketplace.orders.booked import BookedLine, read_booked
from marketplace.orders.booking_models import BookingEnd
from marketplace.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelStatus
from marketplace.promotions.models import CouponShare

CLOSED = (OrderStatus.CANCELLED, OrderStatus.EXPIRED)


def points_by_line(lines: Iterable[OrderLine]) -> dict[int, int]:
    """The won of points on each line, by line id, in one statement."""
    reduced = {line.id: line.reduced_won for line in lines}
    query = (
        select(CouponShare.order_line_id, func.sum(CouponShare.amount_won))
        .where(CouponShare.order_line_id.in_(reduced))
        .group_by(CouponShare.order_line_id)
    )
    by_coupons = {line_id: int(won) for line_id, won in db.session.execute(query)}
    return {line_id: won - by_coupons.get(line_id, 0) for line_id, won in reduced.items()}


def part_of(points_won: int, line: OrderLine, units: int) -> int:
    """What `units` of a line's units hold of its points, counted from the first."""
    return points_won * units // line.quantity


def due_back(order: Order) -> int:
    """What of an order's points goes back, by all that has become of it, in won."""
    if not order.points_won:
        return 0
    lines = [line for parcel in order.parcels for line in parcel.lines]
    shares, booked = points_by_line(lines), read_booked(order.parcels)
    return sum(
        _due_of(order, parcel, line, shares[line.id], booked)
        for parcel in order.parcels
        for line in parcel.lines
    )


def _due_of(
    order: Order,
    parcel: Parcel,
    line: OrderLine,
    points_won: int,
    booked: Mapping[int, BookedLine],
) -> int:
    dated = booked.get(line.id)
    outcome = dated.outcome if dated else None
    if dated and outcome and outcome.how is BookingEnd.SELLER_CANCELLED:
        return points_won
    if dated and outcome and outcome.how is BookingEnd.BUYER_CANCELLED:
        # In points as in money: what its table of that moment gives back.
        return dated.table.refund_won(points_won, dated.session.starts_at, outcome.at)
    if parcel.status is ParcelStatus.CANCELLED or order.status in CLOSED:
        return points_won
    return part_of(points_won, line, line.cancelled_quantity + line.returned_quantity)


def preview_back(parcel: Parcel, units: Mapping[int, int]) -> int:
    """What of a parcel's points would go back with these units (by line id)."""
    if not parcel.order.points_won:
        return 0
    shares = points_by_line(parcel.lines)
    whole = 0
    for line in parcel.lines:
        gone = line.cancelled_quantity + line.returned_quantity
        after = gone + units.get(line.id, 0)
        whole += part_of(shares[line.id], line, after) - part_of(shares[line.id], line, gone)
    return whole
