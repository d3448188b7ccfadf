"""Taking single units off an enterprise's part before it leaves, and what that does to its fee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.audit import service as audit
from marketplace.catalog.models import StockMoveKind
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.events import News, announce
from marketplace.core.text import T
from marketplace.orders import cancelling, letters, reservations
from marketplace.orders.booked import called_off_ids, read_booked
from marketplace.orders.delivery_terms import delivery_due_won, kept_units
from marketplace.orders.errors import AlreadyShipped, NotCancellable
from marketplace.orders.models import OrderLine, OrderStatus, Parcel, ParcelStatus
from marketplace.orders.queries import lock_parcel
from marketplace.orders.sales_counts import count_sales
from marketplace.orders.units import Canceller, LineCancellation


class UnitsNotThere(Invalid):
    """Nothing was chosen, or more than is left of a line."""

    code = "units_not_there"

    def __init__(self, said: T) -> None:
        super().__init__(said, {"units": [said]})


@dataclass(frozen=True, slots=True)
class PartCancellation:
    """What taking units off means; `delivery_change_won` is more fee (or less, negative)."""

    units: dict[int, int]
    goods_won: int
    delivery_change_won: int
    is_whole: bool

    @property
    def refund_won(self) -> int:
        """What goes back; a fee that becomes due is taken from it."""
        return self.goods_won - self.delivery_change_won


def plan_cancellation(
    parcel: Parcel, units: Mapping[int, int], by: Canceller = Canceller.BUYER
) -> PartCancellation:
    """What it would mean to take these units (by line id) off; raises UnitsNotThere.

    A buyer who takes off so much that delivery is no longer free pays the fee out of the
    refund, never more than the refund. A seller who cannot send pays it alone.
    """
    chosen = chosen_units(parcel, units)
    goods_won = sum(line.worth_won(chosen.get(line.id, 0)) for line in parcel.lines)
    kept = kept_units(parcel, chosen)
    change = delivery_due_won(parcel, kept) - parcel.delivery_now_won
    change = min(change, 0 if by is Canceller.SELLER else goods_won)
    gone = called_off_ids(parcel)
    is_whole = not any(count for line_id, count in kept.items() if line_id not in gone)
    return PartCancellation(chosen, goods_won, change, is_whole)


def chosen_units(parcel: Parcel, units: Mapping[int, int]) -> dict[int, int]:
    """The units of this parcel that were chosen, without zeros; raises UnitsNotThere.

    Booked dates are not units: they are given back by their own table.
    """
    booked = read_booked([parcel])
    left = {line.id: line for line in parcel.lines if line.id not in booked}
    chosen = {line_id: count for line_id, count in units.items() if count}
    if not chosen:
        raise UnitsNotThere(T("상품과 수량을 골라 주세요."))
    for line_id, count in chosen.items():
        line = left.get(line_id)
        if line is None or not 0 < count <= line.left_quantity:
            name, most = (line.product_name, line.left_quantity) if line else ("", 0)
            raise UnitsNotThere(T("%(name)s: %(n)d개까지 고를 수 있어요.", name=name, n=most))
    return chosen


def cancel_units(
    parcel_id: int, units: Mapping[int, int], reason: str, by: Canceller = Canceller.BUYER
) -> PartCancellation:
    """Take units off a parcel that has not left; all of them cancel it.

    Raises AlreadyShipped, NotCancellable (unpaid, or cancelled) or UnitsNotThere. The money
    is given back by the payments package, in the same transaction.
    """
    parcel = lock_parcel(parcel_id)
    if parcel.status in cancelling.GONE:
        raise AlreadyShipped
    certain = parcel.order.status is OrderStatus.CONFIRMED
    if parcel.status is not ParcelStatus.PREPARING or not certain:
        raise NotCancellable
    plan = plan_cancellation(parcel, units, by)
    if plan.is_whole:
        cancelling.cancel_parcel(parcel_id, reason, by)
    else:
        _take_off(parcel, plan, reason, by)
    return plan


def _take_off(parcel: Parcel, plan: PartCancellation, reason: str, by: Canceller) -> None:
    taken = [(line, plan.units[line.id]) for line in parcel.lines if line.id in plan.units]
    letters.tell_units_cancelled(parcel, plan.units, plan.refund_won, reason, by)
    for line, count in taken:
        _book(line, count, reason, by)
    parcel.delivery_change_won += plan.delivery_change_won
    db.session.flush()
    reservations.put_back(
        {line.option_id: count for line, count in taken if not line.agreed_line},
        StockMoveKind.RELEASED,
        parcel.order.number,
    )
    count_sales((line, -count) for line, count in taken)
    audit.record(
        "parcel:shrunk",
        parcel,
        number=parcel.order.number,
        units={str(line_id): count for line_id, count in plan.units.items()},
        refund_won=plan.refund_won,
        reason=reason,
        by=by.value,
    )


def _book(line: OrderLine, count: int, reason: str, by: Canceller) -> None:
    worth = line.worth_won(count)
    line.cancelled_quantity += count
    line.cancelled_won += worth
    booked = LineCancellation(
        line_id=line.id, quantity=count, worth_won=worth, by=by, reason=reason[:200]
    )
    db.session.add(booked)
    db.session.flush()
    announce(News.UNITS_CANCELLED, booked.id)
