"""A booking as an iCalendar file (RFC 5545), by the icalendar library."""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar, Event

from marketplace.orders.booked import BookedLine
from marketplace.orders.models import Order

PRODUCT = "-//Ieum Market//bookings//KO"


def calendar_file(order: Order, each: BookedLine, page: str) -> bytes:
    """One event; the same booking has the same UID, so that a calendar updates and adds none."""
    session = each.session
    event = Event()
    event.add("uid", f"booking-{each.line.id}@ieum-market")
    event.add("dtstamp", order.confirmed_at or order.created_at)
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", f"{each.line.product_name} ({each.line.quantity})")
    event.add("location", session.place)
    event.add("url", page)
    event.add("description", f"{session.meeting_note}\n{order.number}\n{page}".strip())
    event.add("status", "CANCELLED" if each.is_called_off or session.is_cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
