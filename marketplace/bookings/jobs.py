"""Background work of this package; each job may run twice and at the same time as another."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.audit.service import Actor, acting_as
from marketplace.bookings import attending, calling_off, reminding
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.jobs import job

REMIND_AT = 10  # o'clock in Seoul, the day before


@job(calling_off.WORK_OFF)
def work_off(session_id: int) -> int:
    """Refund and tell everybody who booked a date that was called off; returns how many."""
    done = 0
    with acting_as(Actor(None, "job:bookings")):
        for order_id in calling_off.list_unworked(session_id):
            with transaction():
                done += calling_off.work_off(session_id, order_id)
    return done


@job("bookings.take_up", every_minutes=10)
def take_up() -> int:
    """Go on with dates called off whose bookings a crash left unworked; returns how many."""
    query = select(ExperienceSession.id).where(
        ExperienceSession.cancelled_at.is_not(None), ExperienceSession.ends_at > clock.now()
    )
    return sum(work_off(session_id) for session_id in db.session.scalars(query).all())  # type: ignore[misc]


@job("bookings.complete_over", nightly_at=3)
def complete_over() -> int:
    """Call had what took place and nobody noted; returns how many parcels."""
    done = 0
    with acting_as(Actor(None, "job:bookings")):
        for parcel_id in attending.list_over():
            with transaction():
                done += attending.complete_over(parcel_id)
    return done


@job("bookings.remind", nightly_at=REMIND_AT)
def remind() -> int:
    """Write to everybody who has booked for tomorrow; returns to how many bookings."""
    lines = reminding.list_tomorrows()
    with acting_as(Actor(None, "job:bookings")):
        for line_id in lines:
            with transaction():
                reminding.remind(line_id)
    return len(lines)
