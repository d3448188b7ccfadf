"""What was taken off an order, as its buyer reads it: by whom, and from which line."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _

from marketplace.orders.models import Order
from marketplace.promotions.points.shares import points_by_line
from marketplace.promotions.taking import uses_of_order
from marketplace.web.filters import won


@dataclass(frozen=True, slots=True)
class OrderReductions:
    """Rows for the sums, and by line what each reduction takes off it."""

    sums: list[tuple[str, str]] = field(default_factory=list)
    by_line: dict[int, list[str]] = field(default_factory=dict)

    def of_line(self, line_id: int) -> list[str]:
        """What is taken off one line."""
        return self.by_line.get(line_id, [])


def read_reductions(order: Order) -> OrderReductions:
    """The reductions of an order; an order without any asks nothing of the database."""
    read = OrderReductions()
    for use in uses_of_order(order.id) if order.discount_won else ():
        read.sums.append((use.coupon.name, f"−{won(use.amount_won)}"))
        for share in use.shares:
            said = f"{use.coupon.name} −{won(share.amount_won)}"
            read.by_line.setdefault(share.order_line_id, []).append(said)
    if order.points_won:
        read.sums.append((str(_("포인트")), f"−{won(order.points_won)}"))
        lines = [line for parcel in order.parcels for line in parcel.lines]
        for line_id, of_points in points_by_line(lines).items():
            if of_points:
                read.by_line.setdefault(line_id, []).append(f"{_('포인트')} −{won(of_points)}")
    return read
