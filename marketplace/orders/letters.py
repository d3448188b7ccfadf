"""News of an order for the people it concerns, queued with the deed it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.queries import read_by_option
from marketplace.core import clock
from marketplace.notify.service import queue_letter
from marketplace.orders.models import Channel, Order, OrderLine, Parcel
from marketplace.orders.units import Canceller


def tell_confirmed(order: Order) -> None:
    """To the buyer that the order is certain, to each seller that there is something to send."""
    if not _is_official(order):
        queue_letter(
            "order_confirmed",
            order.buyer_email,
            f"order-confirmed:{order.id}",
            locale=order.locale,
            **_order_context(order),
        )
    for parcel in order.parcels:
        tell_seller(parcel, "new_order", f"new-order:{parcel.id}")


def tell_seller(parcel: Parcel, template: str, dedupe_key: str) -> None:
    """To the enterprise's address, in Korean; an enterprise without one is not written to."""
    address = parcel.enterprise.email
    if address:
        queue_letter(template, address, dedupe_key, **_parcel_context(parcel))


def tell_shipped(parcel: Parcel, carrier_name: str) -> None:
    """To the buyer that a parcel is on its way."""
    order = parcel.order
    if _is_official(order):
        return
    queue_letter(
        "parcel_shipped",
        order.buyer_email,
        f"parcel-shipped:{parcel.id}",
        locale=order.locale,
        carrier_name=carrier_name,
        tracking_number=parcel.tracking_number,
        access_token=order.access_token,
        **_parcel_context(parcel),
    )


def tell_arrival(parcel: Parcel) -> None:
    """To the buyer that a parcel was written down as arrived, by whom, and how to object."""
    order = parcel.order
    if _is_official(order) or parcel.delivered_at is None or parcel.arrival_word is None:
        return
    queue_letter(
        "parcel_arrived",
        order.buyer_email,
        f"parcel-arrived:{parcel.id}:{parcel.delivered_at.timestamp():.0f}",
        locale=order.locale,
        word=parcel.arrival_word.value,
        arrived_on=clock.seoul(parcel.delivered_at).date().isoformat(),
        tracking_number=parcel.tracking_number,
        access_token=order.access_token,
        **_parcel_context(parcel),
    )


def tell_missed(parcel: Parcel) -> None:
    """To the enterprise that its buyer says nothing came."""
    tell_seller(parcel, "parcel_missed", f"parcel-missed:{parcel.id}")


def tell_cancelled(order: Order, reason: str) -> None:
    """To the buyer that nothing will come."""
    queue_letter(
        "order_cancelled",
        order.buyer_email,
        f"order-cancelled:{order.id}",
        locale=order.locale,
        reason=reason,
        **_order_context(order),
    )


def tell_part_cancelled(parcel: Parcel, reason: str, by: Canceller) -> None:
    """To the buyer that one enterprise's part will not come, and whose wish that was."""
    order = parcel.order
    queue_letter(
        "part_cancelled",
        order.buyer_email,
        f"part-cancelled:{parcel.id}",
        locale=order.locale,
        reason=reason,
        by=by.value,
        access_token=order.access_token,
        **_parcel_context(parcel),
    )


def tell_units_cancelled(
    parcel: Parcel, units: Mapping[int, int], refund_won: int, reason: str, by: Canceller
) -> None:
    """To the buyer and the seller what was taken off a parcel, before it is booked."""
    order, left = parcel.order, sum(line.sent_quantity for line in parcel.lines)
    key = f"{parcel.id}:{left - sum(units.values())}"  # fewer each time, so each is news
    taken = {
        **_parcel_context(parcel),
        "lines": [
            _units_context(line, units[line.id]) for line in parcel.lines if line.id in units
        ],
        "refund_won": refund_won,
        "reason": reason,
        "by": by.value,
    }
    queue_letter(
        "units_cancelled",
        order.buyer_email,
        f"units-cancelled:{key}",
        locale=order.locale,
        access_token=order.access_token,
        **taken,
    )
    if parcel.enterprise.email:
        queue_letter("parcel_shrunk", parcel.enterprise.email, f"parcel-shrunk:{key}", **taken)


def _is_official(order: Order) -> bool:
    # Officials hear of approval and delivery with what they have to do, from procurement.
    return order.channel is Channel.PUBLIC


def _order_context(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "access_token": order.access_token,
        "buyer_name": order.buyer_name,
        "recipient_name": order.recipient_name,
        "address": order.address_line,
        "goods_won": order.goods_won,
        "delivery_won": order.delivery_won,
        "discount_won": order.discount_won,
        "points_won": order.points_won,
        "total_won": order.total_won,
        "parcels": [_parcel_context(parcel) for parcel in order.parcels],
    }


def _parcel_context(parcel: Parcel) -> dict[str, Any]:
    order = parcel.order
    sessions = read_by_option(line.option_id for line in parcel.lines)
    return {
        "number": order.number,
        "parcel_id": parcel.public_id,
        "seller_name": parcel.seller["name"],
        "buyer_name": order.buyer_name,
        "recipient_name": order.recipient_name,
        "goods_won": sum(line.unit_price_won * line.sent_quantity for line in parcel.lines),
        "delivery_won": parcel.delivery_now_won,
        "lines": [
            _line_context(line, sessions.get(line.option_id))
            for line in parcel.lines
            if line.sent_quantity
        ],
    }


def session_context(session: ExperienceSession) -> dict[str, Any]:
    """When and where, as a letter says it; times on a Seoul clock."""
    starts, ends = clock.seoul(session.starts_at), clock.seoul(session.ends_at)
    return {
        "day": starts.date().isoformat(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": session.place,
        "meeting_note": session.meeting_note,
    }


def _line_context(line: OrderLine, session: ExperienceSession | None) -> dict[str, Any]:
    dated = session is not None and line.agreed_line == 0
    return {
        "id": line.id,
        "session": session_context(session) if session and dated else None,
        **_units_context(line, line.sent_quantity),
    }


def _units_context(line: OrderLine, units: int) -> dict[str, Any]:
    return {
        "product_name": line.product_name,
        "option_name": line.option_name,
        "quantity": units,
        "gross_won": line.unit_price_won * units,
    }
