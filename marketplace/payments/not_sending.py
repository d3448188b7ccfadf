"""A seller who cannot send something: units off, money back, and what is gone off the shelf."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.catalog.models import StockMoveKind
from marketplace.orders import reservations
from marketplace.orders.part_cancelling import PartCancellation
from marketplace.orders.queries import lock_parcel
from marketplace.orders.units import Canceller
from marketplace.payments.undoing import cancel_units_and_refund


def give_up_units(
    parcel_id: int, units: Mapping[int, int], reason: str, *, is_gone: bool, shown_won: int | None
) -> PartCancellation:
    """Take units (by line id) off for a seller who cannot send them; the buyer reads `reason`.

    `is_gone`: they do not exist, so that nobody may buy them again. Raises AlreadyShipped,
    NotCancellable, UnitsNotThere, RefundChanged or RefundTooLarge.
    """
    parcel = lock_parcel(parcel_id)
    plan = cancel_units_and_refund(parcel_id, units, reason, Canceller.SELLER, shown_won)
    if is_gone:
        # Cancelling has put them back on the shelf and holds its rows: take the same off again.
        lines = {line.id: line for line in parcel.lines if not line.agreed_line}
        lost = {lines[id_].option_id: count for id_, count in plan.units.items() if id_ in lines}
        reservations.take(lost, parcel.order.number, StockMoveKind.ADJUSTED)
    return plan
