"""Sales by channel: what everyone wants and nobody had."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.channels.queries import sales_by_channel
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.office import words
from marketplace.web.office.blueprint import office


def _day(name: str, default: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return default


@office.get("/channel-sales")
@access(Permission.OFFICE_VIEW)
def channel_sales() -> ResponseReturnValue:
    """Sales of every channel in a period, this year's unless another is asked for."""
    today = clock.today()
    first, last = _day("first", today.replace(month=1, day=1)), _day("last", today)
    if last < first:
        first, last = last, first
    rows = sales_by_channel(first, last)
    return render_template(
        "office/channel_sales.html",
        rows=rows,
        units=sum(row.units for row in rows),
        gross_won=sum(row.gross_won for row in rows),
        first=first,
        last=last,
        words=words,
    )
