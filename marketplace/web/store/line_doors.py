"""What can be said or asked of each bought line, as links beside it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.feedback.models import ReviewStatus
from marketplace.feedback.own import reviews_of_lines
from marketplace.feedback.writing import is_reviewable
from marketplace.orders.models import Channel, Order


@dataclass(frozen=True, slots=True)
class LineDoors:
    """Links of one line; empty where there is nothing to do."""

    review_label: str = ""
    review_href: str = ""
    ask_href: str = ""


def line_doors(order: Order) -> dict[int, LineDoors]:
    """Doors of every line of an order loaded whole, in one more statement."""
    if order.channel is not Channel.STORE:
        return {}
    lines = [line for parcel in order.parcels for line in parcel.lines]
    open_ones = [line.id for line in lines if is_reviewable(order, line)]
    written = reviews_of_lines(open_ones)
    doors: dict[int, LineDoors] = {}
    for line in lines:
        label = ""
        if line.id in open_ones:
            found = written.get(line.id)
            erased = found is not None and found.status is ReviewStatus.ERASED
            label = "" if erased else str(_("내 후기 보기") if found else _("후기 쓰기"))
        doors[line.id] = LineDoors(
            review_label=label,
            review_href=f"/orders/{order.access_token}/lines/{line.id}/review",
            ask_href=f"/products/{line.product_id}/questions/new?order={order.access_token}",
        )
    return doors
