"""Background work of this package."""

from __future__ import annotations

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import transaction
from marketplace.core.jobs import job
from marketplace.quoting.erasing import forget_guest, list_old


@job("quotes.forget_guests", nightly_at=4)
def forget_guests() -> int:
    """Erase guests from quote requests that are over their time; returns how many."""
    forgotten = last = 0
    with acting_as(Actor(None, "job:quotes")):
        while ids := list_old(last):
            for request_id in ids:
                last = request_id
                with transaction():
                    forget_guest(request_id)
                forgotten += 1
    return forgotten
