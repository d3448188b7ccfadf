"""What waits today."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.channels.branding import list_waiting
from marketplace.channels.queries import sales_by_channel
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.enterprises import reviewing
from marketplace.feedback.queries import count_reported
from marketplace.payments.mending import count_stuck
from marketplace.returns.queries import count_for_office, needs_office
from marketplace.web.access import access
from marketplace.web.office import words
from marketplace.web.office.blueprint import office


@office.get("")
@access(Permission.OFFICE_VIEW)
def home() -> ResponseReturnValue:
    """Decisions first, then what lapses, then figures."""
    today = clock.today()
    return render_template(
        "office/home.html",
        waiting=reviewing.list_waiting_certifications(),
        brand_waiting=list_waiting(),
        lapsing=reviewing.list_lapsing(today),
        lapsed=reviewing.list_lapsed(today),
        channels=sales_by_channel(today.replace(day=1), today),
        stuck_refunds=count_stuck(),
        returns_to_see=count_for_office(needs_office(today)),
        enterprises=reviewing.count_by_status(),
        reported=count_reported(),
        today=today,
        words=words,
    )
